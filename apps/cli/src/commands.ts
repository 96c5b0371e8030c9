import { providerCommands } from '@devclean/plugin-kit';
import type { Command } from '@oclif/core/command';
import { Apply } from './commands/apply.js';
import { Doctor } from './commands/doctor.js';
import { History } from './commands/history.js';
import { Plugins, PluginsInstall, PluginsLink, PluginsList, PluginsUninstall } from './commands/plugins.js';
import { Providers } from './commands/providers.js';
import { Scan } from './commands/scan.js';
import { Sweep } from './commands/sweep.js';
import { Undo } from './commands/undo.js';
import { REGISTRY } from './providers.generated.js';

/** Every command by its id, for oclif's explicit strategy. What a command does is loaded when it runs. */
export const COMMANDS: Record<string, Command.Class> = {
  scan: Scan,
  sweep: Sweep,
  apply: Apply,
  history: History,
  undo: Undo,
  doctor: Doctor,
  providers: Providers,
  plugins: Plugins,
  'plugins:install': PluginsInstall,
  'plugins:link': PluginsLink,
  'plugins:list': PluginsList,
  'plugins:uninstall': PluginsUninstall,
  ...Object.assign({}, ...REGISTRY.map(({ card }) => providerCommands(card))),
};
