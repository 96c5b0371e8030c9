import { outputFlags } from '@devclean/plugin-kit';
import { Command } from '@oclif/core/command';

export class Providers extends Command {
  static override summary = 'List the tools that devclean knows.';
  static override examples = ['<%= config.bin %> providers'];
  static override usage = 'providers [FLAGS]';
  static override flags = { ...outputFlags };

  override async run(): Promise<void> {
    const { flags } = await this.parse(Providers);
    const { runProviders } = await import('../verbs/providers.js');
    await runProviders(this.config, flags);
  }
}
