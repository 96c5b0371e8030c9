import { Command } from '@oclif/core/command';

export class ProvidersSchema extends Command {
  static override summary = 'Print the JSON Schema of the files that describe tools, for your editor.';
  static override description =
    'Name the file that you write it to as "$schema", and the editor completes and explains.';
  static override examples = [
    {
      command: '<%= config.bin %> providers schema > devclean.provider.schema.json',
      description: 'Write it beside your file',
    },
    { command: '<%= config.bin %> providers schema', description: 'Look at it' },
  ];
  static override usage = 'providers schema';

  override async run(): Promise<void> {
    await this.parse(ProvidersSchema);
    const { runProvidersSchema } = await import('../../verbs/provider-files.js');
    await runProvidersSchema();
  }
}
