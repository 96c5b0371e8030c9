import { outputFlags } from '@devclean/plugin-kit';
import * as Args from '@oclif/core/args';
import { Command } from '@oclif/core/command';
import * as Flags from '@oclif/core/flags';

export class PluginsInstall extends Command {
  static override summary = 'Let your npm fetch a plugin, after a question.';
  static override description =
    'PACKAGE is NAME or NAME@VERSION in the registry of your npm, or the path of a tarball. Its install scripts are not run. No other command of devclean uses the network.';
  static override examples = [
    { command: '<%= config.bin %> plugins install devclean-sbt', description: 'The latest in the registry' },
    { command: '<%= config.bin %> plugins install ./devclean-sbt-1.0.0.tgz', description: 'A tarball' },
  ];
  static override args = {
    package: Args.string({ description: 'What to install. May be repeated.', required: true, ignoreStdin: true }),
  };
  static override strict = false;
  static override usage = 'plugins install PACKAGE... [FLAGS]';
  static override flags = {
    yes: Flags.boolean({ char: 'y', summary: 'Answer the question with yes.' }),
    ...outputFlags,
  };

  override async run(): Promise<void> {
    const { argv, flags } = await this.parse(PluginsInstall);
    const { runPluginsInstall } = await import('../../plugins/manage-plugins.js');
    await runPluginsInstall(this.config, argv.map(String), flags);
  }
}
