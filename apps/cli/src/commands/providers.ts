import { outputFlags } from '@devclean/plugin-kit';
import { Command } from '@oclif/core/command';

export class Providers extends Command {
  static override summary = 'List the tools that devclean knows.';
  static override description =
    'Says of each what it keeps, and whether devclean brings it along, a plugin does, or a file of yours describes it.';
  static override examples = [
    { command: '<%= config.bin %> providers', description: 'All of them' },
    { command: '<%= config.bin %> providers --json', description: 'For a program' },
  ];
  static override usage = 'providers [FLAGS]';
  static override flags = { ...outputFlags };

  override async run(): Promise<void> {
    const { flags } = await this.parse(Providers);
    const { runProviders } = await import('../verbs/providers.js');
    await runProviders(this.config, flags);
  }
}
