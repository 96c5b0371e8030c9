import type { Interfaces } from '@oclif/core';
import { withAddedCommands } from '../added-commands.js';
import { printable } from '../render/printable.js';
import { complete, type Offer } from './complete.js';
import { fillBlankFrom } from './fill-blank.js';

/**
 * What a shell asks for while a command line is being typed: `words`, `files` or `folders`, and then the words, one a line, a tab before
 * what it means. Whatever goes wrong, the answer is short of words, and never a message in the middle of somebody's prompt.
 */
export async function answerShell(config: Interfaces.Config, words: readonly string[]): Promise<void> {
  const offers = new Map<string, Offer>();
  const answer = async () => {
    const [first, ...others] = words[0] === 'help' ? words.slice(1) : words;
    const known = await withAddedCommands(config, others.length > 0 ? first : undefined);
    return complete(known, words, fillBlankFrom(known), (one) => {
      // What a terminal cannot show as it is, nobody can be asked to choose.
      if (one.word !== '' && printable(one.word) === one.word) offers.set(one.word, one);
    });
  };
  const completion = await answer().catch(() => 'words' as const);
  const lines = [completion, ...[...offers.values()].map(lineOf)];
  // What still runs, a tool that was asked, is not waited for.
  process.stdout.write(`${lines.join('\n')}\n`, () => process.exit(0));
}

function lineOf({ word, about }: Offer): string {
  const [meaning = ''] = printable(about ?? '').split(/(?<=\.) /);
  return meaning === '' ? word : `${word}\t${meaning}`;
}
