import { outputFlags, removalFlags } from '@devclean/plugin-kit';
import { Command } from '@oclif/core/command';
import * as Flags from '@oclif/core/flags';

/** `devclean` without the name of a command, at a terminal. */
export class Pick extends Command {
  static override id = '';
  static override summary = 'Look for caches, pick what goes, and see the plan before anything does.';
  static override flags = {
    plain: Flags.boolean({ summary: 'Ask for numbers instead of painting a screen (ACCESSIBLE=1 does the same).' }),
    keep: removalFlags.keep,
    trash: removalFlags.trash,
    exclude: Flags.string({
      summary: 'Leave this tool out. May be repeated.',
      helpValue: 'TOOL',
      multiple: true,
      multipleNonGreedy: true,
    }),
    project: removalFlags.project,
    quiet: outputFlags.quiet,
    'no-color': outputFlags['no-color'],
  };

  override async run(): Promise<void> {
    const { flags } = await this.parse(Pick);
    const { runPicker } = await import('../picker/run-picker.js');
    await runPicker(this.config, flags);
  }
}
