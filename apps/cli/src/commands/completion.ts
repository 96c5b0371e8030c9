import * as Args from '@oclif/core/args';
import { Command } from '@oclif/core/command';

export class Completion extends Command {
  static override summary = 'Print a script that lets your shell complete commands, tools, sections and names.';
  static override description =
    'Changes nothing by itself: where the script goes is yours to say. At each Tab it asks devclean, which reads and never writes, and waits for two seconds at most.';
  static override examples = [
    { command: 'source <(<%= config.bin %> completion bash)', description: 'bash: a line for ~/.bashrc' },
    { command: 'source <(<%= config.bin %> completion zsh)', description: 'zsh: a line for ~/.zshrc, behind compinit' },
    {
      command: '<%= config.bin %> completion fish > ~/.config/fish/completions/<%= config.bin %>.fish',
      description: 'fish: to be run once',
    },
  ];
  static override usage = 'completion bash|zsh|fish';
  static override args = {
    shell: Args.string({ description: 'Your shell.', options: ['bash', 'zsh', 'fish'], required: true }),
  };

  override async run(): Promise<void> {
    const { args } = await this.parse(Completion);
    const { printScript } = await import('../completion/print-script.js');
    printScript(this.config, args.shell);
  }
}
