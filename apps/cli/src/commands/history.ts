import { outputFlags } from '@devclean/plugin-kit';
import { Command } from '@oclif/core/command';
import * as Flags from '@oclif/core/flags';

export class History extends Command {
  static override summary = 'List what was removed, and what of it can still be brought back.';
  static override examples = [
    '<%= config.bin %> history',
    { command: '<%= config.bin %> history --free 0123456789ab', description: 'Free the space of what is held' },
  ];
  static override usage = 'history [FLAGS]';
  static override flags = {
    free: Flags.string({ summary: 'Remove for good what is held of this batch.', helpValue: 'BATCH' }),
    yes: Flags.boolean({ char: 'y', summary: 'Free it without asking.' }),
    ...outputFlags,
  };

  override async run(): Promise<void> {
    const { flags } = await this.parse(History);
    const { runHistory } = await import('../verbs/history.js');
    await runHistory(flags);
  }
}
