import type { Command } from '@oclif/core/command';
import { Apply } from './commands/apply.js';
import { CompletionWords } from './commands/completion/words.js';
import { Completion } from './commands/completion.js';
import { ConfigGet } from './commands/config/get.js';
import { ConfigPath } from './commands/config/path.js';
import { ConfigSet } from './commands/config/set.js';
import { ConfigUnset } from './commands/config/unset.js';
import { Config } from './commands/config.js';
import { Doctor } from './commands/doctor.js';
import { Explain } from './commands/explain.js';
import { History } from './commands/history.js';
import { DiskMap } from './commands/map.js';
import { PluginsInstall } from './commands/plugins/install.js';
import { PluginsLink } from './commands/plugins/link.js';
import { PluginsList } from './commands/plugins/list.js';
import { PluginsUninstall } from './commands/plugins/uninstall.js';
import { Plugins } from './commands/plugins.js';
import { ProvidersAdd } from './commands/providers/add.js';
import { ProvidersCheck } from './commands/providers/check.js';
import { ProvidersList } from './commands/providers/list.js';
import { ProvidersNew } from './commands/providers/new.js';
import { ProvidersRemove } from './commands/providers/remove.js';
import { ProvidersSchema } from './commands/providers/schema.js';
import { ProvidersTry } from './commands/providers/try.js';
import { Providers } from './commands/providers.js';
import { Scan } from './commands/scan.js';
import { Sweep } from './commands/sweep.js';
import { Undo } from './commands/undo.js';

export { Pick } from './commands/pick.js';

/**
 * The app's own commands by their ids, for oclif's explicit strategy. What a command does is loaded when it runs. Those of the tools
 * are made when one is asked for (`added-commands.ts`): four hundred of them in the manifest would cost every start a third more.
 */
export const COMMANDS: Record<string, Command.Class> = {
  scan: Scan,
  sweep: Sweep,
  apply: Apply,
  map: DiskMap,
  history: History,
  undo: Undo,
  doctor: Doctor,
  explain: Explain,
  config: Config,
  'config:get': ConfigGet,
  'config:path': ConfigPath,
  'config:set': ConfigSet,
  'config:unset': ConfigUnset,
  providers: Providers,
  plugins: Plugins,
  completion: Completion,
  'completion:words': CompletionWords,
  'plugins:install': PluginsInstall,
  'plugins:link': PluginsLink,
  'plugins:list': PluginsList,
  'plugins:uninstall': PluginsUninstall,
  'providers:add': ProvidersAdd,
  'providers:check': ProvidersCheck,
  'providers:list': ProvidersList,
  'providers:new': ProvidersNew,
  'providers:remove': ProvidersRemove,
  'providers:schema': ProvidersSchema,
  'providers:try': ProvidersTry,
};
