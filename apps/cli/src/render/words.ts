import type { FoundBy, Safety, SkipReason } from '@devclean/core';
import type { Look } from './look.js';

/** Why something is left alone, where nobody says it better. */
const skipReasons: Readonly<Record<SkipReason, string>> = {
  'above-allowed-safety': 'needs more than was allowed',
  'not-active': 'a leftover: --leftovers takes it',
  'not-recognised': 'does not look like this cache',
  'outside-home': 'lies outside the home folder',
  protected: 'lies in a protected place',
  'in-use': 'in use now',
  'not-knowable': 'could not be told whether it is in use',
  'too-recent': 'used too recently',
  'enough-freed': 'enough was freed without it',
  'foreign-owner': 'belongs to another user',
  mount: 'another file system is mounted there',
  network: 'lies on a network file system',
  link: 'is a link',
  tripwire: 'holds what no cache should hold',
  unreadable: 'cannot be read',
  'changed-since-plan': 'changed since the plan was made',
  excluded: 'excluded',
  empty: 'empty',
};

/** Why something is left alone: the engine's own words where it has some. */
export function whyLeft(reason: SkipReason, detail: string | undefined): string {
  if (!detail) return skipReasons[reason];
  return reason === 'in-use' ? `${skipReasons[reason]}: ${detail}` : detail;
}

/** What each safety promises, for people. */
export const safetyPromises: Readonly<Record<Safety, string>> = {
  safe: 'comes back by itself',
  costly: 'comes back, with work or time',
  risky: 'something stops working until you act',
};

/** The word in its colour: the colour alone is never the message. */
export function safetyWord(safety: Safety, look: Look): string {
  return painted(safety, safety, look);
}

export function painted(text: string, safety: Safety, { colors }: Look): string {
  if (safety === 'safe') return colors.green(text);
  return safety === 'costly' ? colors.yellow(text) : colors.red(text);
}

/** How a location was found, where that is worth a word: the tool's own default is not. */
export function foundByWords(foundBy: readonly FoundBy[]): string | undefined {
  const words = foundBy
    .filter(({ rule }) => rule !== 'default')
    .map(({ rule, detail }) => `${foundByVerb[rule]} ${detail}`);
  return words.length === 0 ? undefined : words.join(', ');
}

const foundByVerb: Readonly<Record<FoundBy['rule'], string>> = {
  env: 'set by',
  config: 'set by',
  tool: 'named by',
  default: 'by',
  project: 'beside the project',
  mounts: 'on the mount',
};

/** `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[], conjunction = 'and'): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${conjunction} ${words.at(-1)}`;
}

/** The first of many, and how many more. */
export function shortList(words: readonly string[]): string {
  return words.length > 3 ? `${words.slice(0, 2).join(', ')} and ${words.length - 2} more` : listed(words);
}

/** What is there to say, one sentence after the other: a provider's reason may come without its full stop. */
export function sentences(...words: readonly (string | undefined | false)[]): string {
  return words.flatMap((word) => (word ? [/[.!?:]$/.test(word) ? word : `${word}.`] : [])).join(' ');
}

/** `1 file`, `2,345 files`. */
export function counted(count: number, word: string, several = `${word}s`): string {
  return `${grouped(count)} ${count === 1 ? word : several}`;
}

/** `2,345`. */
export function grouped(count: number): string {
  // Not toLocaleString: the first call of it loads a locale, which takes longer than all else that is rendered.
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** A time of a document: to the minute, and whose clock that is. */
export function shownTime(iso: string): string {
  return iso.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d).*Z$/, '$1 $2 UTC');
}

/** A word as a shell takes it. */
export function typed(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** What the class of a tool means that nobody has proven with the tool itself. */
export const documentationOnly = 'Known from documentation, not tried with the real tool: sweep leaves it.';

/** What says when something was used last, in a word beside the day. */
export const lastUseWord = { tool: 'noted', atime: 'read', mtime: 'written' } as const;

const lastUseSources = {
  tool: 'noted by the tool itself',
  atime: 'when files were read',
  mtime: 'when files were written, which tells nothing of reading them',
} as const;

/** What says when entries were used last, most of them first; nothing where nothing says it. */
export function lastUseSentence(counts: ReadonlyMap<keyof typeof lastUseSources, number>): string {
  const known = [...counts].sort(([, a], [, b]) => b - a).map(([from, times]) => `${lastUseSources[from]} (${times})`);
  return known.length === 0 ? '' : `Last use is from: ${known.join(', ')}.`;
}

/** How often each value occurs. */
export function countsOf<Value>(values: Iterable<Value | undefined>): Map<Value, number> {
  const counts = new Map<Value, number>();
  for (const value of values) count(value, counts);
  return counts;
}

/** Counts a value that is there. */
export function count<Value>(value: Value | undefined, counts: Map<Value, number>): void {
  if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
}
