import { outputFlags } from '@devclean/plugin-kit';
import * as Args from '@oclif/core/args';
import { Command } from '@oclif/core/command';
import * as Flags from '@oclif/core/flags';

export class ConfigSet extends Command {
  static override summary = 'Change a setting.';
  static override description =
    'A list is replaced by what is given, unless --add puts it to what is there. What else is in the file stays, comments too.';
  static override examples = [
    { command: '<%= config.bin %> config set keep 24h', description: 'Keep what goes for a day' },
    { command: '<%= config.bin %> config set protect --add ~/work', description: 'Protect a folder, too' },
    { command: '<%= config.bin %> config set exclude gradle maven', description: 'Leave out two tools' },
    { command: '<%= config.bin %> config set locations.pip /data/pip', description: 'Show another folder of a tool' },
  ];
  static override usage = 'config set NAME VALUE... [FLAGS]';
  static override args = {
    name: Args.string({
      description: 'The setting: protect, keep, color, exclude, projects, locations or locations.TOOL.',
      required: true,
      ignoreStdin: true,
    }),
    value: Args.string({ description: 'Its new value.', required: true, multiple: true, ignoreStdin: true }),
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
