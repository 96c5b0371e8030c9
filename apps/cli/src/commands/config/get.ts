import { outputFlags } from '@devclean/plugin-kit';
import * as Args from '@oclif/core/args';
import { Command } from '@oclif/core/command';

export class ConfigGet extends Command {
  static override summary = 'Print one setting as it holds now; of a list, one a line.';
  static override description = 'Of a list, each value is on a line of its own.';
  static override examples = [
    { command: '<%= config.bin %> config get keep', description: 'How long what goes is kept' },
    { command: '<%= config.bin %> config get locations.pip', description: 'The folders that are shown for one tool' },
  ];
  static override usage = 'config get NAME [FLAGS]';
  static override args = {
    name: Args.string({
      description: 'The setting: protect, keep, color, exclude, projects, locations or locations.TOOL.',
      required: true,
    }),
  };
  static override flags = { ...outputFlags };

  override async run(): Promise<void> {
    const { args, flags } = await this.parse(ConfigGet);
    const { runConfigGet } = await import('../../verbs/config.js');
    await runConfigGet(args.name, flags);
  }
}
