import path from 'node:path';
import { createLinkLedger, type LinkLedger, measureTree, sharesOf, type Tally, usageOf } from '@devclean/disk';
import { DevcleanError } from '../errors.js';
import type { CacheEntry, FolderCache, FoundSection } from '../provider/cache-provider.js';
import { keptPaths, overlap } from '../provider/kept-paths.js';
import { isAtOrBelow } from '../system/is-at-or-below.js';
import { isoTime } from '../system/iso-time.js';
import type { ToolContext } from '../system/tool-context.js';
import type { EntryList, EntryReport } from './entry-list.js';
import type { KnownProvider, Scan, ScannedLocation } from './scan-result.js';

/** An entry with what a plan needs to know of it. */
export interface ListedEntry {
  readonly report: EntryReport;
  readonly location: ScannedLocation;
  /** What it is made of. */
  readonly parts: readonly EntryPart[];
  /** What goes only together with all others that have it. */
  readonly shared: readonly EntryPart[];
}

/** A path of an entry: below an item of its section, or the item itself. */
interface EntryPart {
  readonly path: string;
  /** The section's item that it lies in. */
  readonly item: string;
  readonly tally: Tally;
}

/** The entries of a tool's caches, and the rest of the sections that have any. */
export interface EntryListing {
  readonly entries: readonly ListedEntry[];
  readonly unnamed: EntryList['unnamed'];
  /** What the tallies were counted with. */
  readonly links: LinkLedger;
}

/** Entries of a provider's, beyond which something is wrong with it. */
const mostEntries = 2_000_000;

/**
 * Names what lies in the recognised caches of one tool, or in those of its sections that are asked for, as far as its provider can, and measures it. Throws `NOT_LISTABLE` where the
 * provider names nothing in any cache, `BAD_PROVIDER` for an answer that goes beyond what was asked.
 */
export async function listEntries(
  found: Scan,
  one: KnownProvider,
  context: ToolContext,
  isAsked: (section: FoundSection) => boolean = () => true,
): Promise<EntryListing> {
  const { provider } = one;
  if (!provider.caches.some(({ entries }) => entries !== undefined)) {
    throw new DevcleanError('NOT_LISTABLE', `What is in the caches of ${provider.title} cannot be named.`, {
      hint: `"devclean ${provider.id} info" shows its parts, and "devclean ${provider.id} purge" clears them.`,
    });
  }
  const links = createLinkLedger();
  const entries: ListedEntry[] = [];
  const unnamed: EntryList['unnamed'] = [];
  for (const location of found.locations) {
    if (location.found.provider !== provider.id || location.report.state !== 'recognised') continue;
    const cache = provider.caches.find(({ id }) => id === location.found.cache) as FolderCache;
    const kept = keptPaths(cache, location.found.path, context.uid);
    for (const section of location.sections.filter(isAsked)) {
      const named = await provider.entries(section, context);
      if (named === undefined) continue;
      const listed = await listSection(checked(named, section, kept, one), section, location, links, context);
      entries.push(...listed.entries);
      unnamed.push({ location: location.found.path, section: section.id, usage: listed.unnamed });
    }
  }
  return { entries, unnamed, links };
}

