import { outputFlags } from '@devclean/plugin-kit';
import * as Args from '@oclif/core/args';
import { Command } from '@oclif/core/command';

export class ProvidersAdd extends Command {
  static override summary = 'Add a tool that a file describes.';
  static override description =
    'The file is copied into your configuration folder. It can name no command and runs nothing. What it finds is held for a day when it is removed.';
  static override examples = [
    { command: '<%= config.bin %> providers add toy.json', description: 'Add it' },
    { command: '<%= config.bin %> toy info', description: 'See what it finds' },
  ];
  static override usage = 'providers add FILE [FLAGS]';
  static override args = { file: Args.string({ description: 'The file.', required: true }) };
  static override flags = { ...outputFlags };

  override async run(): Promise<void> {
    const { args, flags } = await this.parse(ProvidersAdd);
    const { runProvidersAdd } = await import('../../verbs/provider-files.js');
    await runProvidersAdd(this.config, args.file, flags);
  }
}
