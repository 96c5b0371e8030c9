import { outputFlags } from '@devclean/plugin-kit';
import * as Args from '@oclif/core/args';
import { Command } from '@oclif/core/command';
import * as Flags from '@oclif/core/flags';

export class PluginsLink extends Command {
  static override summary = 'Use a plugin that you work on from its own folder, after a question.';
  static override description = 'Nothing is copied: what you build there is what runs the next time.';
  static override examples = [
    { command: '<%= config.bin %> plugins link .', description: 'The package in this folder' },
    {
      command: '<%= config.bin %> plugins link ~/src/devclean-sbt --yes',
      description: 'One elsewhere, without a question',
    },
  ];
  static override args = {
    folder: Args.string({ description: 'The folder of the package.', required: true, ignoreStdin: true }),
  };
  static override usage = 'plugins link FOLDER [FLAGS]';
  static override flags = {
    yes: Flags.boolean({ char: 'y', summary: 'Answer the question with yes.' }),
    ...outputFlags,
  };

  override async run(): Promise<void> {
    const { args, flags } = await this.parse(PluginsLink);
    const { runPluginsLink } = await import('../../plugins/manage-plugins.js');
    await runPluginsLink(this.config, args.folder, flags);
  }
}
