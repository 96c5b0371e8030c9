import { outputFlags } from '@devclean/plugin-kit';
import * as Args from '@oclif/core/args';
import { Command } from '@oclif/core/command';

export class ConfigGet extends Command {
  static override summary = 'Print one setting as it holds now; of a list, one a line.';
  static override examples = ['<%= config.bin %> config get keep', '<%= config.bin %> config get locations.pip'];
  static override usage = 'config get NAME [FLAGS]';
  static override args = {
    name: Args.string({ description: 'protect, keep, color, exclude, projects, locations.TOOL.', required: true }),
  };
  static override flags = { ...outputFlags };

  override async run(): Promise<void> {
    const { args, flags } = await this.parse(ConfigGet);
    const { runConfigGet } = await import('../../verbs/config.js');
    await runConfigGet(args.name, flags);
  }
}
