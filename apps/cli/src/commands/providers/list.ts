import { Providers } from '../providers.js';

/** The same as `devclean providers`, for whoever looks for it beside `add` and `remove`. */
export class ProvidersList extends Providers {
  static override examples = [
    { command: '<%= config.bin %> providers list', description: 'All of them' },
    { command: '<%= config.bin %> providers list --json', description: 'For a program' },
  ];
  static override usage = 'providers list [FLAGS]';
}
