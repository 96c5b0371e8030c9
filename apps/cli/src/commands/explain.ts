import { outputFlags } from '@devclean/plugin-kit';
import * as Args from '@oclif/core/args';
import { Command } from '@oclif/core/command';

export class Explain extends Command {
  static override summary = 'Say what a cache is, what losing it costs, and how its own tool clears it.';
  static override description =
    'Works without the tool on this machine. Where the cache is here, it also says how large it is and when it was used last.';
  static override examples = [
    { command: '<%= config.bin %> explain pip', description: 'All parts of a tool’s cache' },
    { command: '<%= config.bin %> explain yarn/cache', description: 'One part' },
  ];
  static override usage = 'explain TOOL[/SECTION] [FLAGS]';
  static override args = {
    what: Args.string({ description: 'A tool, or a part of its cache.', required: true }),
  };
  static override flags = { ...outputFlags };

  override async run(): Promise<void> {
    const { args, flags } = await this.parse(Explain);
    const { runExplain } = await import('../verbs/explain.js');
    await runExplain(this.config, args.what, flags);
  }
}
