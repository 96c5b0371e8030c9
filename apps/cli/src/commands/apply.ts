import { applyFlags, outputFlags } from '@devclean/plugin-kit';
import * as Args from '@oclif/core/args';
import { Command } from '@oclif/core/command';

export class Apply extends Command {
  static override summary = 'Carry out a plan that --plan-out wrote.';
  static override description =
    'Whatever changed since the plan was made is left alone, and named. A plan is good for a quarter of an hour, for the user and on the machine that made it.';
  static override examples = [
    { command: '<%= config.bin %> sweep --plan-out plan.json', description: 'Write a plan' },
    { command: '<%= config.bin %> apply plan.json', description: 'Carry it out, after a question' },
  ];
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
