import type { Interfaces } from '@oclif/core';
import type { Command } from '@oclif/core/command';

/** A word that may be typed next, and what it means. */
export interface Offer {
  readonly word: string;
  readonly about?: string | undefined;
}

/** What a shell completes with: words of ours, or names of files or folders, which it knows best itself. */
export type Completion = 'words' | 'files' | 'folders';

/** A place in a command line for a word that only this machine knows. */
export interface Blank {
  /** As help shows it: `TOOL`, `[TOOL/]ID`. */
  readonly holds: string;
  /** Id of the command. */
  readonly command: string;
  /** Tools that the line names: that of the command, or those behind it. */
  readonly tools: readonly string[];
  /** What is typed of the word. */
  readonly typed: string;
}

/** Offers what may stand in a blank. */
export type FillBlank = (blank: Blank, offer: (one: Offer) => void) => Promise<Completion>;

/** oclif's config, as far as it is read here. */
export type KnownCommands = Pick<Interfaces.Config, 'commands' | 'findCommand'>;

/**
 * Offers what may stand in the place of the last of `words`, those of a command line behind the program's name, and begins
 * as that one does.
 */
export async function complete(
  config: KnownCommands,
  words: readonly string[],
  fillBlank: FillBlank,
  offer: (one: Offer) => void,
): Promise<Completion> {
  const asksForHelp = words.length > 1 && words[0] === 'help';
  const [first = '', ...others] = asksForHelp ? words.slice(1) : words;
  const typed = others.at(-1) ?? first;
  const offerIfTyped = (one: Offer): void => {
    if (one.word.startsWith(typed)) offer(one);
  };
  const shown = config.commands.filter(({ hidden }) => !hidden);
  if (others.length === 0) {
    for (const { id, summary } of shown) if (!id.includes(':')) offerIfTyped({ word: id, about: summary });
    if (!asksForHelp) offerIfTyped({ word: 'help', about: 'Show what a command takes.' });
    return 'words';
  }
  const topic = `${first}:`;
  const subcommands = shown.filter(({ id }) => id.startsWith(topic));
  if (others.length === 1 && subcommands.length > 0 && !typed.startsWith('-')) {
    for (const { id, summary } of subcommands) offerIfTyped({ word: id.slice(topic.length), about: summary });
    return 'words';
  }
  if (asksForHelp) return 'words';
  const below = others.length > 1 ? config.findCommand(topic + others[0]) : undefined;
  const command = below ?? config.findCommand(first);
  if (command === undefined) return 'words';
  const before = (below === undefined ? others : others.slice(1)).slice(0, -1);
  return completeBehind(command, before, typed, { config, fillBlank, offer: offerIfTyped });
}

interface Surroundings {
  readonly config: KnownCommands;
  readonly fillBlank: FillBlank;
  readonly offer: (one: Offer) => void;
}

/** The word `typed`, behind a command and some words more. */
async function completeBehind(
  command: Command.Loadable,
  before: readonly string[],
  typed: string,
  { config, fillBlank, offer }: Surroundings,
): Promise<Completion> {
  const flags = flagsOf(command);
  const args = argsOf(command);
  const { plain, used, awaiting, isPlain } = read(before, flags);
  const tools = isTool(command.id.split(':')[0], config) ? [command.id.split(':')[0] ?? ''] : plain;
  const fill = async ({ holds, options }: Part, part: string, offerPart: (one: Offer) => void): Promise<Completion> => {
    if (options === undefined) {
      const known = { tools: tools.filter((tool) => isTool(tool, config)), command: command.id };
      return fillBlank({ ...known, holds, typed: part }, offerPart);
    }
    for (const word of options) offerPart({ word });
    return 'words';
  };

  if (awaiting !== undefined) return fill(awaiting, typed, offer);
  const [, name, value] = (!isPlain && /^--([^=]+)=(.*)$/s.exec(typed)) || [];
  if (name !== undefined && value !== undefined) {
    const flag = flags.find((one) => one.name === name && one.takesValue);
    return flag ? fill(flag, value, (one) => offer({ ...one, word: `--${name}=${one.word}` })) : 'words';
  }
  const offerFlags = (): void => {
    for (const flag of flags)
      if (flag.repeats || !used.has(flag.name)) offer({ word: `--${flag.name}`, about: flag.summary });
    offer({ word: '--help', about: 'Show what the command takes.' });
  };
  if (!isPlain && typed.startsWith('-')) {
    offerFlags();
    return 'words';
  }
  const last = args.at(-1);
  const arg = args[plain.length] ?? (last?.repeats ? last : undefined);
  if (arg !== undefined) {
    return fill(arg, typed, (one) => {
      if (!plain.includes(one.word)) offer(one);
    });
  }
  // Nothing else can follow, so an empty word is shown what there is.
  if (!isPlain && typed === '' && args.length === 0) offerFlags();
  return 'words';
}

/** A flag or an argument of a command. */
interface Part {
  readonly name: string;
  readonly holds: string;
  readonly options?: readonly string[] | undefined;
  readonly repeats: boolean;
}

interface FlagPart extends Part {
  readonly char?: string | undefined;
  readonly takesValue: boolean;
  readonly summary?: string | undefined;
}

function flagsOf({ flags }: Command.Loadable): readonly FlagPart[] {
  return Object.entries(flags ?? {}).flatMap(([name, flag]) => {
    if (flag.hidden) return [];
    const takesValue = flag.type === 'option';
    const { options, multiple = false, helpValue } = takesValue ? flag : {};
    const holds = String(helpValue ?? name.toUpperCase());
    return { name, char: flag.char, takesValue, holds, options, repeats: multiple, summary: flag.summary };
  });
}

function argsOf({ args, strict }: Command.Loadable): readonly Part[] {
  return Object.entries(args ?? {}).map(([name, { options, multiple }]) => ({
    name,
    holds: name.toUpperCase(),
    options,
    repeats: multiple === true || strict === false,
  }));
}

/** What the words before say: which are plain, which flags are there, which flag waits for its value, and whether all that follows is plain. */
function read(
  words: readonly string[],
  flags: readonly FlagPart[],
): { plain: string[]; used: Set<string>; awaiting: FlagPart | undefined; isPlain: boolean } {
  const plain: string[] = [];
  const used = new Set<string>();
  let awaiting: FlagPart | undefined;
  let isPlain = false;
  for (const word of words) {
    if (awaiting !== undefined) {
      awaiting = undefined;
    } else if (isPlain || !word.startsWith('-') || word === '-') {
      plain.push(word);
    } else if (word === '--') {
      isPlain = true;
    } else {
      const [said = '', value] = word.split('=', 2);
      const flag = flags.find(({ name, char }) => said === `--${name}` || (char !== undefined && said === `-${char}`));
      if (flag !== undefined) used.add(flag.name);
      if (flag?.takesValue && value === undefined) awaiting = flag;
    }
  }
  return { plain, used, awaiting, isPlain };
}

/** A tool is what can be purged. */
export function isTool(id: string | undefined, config: KnownCommands): boolean {
  return config.findCommand(`${id}:purge`) !== undefined;
}
