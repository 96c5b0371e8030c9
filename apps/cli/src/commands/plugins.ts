import { outputFlags } from '@devclean/plugin-kit';
import { Command } from '@oclif/core/command';

export class Plugins extends Command {
  static override summary = 'List, add and take away packages that bring more tools.';
  static override description = 'Without a further word it lists them.';
  static override usage = ['plugins', 'plugins install', 'plugins link', 'plugins uninstall', 'plugins list'];
  static override flags = { ...outputFlags };

  override async run(): Promise<void> {
    const { flags } = await this.parse(Plugins);
    const { runPluginsList } = await import('../plugins/manage-plugins.js');
    await runPluginsList(this.config, flags);
  }
}
