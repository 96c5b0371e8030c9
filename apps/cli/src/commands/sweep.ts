import { outputFlags, removalFlags } from '@devclean/plugin-kit';
import * as Args from '@oclif/core/args';
import { Command } from '@oclif/core/command';
import * as Flags from '@oclif/core/flags';

export class Sweep extends Command {
  static override summary = 'Remove the safe caches of every tool, after showing them and asking.';
  static override description =
    'Takes what comes back by itself. Costly parts only with --include costly, risky ones only when --section names them. What is gone is gone, unless --keep or --trash says otherwise.';
  static override examples = [
    { command: '<%= config.bin %> sweep --dry-run', description: 'Look first' },
    { command: '<%= config.bin %> sweep', description: 'Remove what is safe, after a question' },
    {
      command: '<%= config.bin %> sweep --free 20GB',
      description: 'Only as much as frees 20 GB, what is safe and was not used for longest first',
    },
    { command: '<%= config.bin %> sweep npm yarn --include costly', description: 'Of two tools, what is costly too' },
  ];
  static override args = { tool: Args.string({ description: 'Only these tools.', multiple: true, ignoreStdin: true }) };
  static override usage = 'sweep [TOOL...] [FLAGS]';
  static override flags = {
    ...removalFlags,
    exclude: Flags.string({
      summary: 'Leave this tool out. May be repeated.',
      helpValue: 'TOOL',
      helpGroup: 'selection',
      multiple: true,
      multipleNonGreedy: true,
    }),
    ...outputFlags,
  };

  override async run(): Promise<void> {
    const { args, flags } = await this.parse(Sweep);
    const { runSweep } = await import('../verbs/removal.js');
    await runSweep(this.config, args.tool ?? [], flags);
  }
}
