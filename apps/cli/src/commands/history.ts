import { outputFlags } from '@devclean/plugin-kit';
import { Command } from '@oclif/core/command';
import * as Flags from '@oclif/core/flags';

export class History extends Command {
  static override summary = 'List what was removed, and what of it can still be brought back.';
  static override description =
    'A batch is what one command removed. What is held takes up its space until its time is over, or --free frees it.';
  static override examples = [
    { command: '<%= config.bin %> history', description: 'What was removed, and when' },
    { command: '<%= config.bin %> history --free 0123456789ab', description: 'Free the space of what a batch holds' },
  ];
  static override usage = 'history [FLAGS]';
  static override flags = {
    yes: Flags.boolean({ char: 'y', summary: 'Answer the question with yes.' }),
    free: Flags.string({ summary: 'Remove for good what is held of this batch.', helpValue: 'BATCH' }),
    ...outputFlags,
  };

  override async run(): Promise<void> {
    const { flags } = await this.parse(History);
    const { runHistory } = await import('../verbs/history.js');
    await runHistory(flags);
  }
}
