import { outputFlags } from '@devclean/plugin-kit';
import * as Args from '@oclif/core/args';
import { Command } from '@oclif/core/command';

export class PluginsUninstall extends Command {
  static override summary = 'Take a plugin away, with all that npm fetched for it.';
  static override description = 'The caches of its tools stay as they are, and so does the folder of a linked one.';
  static override examples = [
    { command: '<%= config.bin %> plugins uninstall devclean-sbt', description: 'One' },
    { command: '<%= config.bin %> plugins uninstall devclean-sbt devclean-black', description: 'Two' },
  ];
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
