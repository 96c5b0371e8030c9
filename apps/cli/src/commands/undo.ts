import { outputFlags } from '@devclean/plugin-kit';
import * as Args from '@oclif/core/args';
import { Command } from '@oclif/core/command';

export class Undo extends Command {
  static override summary = 'Bring back what was removed with --keep or --trash.';
  static override description =
    'The latest batch that is still held or in the trash, or the one named. What has a new owner of its place comes back beside it.';
  static override examples = ['<%= config.bin %> undo', '<%= config.bin %> undo 0123456789ab'];
  static override args = { batch: Args.string({ description: 'As "history" names it.', ignoreStdin: true }) };
  static override usage = 'undo [BATCH] [FLAGS]';
  static override flags = { ...outputFlags };

  override async run(): Promise<void> {
    const { args, flags } = await this.parse(Undo);
    const { runUndo } = await import('../verbs/undo.js');
    await runUndo(args.batch, flags);
  }
}
