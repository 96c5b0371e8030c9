import { outputFlags } from '@devclean/plugin-kit';
import * as Args from '@oclif/core/args';
import { Command } from '@oclif/core/command';

export class ProvidersRemove extends Command {
  static override summary = 'Forget a tool that a file described.';
  static override description = 'Its caches stay as they are.';
  static override examples = [
    { command: '<%= config.bin %> providers', description: 'See which tools come from files' },
    { command: '<%= config.bin %> providers remove toy', description: 'Forget one' },
  ];
  static override usage = 'providers remove TOOL [FLAGS]';
  static override args = { tool: Args.string({ description: 'The tool.', required: true }) };
  static override flags = { ...outputFlags };

  override async run(): Promise<void> {
    const { args, flags } = await this.parse(ProvidersRemove);
    const { runProvidersRemove } = await import('../../verbs/provider-files.js');
    await runProvidersRemove(args.tool, flags);
  }
}
