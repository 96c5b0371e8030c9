import { Providers } from '../providers.js';

/** The same as `devclean providers`, for whoever looks for it beside `add` and `remove`. */
export class ProvidersList extends Providers {
  static override examples = ['<%= config.bin %> providers list', '<%= config.bin %> providers list --json'];
  static override usage = 'providers list [FLAGS]';
}
