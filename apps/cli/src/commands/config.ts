import { outputFlags } from '@devclean/plugin-kit';
import { Command } from '@oclif/core/command';

export class Config extends Command {
  static override summary = 'Show your settings, and where each comes from.';
  static override description = 'A setting that is not in the file has its default, and is shown with it.';
  static override examples = [
    { command: '<%= config.bin %> config', description: 'Look' },
    { command: '<%= config.bin %> config set keep 24h', description: 'Keep what goes for a day' },
  ];
  static override usage = 'config [FLAGS]';
  static override flags = { ...outputFlags };

  override async run(): Promise<void> {
    const { flags } = await this.parse(Config);
    const { runConfig } = await import('../verbs/config.js');
    await runConfig(flags);
  }
}
