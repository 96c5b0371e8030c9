import { outputFlags } from '@devclean/plugin-kit';
import { Command } from '@oclif/core/command';

export class Doctor extends Command {
  static override summary =
    'Check the machine, the providers, the journal, and the sizes against an independent meter.';
  static override examples = ['<%= config.bin %> doctor'];
  static override usage = 'doctor [FLAGS]';
  static override flags = { ...outputFlags };

  override async run(): Promise<void> {
    const { flags } = await this.parse(Doctor);
    const { runDoctor } = await import('../verbs/doctor.js');
    await runDoctor(this.config, flags);
  }
}
