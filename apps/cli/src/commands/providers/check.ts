import { outputFlags } from '@devclean/plugin-kit';
import * as Args from '@oclif/core/args';
import { Command } from '@oclif/core/command';

export class ProvidersCheck extends Command {
  static override summary = 'Check a file that describes a tool, and change nothing.';
  static override description =
    'FILE is JSON, as docs/writing-a-provider.md explains. Every mistake is told with its line.';
  static override examples = [
    { command: '<%= config.bin %> providers check toy.json', description: 'For you' },
    { command: '<%= config.bin %> providers check toy.json --json', description: 'For an editor' },
  ];
  static override usage = 'providers check FILE [FLAGS]';
  static override args = { file: Args.string({ description: 'The file.', required: true }) };
  static override flags = { ...outputFlags };

  override async run(): Promise<void> {
    const { args, flags } = await this.parse(ProvidersCheck);
    const { runProvidersCheck } = await import('../../verbs/provider-files.js');
    await runProvidersCheck(args.file, flags);
  }
}
