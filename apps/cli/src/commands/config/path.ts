import { outputFlags } from '@devclean/plugin-kit';
import { Command } from '@oclif/core/command';

export class ConfigPath extends Command {
  static override summary = 'Print where the settings file is; it need not exist.';
  static override description = 'The file need not exist: the first change makes it.';
  static override examples = [
    { command: '<%= config.bin %> config path', description: 'Find the file' },
    { command: '<%= config.bin %> config path --json', description: 'For a script, with whether it is there' },
  ];
  static override usage = 'config path [FLAGS]';
  static override flags = { ...outputFlags };

  override async run(): Promise<void> {
    const { flags } = await this.parse(ConfigPath);
    const { runConfigPath } = await import('../../verbs/config.js');
    await runConfigPath(flags);
  }
}
