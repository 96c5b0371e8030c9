import * as Args from '@oclif/core/args';
import { Command } from '@oclif/core/command';

export class Completion extends Command {
  static override summary = 'Print a script that lets your shell complete commands, tools, parts and names.';
  static override description = [
    'It changes nothing by itself. To have it at every prompt:',
    '  bash  Add this line to ~/.bashrc:  source <(<%= config.bin %> completion bash)',
    '  zsh   Add this line to ~/.zshrc, behind compinit:  source <(<%= config.bin %> completion zsh)',
    '  fish  Run this once:  <%= config.bin %> completion fish > ~/.config/fish/completions/<%= config.bin %>.fish',
    'At each Tab the script asks devclean, which reads and never writes, and answers within a second.',
  ].join('\n');
  static override examples = [
    { command: 'source <(<%= config.bin %> completion bash)', description: 'Use it in this shell only' },
    {
      command: '<%= config.bin %> completion fish > ~/.config/fish/completions/<%= config.bin %>.fish',
      description: 'Keep it, in fish',
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