async function listSection(
  named: AsyncIterable<CacheEntry>,
  section: FoundSection,
  location: ScannedLocation,
  links: LinkLedger,
  { signal }: ToolContext,
): Promise<{ entries: ListedEntry[]; unnamed: EntryReport['usage'] }> {
  const found: CacheEntry[] = [];
  for await (const entry of named) {
    signal.throwIfAborted();
    found.push(entry);
  }
  const itemOf = (at: string) => section.paths.find((item) => isAtOrBelow(at, item)) as string;
  const paths = [...new Set(found.flatMap(({ paths: own, shared = [] }) => [...own, ...shared]))];
  const tallies = new Map<string, Tally>();
  const rest: Tally[] = [];
  for (const item of section.paths) {
    const parts = paths.filter((at) => itemOf(at) === item);
    const measured = await measureTree(item, { parts, links, signal });
    signal.throwIfAborted();
    parts.forEach((at, index) => {
      tallies.set(at, measured.parts[index] as Tally);
    });
    rest.push(measured.root);
  }
  const partsAt = (at: readonly string[]): EntryPart[] =>
    at.map((each) => ({ path: each, item: itemOf(each), tally: tallies.get(each) as Tally }));
  const made = found.map((entry) => ({
    entry,
    parts: partsAt(entry.paths),
    shared: partsAt(entry.shared ?? []),
  }));
  const groups = made.map(({ parts, shared }) => [...parts, ...shared].map(({ tally }) => tally));
  const shares = sharesOf([...groups, rest], links);
  const entries = made.map(({ entry, parts, shared }, index): ListedEntry => {
    const { name, version, kind, lastUsed, fileName, nameFrom, origin, remark } = entry;
    const report: EntryReport = {
      name,
      ...(version !== undefined && { version }),
      kind,
      location: section.location,
      section: section.id,
      paths: [...entry.paths, ...(entry.shared ?? [])],
      usage: shares[index] as EntryReport['usage'],
      ...usedAt(lastUsed, groups[index] as Tally[]),
      ...(fileName !== undefined && { fileName }),
      ...(nameFrom !== undefined && { nameFrom }),
      ...(origin !== undefined && { origin }),
      ...(remark !== undefined && { remark }),
    };
    return { report, location, parts, shared };
  });
  return { entries, unnamed: shares.at(-1) ?? usageOf(rest, links) };
}

function usedAt(
  known: CacheEntry['lastUsed'],
  tallies: readonly Tally[],
): Pick<EntryReport, 'lastUsedAt' | 'lastUsedFrom'> {
  if (known !== undefined) return { lastUsedAt: known.at, lastUsedFrom: known.from };
  const [newest] = tallies.flatMap(({ newestUse }) => newestUse ?? []).sort((a, b) => b.atMs - a.atMs);
  return newest === undefined ? {} : { lastUsedAt: isoTime(newest.atMs), lastUsedFrom: newest.from };
}

/** A provider may be anybody's object: its answers are copied as data, and paths must lie in the section. */
async function* checked(
  named: AsyncIterable<CacheEntry>,
  section: FoundSection,
  kept: readonly string[],
  { provider }: KnownProvider,
): AsyncGenerator<CacheEntry> {
  const wrong = (what: string) =>
    new DevcleanError('BAD_PROVIDER', `The provider "${provider.id}" ${what}.`, { hint: 'Tell its authors.' });
  let count = 0;
  const pathIn = (at: unknown): string => {
    if (typeof at !== 'string' || path.resolve(at) !== at)
      throw wrong(`names an entry at ${at}, which is no plain path`);
    if (!section.paths.some((item) => isAtOrBelow(at, item)))
      throw wrong(`names an entry at ${at}, which is not in ${section.id} of ${section.location}`);
    if (kept.some((other) => overlap(at, other))) throw wrong(`names an entry at ${at}, which is kept`);
    return at;
  };
  for await (const { name, version, kind, paths, shared, lastUsed, fileName, nameFrom, origin, remark } of named) {
    if (++count > mostEntries) throw wrong(`names more than ${mostEntries} entries`);
    yield {
      name: String(name),
      ...(version !== undefined && { version: String(version) }),
      kind: String(kind),
      paths: [...paths].map(pathIn),
      ...(shared !== undefined && { shared: [...shared].map(pathIn) }),
      ...(lastUsed !== undefined && { lastUsed: { at: String(lastUsed.at), from: lastUsed.from } }),
      ...(fileName !== undefined && { fileName: String(fileName) }),
      ...(nameFrom !== undefined && { nameFrom: String(nameFrom) }),
      ...(origin !== undefined && { origin: String(origin) }),
      ...(remark !== undefined && { remark: String(remark) }),
    };
  }
}
