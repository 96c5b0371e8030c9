import { outputFlags } from '@devclean/plugin-kit';
import { Command } from '@oclif/core/command';

export class Plugins extends Command {
  static override summary = 'List, add and take away packages that bring more tools.';
  static override description =
    'Lists them when no further word says what to do. The code of a plugin runs in a worker of its own; to install one is still to trust it.';
  static override examples = [
    { command: '<%= config.bin %> plugins', description: 'Which there are' },
    { command: '<%= config.bin %> plugins install devclean-sbt', description: 'Add one, after a question' },
  ];
  static override usage = ['plugins', 'plugins install', 'plugins link', 'plugins uninstall', 'plugins list'];
  static override flags = { ...outputFlags };

  override async run(): Promise<void> {
    const { flags } = await this.parse(Plugins);
    const { runPluginsList } = await import('../plugins/manage-plugins.js');
    await runPluginsList(this.config, flags);
  }
}
