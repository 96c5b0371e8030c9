import { outputFlags } from '@devclean/plugin-kit';
import * as Args from '@oclif/core/args';
import { Command } from '@oclif/core/command';

export class ConfigUnset extends Command {
  static override summary = 'Take a setting out of the file, or single values out of a list.';
  static override description = 'Without VALUE the whole setting goes, and its default holds again.';
  static override examples = [
    { command: '<%= config.bin %> config unset keep', description: 'Keep nothing any more' },
    { command: '<%= config.bin %> config unset exclude gradle', description: 'Take one value out of a list' },
  ];
  static override usage = 'config unset NAME [VALUE...] [FLAGS]';
  static override args = {
    name: Args.string({
      description: 'The setting: protect, keep, color, exclude, projects, locations or locations.TOOL.',
      required: true,
      ignoreStdin: true,
    }),
    value: Args.string({ description: 'Only these.', multiple: true, ignoreStdin: true }),
  };
  static override flags = { ...outputFlags };

  override async run(): Promise<void> {
    const { args, flags } = await this.parse(ConfigUnset);
    const { runConfigUnset } = await import('../../verbs/config.js');
    await runConfigUnset(args.name, args.value ?? [], flags);
  }
}
