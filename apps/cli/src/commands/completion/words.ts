import { Command } from '@oclif/core/command';

/** What the scripts of `devclean completion` ask at each Tab. Not for people, so help does not show it. */
export class CompletionWords extends Command {
  static override summary = 'Print what may stand in the place of the last word.';
  static override hidden = true;
  static override strict = false;
  static override usage = 'completion words -- WORD...';

  override async run(): Promise<void> {
    // As they were typed: flags among them are not this command's.
    const words = this.argv.slice(this.argv.indexOf('--') + 1);
    const { answerShell } = await import('../../completion/answer-shell.js');
    await answerShell(this.config, words);
  }
}
