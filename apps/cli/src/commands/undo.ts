import { outputFlags } from '@devclean/plugin-kit';
import * as Args from '@oclif/core/args';
import { Command } from '@oclif/core/command';

export class Undo extends Command {
  static override summary = 'Bring back what was removed with --keep or --trash.';
  static override description =
    'Without BATCH, the latest that is still held or in the trash. Where something new has taken the place of what was removed, the old comes back beside it.';
  static override examples = [
    { command: '<%= config.bin %> undo', description: 'Bring back what was removed last' },
    { command: '<%= config.bin %> undo 0123456789ab', description: 'Bring back one batch' },
  ];
  static override args = { batch: Args.string({ description: 'As "history" names it.', ignoreStdin: true }) };
  static override usage = 'undo [BATCH] [FLAGS]';
  static override flags = { ...outputFlags };

  override async run(): Promise<void> {
    const { args, flags } = await this.parse(Undo);
    const { runUndo } = await import('../verbs/undo.js');
    await runUndo(args.batch, flags);
  }
}
