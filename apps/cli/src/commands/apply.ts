import { applyFlags, outputFlags } from '@devclean/plugin-kit';
import * as Args from '@oclif/core/args';
import { Command } from '@oclif/core/command';

export class Apply extends Command {
  static override summary = 'Carry out a plan that --plan-out wrote, leaving alone whatever changed since.';
  static override examples = ['<%= config.bin %> sweep --plan-out plan.json', '<%= config.bin %> apply plan.json'];
  static override args = {
    plan: Args.string({ description: 'The file that holds the plan.', required: true, ignoreStdin: true }),
  };
  static override usage = 'apply PLAN [FLAGS]';
  static override flags = { ...applyFlags, ...outputFlags };

  override async run(): Promise<void> {
    const { args, flags } = await this.parse(Apply);
    const { runApply } = await import('../verbs/apply.js');
    await runApply(this.config, args.plan, flags);
  }
}
