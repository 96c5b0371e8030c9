import {
  DevcleanError,
  type EntryListing,
  type EntrySelector,
  isSelected,
  type KnownProvider,
  type ListedEntry,
  parseSelector,
} from '@devclean/core';
import { nearest } from '../nearest.js';

/**
 * The entries that were asked for by name, in the listing's order. Throws `BAD_ARGUMENT` for what is no name, and `NO_SUCH_ENTRY`
 * when one of the names matches nothing.
 */
export function selectEntries(
  { provider }: KnownProvider,
  { entries }: EntryListing,
  words: readonly string[],
): readonly ListedEntry[] {
  const namesOf = ({ location }: ListedEntry) => provider.caches.find(({ id }) => id === location.found.cache)?.names;
  const selected = new Set<ListedEntry>();
  for (const word of words) {
    // Each cache of a tool has its own way of writing names.
    const selectors = new Map(provider.caches.map(({ names }) => [names, parseSelector(word, names)]));
    if (![...selectors.values()].some((selector) => selector !== undefined)) throw notAName(word);
    const matching = entries.filter((entry) => {
      const names = namesOf(entry);
      const selector: EntrySelector | undefined = selectors.get(names);
      return selector !== undefined && isSelected(entry.report, selector, names);
    });
    if (matching.length === 0) throw noSuchEntry(word, provider.id, entries);
    for (const entry of matching) selected.add(entry);
  }
  return entries.filter((entry) => selected.has(entry));
}

function notAName(word: string): DevcleanError {
  return new DevcleanError('BAD_ARGUMENT', `"${word}" is no name of something to look for.`, {
    hint: 'Give NAME or NAME@VERSION; * in it stands for anything.',
  });
}

function noSuchEntry(word: string, tool: string, entries: readonly ListedEntry[]): DevcleanError {
  const names = [...new Set(entries.map(({ report }) => report.name))];
  const [name = word, version] = word.split(/==|(?<=.)@/);
  const versions = entries.flatMap(({ report }) => (report.name === name && report.version) || []);
  const suggestion = nearest(name, names);
  const hint =
    version !== undefined && versions.length > 0
      ? `Choose a version of it that there is: ${[...new Set(versions)].slice(0, 5).join(', ')}.`
      : suggestion && suggestion !== name
        ? `Did you mean "${suggestion}"?`
        : `Run "devclean ${tool} list" to see what there is.`;
  return new DevcleanError('NO_SUCH_ENTRY', `Nothing called "${word}" is in the caches of ${tool}.`, { hint });
}
