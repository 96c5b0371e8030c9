import { outputFlags } from '@devclean/plugin-kit';
import { Command } from '@oclif/core/command';

export class PluginsList extends Command {
  static override summary = 'List the plugins, and the tools that each brings.';
  static override description = 'A linked one is shown with its folder.';
  static override examples = [
    { command: '<%= config.bin %> plugins list', description: 'Which there are' },
    { command: '<%= config.bin %> plugins list --json', description: 'For a program' },
  ];
  static override usage = 'plugins list [FLAGS]';
  static override flags = { ...outputFlags };

  override async run(): Promise<void> {
    const { flags } = await this.parse(PluginsList);
    const { runPluginsList } = await import('../../plugins/manage-plugins.js');
    await runPluginsList(this.config, flags);
  }
}
