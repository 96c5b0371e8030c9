import { outputFlags } from '@devclean/plugin-kit';
import * as Args from '@oclif/core/args';
import { Command } from '@oclif/core/command';

export class PluginsUninstall extends Command {
  static override summary = 'Take a plugin away, with all that npm fetched for it.';
  static override examples = ['<%= config.bin %> plugins uninstall devclean-sbt'];
  static override args = {
    name: Args.string({
      description: 'As "plugins list" shows it. May be repeated.',
      required: true,
      ignoreStdin: true,
    }),
  };
  static override strict = false;
  static override usage = 'plugins uninstall NAME... [FLAGS]';
  static override flags = { ...outputFlags };

  override async run(): Promise<void> {
    const { argv, flags } = await this.parse(PluginsUninstall);
    const { runPluginsUninstall } = await import('../../plugins/manage-plugins.js');
    await runPluginsUninstall(this.config, argv.map(String), flags);
  }
}
