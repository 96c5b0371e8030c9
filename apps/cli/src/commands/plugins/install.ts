import { outputFlags } from '@devclean/plugin-kit';
import * as Args from '@oclif/core/args';
import { Command } from '@oclif/core/command';
import * as Flags from '@oclif/core/flags';

export class PluginsInstall extends Command {
  static override summary = 'Let your npm fetch a plugin, after a question. Its install scripts are not run.';
  static override description =
    'PACKAGE is NAME or NAME@VERSION in the registry of your npm, or the path of a tarball. This is the only command of devclean that uses the network.';
  static override examples = [
    '<%= config.bin %> plugins install devclean-sbt',
    '<%= config.bin %> plugins install ./devclean-sbt-1.0.0.tgz',
  ];
  static override args = {
    package: Args.string({ description: 'What to install. May be repeated.', required: true, ignoreStdin: true }),
  };
  static override strict = false;
  static override usage = 'plugins install PACKAGE... [FLAGS]';
  static override flags = {
    yes: Flags.boolean({ char: 'y', summary: 'Trust its code without asking.' }),
    ...outputFlags,
  };

  override async run(): Promise<void> {
    const { argv, flags } = await this.parse(PluginsInstall);
    const { runPluginsInstall } = await import('../../plugins/manage-plugins.js');
    await runPluginsInstall(this.config, argv.map(String), flags);
  }
}
