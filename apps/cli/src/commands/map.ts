import { outputFlags, scanFlags } from '@devclean/plugin-kit';
import * as Args from '@oclif/core/args';
import { Command } from '@oclif/core/command';
import * as Flags from '@oclif/core/flags';

export class DiskMap extends Command {
  static override summary = 'Draw every cache as one HTML file: a map to zoom into, down to packages.';
  static override description =
    'The file opens from the disk and loads nothing. It names folders and packages of yours: only you can read it.';
  static override examples = [
    { command: '<%= config.bin %> map --open', description: 'Draw it, and show it in the browser' },
    {
      command: '<%= config.bin %> map npm gradle -o caches.html',
      description: 'Of two tools, into a file of another name',
    },
    {
      command: '<%= config.bin %> map --from scan.json --from npm.json',
      description: 'From what "scan --json" and "npm list --json" have printed before',
    },
  ];
  static override args = { tool: Args.string({ description: 'Only these tools.', multiple: true, ignoreStdin: true }) };
  static override usage = 'map [TOOL...] [FLAGS]';
  static override flags = {
    output: Flags.string({
      char: 'o',
      summary: 'Write it to this file; an older map there is replaced, any other file is not.',
      helpValue: 'FILE',
      default: 'devclean-map.html',
    }),
    open: Flags.boolean({ summary: 'Show it in the browser.' }),
    'no-entries': Flags.boolean({ summary: 'Leave out what lies in the sections: sooner done.' }),
    from: Flags.string({
      summary:
        'Draw what "scan --json", and "TOOL list --json", have printed before; - reads the input. May be repeated.',
      helpValue: 'FILE',
      multiple: true,
      multipleNonGreedy: true,
      exclusive: ['no-entries', 'exclude', 'location', 'project'],
    }),
    exclude: Flags.string({
      summary: 'Leave this tool out. May be repeated.',
      helpValue: 'TOOL',
      helpGroup: 'selection',
      multiple: true,
      multipleNonGreedy: true,
    }),
    ...scanFlags,
    ...outputFlags,
  };

  override async run(): Promise<void> {
    const { args, flags } = await this.parse(DiskMap);
    const { runMap } = await import('../verbs/map.js');
    await runMap(this.config, args.tool ?? [], flags);
  }
}
