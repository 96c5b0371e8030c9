import { outputFlags } from '@devclean/plugin-kit';
import * as Args from '@oclif/core/args';
import { Command } from '@oclif/core/command';
import * as Flags from '@oclif/core/flags';

export class ConfigSet extends Command {
  static override summary = 'Change a setting. What else is in the file, comments too, stays as it is.';
  static override description = 'A list is replaced by what is given, unless --add puts it to what is there.';
  static override examples = [
    '<%= config.bin %> config set keep 24h',
    '<%= config.bin %> config set protect --add ~/work ~/.cache/huggingface',
    '<%= config.bin %> config set exclude gradle maven',
    '<%= config.bin %> config set locations.pip /data/pip',
  ];
  static override usage = 'config set NAME VALUE... [FLAGS]';
  static override args = {
    name: Args.string({
      description: 'protect, keep, color, exclude, projects, locations.TOOL.',
      required: true,
      ignoreStdin: true,
    }),
    value: Args.string({ description: 'What it is to be.', required: true, multiple: true, ignoreStdin: true }),
  };
  static override flags = {
    add: Flags.boolean({ summary: 'Add to the list, and leave what is in it.' }),
    ...outputFlags,
  };

  override async run(): Promise<void> {
    const { args, flags } = await this.parse(ConfigSet);
    const { runConfigSet } = await import('../../verbs/config.js');
    await runConfigSet(this.config, args.name, args.value, flags);
  }
}
