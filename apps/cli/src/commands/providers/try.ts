import { outputFlags } from '@devclean/plugin-kit';
import * as Args from '@oclif/core/args';
import { Command } from '@oclif/core/command';

export class ProvidersTry extends Command {
  static override summary = 'Show what a file that describes a tool would find here, without adding it.';
  static override description =
    'Tells of each place where it leads, whether the folder is recognised and why not, and what each part matches.';
  static override examples = [
    { command: '<%= config.bin %> providers try toy.json', description: 'What it would find' },
    { command: '<%= config.bin %> providers try toy.json --json', description: 'For a program' },
  ];
  static override usage = 'providers try FILE [FLAGS]';
  static override args = { file: Args.string({ description: 'The file.', required: true }) };
  static override flags = { ...outputFlags };

  override async run(): Promise<void> {
    const { args, flags } = await this.parse(ProvidersTry);
    const { runProvidersTry } = await import('../../verbs/provider-files.js');
    await runProvidersTry(args.file, flags);
  }
}
