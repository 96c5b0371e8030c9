import path from 'node:path';
import {
  createLinkLedger,
  type LinkLedger,
  measureTree,
  sharesOf,
  type Tally,
  type TallyList,
  type Usage,
} from '@devclean/disk';
import { DevcleanError } from '../errors.js';
import type { CacheEntry, FolderCache, FoundSection } from '../provider/cache-provider.js';
import { keptPaths, overlap } from '../provider/kept-paths.js';
import { isAtOrBelow } from '../system/is-at-or-below.js';
import { isoTime } from '../system/iso-time.js';
import { PackedList } from '../system/packed-list.js';
import type { ToolContext } from '../system/tool-context.js';
import type { EntryList, EntryReport } from './entry-list.js';
import type { KnownProvider, Scan, ScannedLocation } from './scan-result.js';

/** A path of an entry: below an item of its section, or the item itself. */
interface EntryPart {
  readonly path: string;
  /** The section's item that it lies in. */
  readonly item: string;
  readonly tally: Tally;
}

/** An entry as a list of hundreds of thousands keeps it: each part by the number of its item, and its own number among the parts in there. */
interface Row extends Omit<CacheEntry, 'paths' | 'shared'> {
  readonly parts: readonly [item: number, part: number][];
  readonly shared?: readonly [item: number, part: number][];
}

/** What the entries of one section have in common, and what is known of each, packed. */
interface ListedSection {
  readonly location: ScannedLocation;
  readonly section: FoundSection;
  readonly rows: PackedList<Row>;
  /** Of each item: where the parts are, below it. */
  readonly places: readonly PackedList<string>[];
  /** Of each item: what the parts hold. */
  readonly tallies: readonly TallyList[];
  /** By row. */
  readonly usages: readonly Usage[];
}

/** An entry with what a plan needs to know of it, put together when it is asked for. */
export class ListedEntry {
  readonly #of: ListedSection;
  readonly #index: number;

  constructor(of: ListedSection, index: number) {
    this.#of = of;
    this.#index = index;
  }

  get location(): ScannedLocation {
    return this.#of.location;
  }

  /** What it takes up that no entry before it does. */
  get usage(): Usage {
    return this.#of.usages[this.#index] as Usage;
  }

  /** What it is made of. */
  get parts(): readonly EntryPart[] {
    return partsAt(this.#row.parts, this.#of);
  }

  /** What goes only together with all others that have it. */
  get shared(): readonly EntryPart[] {
    return partsAt(this.#row.shared ?? [], this.#of);
  }

  get report(): EntryReport {
    const { name, version, kind, lastUsed, fileName, nameFrom, origin, remark, parts, shared = [] } = this.#row;
    const all = partsAt([...parts, ...shared], this.#of);
    return {
      name,
      ...(version !== undefined && { version }),
      kind,
      location: this.#of.section.location,
      section: this.#of.section.id,
      paths: all.map(({ path: at }) => at),
      usage: this.usage,
      ...usedAt(
        lastUsed,
        all.map(({ tally }) => tally),
      ),
      ...(fileName !== undefined && { fileName }),
      ...(nameFrom !== undefined && { nameFrom }),
      ...(origin !== undefined && { origin }),
      ...(remark !== undefined && { remark }),
    };
  }

  get #row(): Row {
    return this.#of.rows.at(this.#index);
  }
}

function partsAt(
  at: Row['parts'],
  { section, places, tallies }: Pick<ListedSection, 'section' | 'places' | 'tallies'>,
): EntryPart[] {
  return at.map(([item, part]) => {
    const root = section.paths[item] as string;
    return {
      path: root + (places[item] as PackedList<string>).at(part),
      item: root,
      tally: (tallies[item] as TallyList).at(part),
    };
  });
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
 * Names what lies in the recognised caches of one tool, as far as its provider can, and measures it. Throws `NOT_LISTABLE` where the
 * provider names nothing in any cache, `BAD_PROVIDER` for an answer that goes beyond what was asked.
 */
export async function listEntries(found: Scan, one: KnownProvider, context: ToolContext): Promise<EntryListing> {
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
    for (const section of location.sections) {
      const named = await provider.entries(section, context);
      if (named === undefined) continue;
      const listed = await listSection(checked(named, section, kept, one), section, location, links, context);
      for (const entry of listed.entries) entries.push(entry);
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
): Promise<{ entries: ListedEntry[]; unnamed: Usage }> {
  const places = section.paths.map(() => new PackedList<string>());
  const placed = (at: string): [number, number] => {
    const item = section.paths.findIndex((each) => isAtOrBelow(at, each));
    return [item, (places[item] as PackedList<string>).push(at.slice((section.paths[item] as string).length))];
  };
  const rows = new PackedList<Row>();
  for await (const { paths, shared, ...entry } of named) {
    signal.throwIfAborted();
    rows.push({ ...entry, parts: paths.map(placed), ...(shared !== undefined && { shared: shared.map(placed) }) });
  }
  const tallies: TallyList[] = [];
  const rest: Tally[] = [];
  for (const [item, root] of section.paths.entries()) {
    const measured = await measureTree(root, { parts: pathsBelow(root, places[item] ?? []), links, signal });
    signal.throwIfAborted();
    tallies.push(measured.parts);
    rest.push(measured.root);
  }
  const usages = sharesOf(groupsOf(rows, tallies, rest), links);
  const unnamed = usages.pop() as Usage;
  const listed: ListedSection = { location, section, rows, places, tallies, usages };
  return { entries: usages.map((_, index) => new ListedEntry(listed, index)), unnamed };
}

function* pathsBelow(root: string, places: Iterable<string>): Generator<string> {
  for (const place of places) yield root + place;
}

/** What each entry holds, and last what no entry does. */
function* groupsOf(
  rows: Iterable<Row>,
  tallies: readonly TallyList[],
  rest: readonly Tally[],
): Generator<readonly Tally[]> {
  for (const { parts, shared = [] } of rows)
    yield [...parts, ...shared].map(([item, part]) => (tallies[item] as TallyList).at(part));
  yield rest;
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
