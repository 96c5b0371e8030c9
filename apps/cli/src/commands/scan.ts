import { outputFlags, scanFlags } from '@devclean/plugin-kit';
import * as Args from '@oclif/core/args';
import { Command } from '@oclif/core/command';
import * as Flags from '@oclif/core/flags';

export class Scan extends Command {
  static override summary = 'Find and measure every cache, largest first, and say what a sweep would free.';
  static override description =
    'Changes nothing. Sizes are blocks on disk, each file counted once, as "du" counts. What lies in a cache and in none of its parts is shown as the rest, and is never removed.';
  static override examples = [
    { command: '<%= config.bin %> scan', description: 'Everything, largest first' },
    { command: '<%= config.bin %> scan pip gradle', description: 'Two tools' },
    { command: '<%= config.bin %> scan --tree', description: 'As a tree: tools, locations, sections' },
    { command: '<%= config.bin %> scan --json', description: 'For a program' },
  ];
  static override args = { tool: Args.string({ description: 'Only these tools.', multiple: true, ignoreStdin: true }) };
  static override usage = 'scan [TOOL...] [FLAGS]';
  static override flags = {
    tree: Flags.boolean({ summary: 'Show tools, locations and sections as a tree.' }),
    exclude: Flags.string({
      summary: 'Leave this tool out. May be repeated.',
      helpValue: 'TOOL',
      multiple: true,
      multipleNonGreedy: true,
    }),
    ...scanFlags,
    ...outputFlags,
  };

  override async run(): Promise<void> {
    const { args, flags } = await this.parse(Scan);
    const { runScan } = await import('../verbs/scan.js');
    await runScan(this.config, args.tool ?? [], flags);
  }
}
