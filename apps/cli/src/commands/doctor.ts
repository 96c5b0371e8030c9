import { outputFlags } from '@devclean/plugin-kit';
import { Command } from '@oclif/core/command';

export class Doctor extends Command {
  static override summary = 'Check the machine, the providers, the journal and the sizes.';
  static override description =
    'Changes nothing. Measures each cache twice, the second time with a meter that others wrote. Exits with 1 when something is wrong. With --json it prints what a bug report needs.';
  static override examples = [
    { command: '<%= config.bin %> doctor', description: 'Check everything' },
    { command: '<%= config.bin %> doctor --json', description: 'For a bug report' },
  ];
  static override usage = 'doctor [FLAGS]';
  static override flags = { ...outputFlags };

  override async run(): Promise<void> {
    const { flags } = await this.parse(Doctor);
    const { runDoctor } = await import('../verbs/doctor.js');
    await runDoctor(this.config, flags);
  }
}
