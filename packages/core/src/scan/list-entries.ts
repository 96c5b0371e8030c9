import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
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
import type { KnownProvider, ListEvent, Scan, ScannedLocation } from './scan-result.js';

/** A path of an entry: below an item of its section, or the item itself. */
interface EntryPart {
  readonly path: string;
  /** The section's item that it lies in. */
  readonly item: string;
  readonly tally: Tally;
}

/** An entry as a list of hundreds of thousands keeps it. */
interface Row extends Omit<CacheEntry, 'paths' | 'shared'> {
  /** How many of its parts go only together with all others that have them: the last ones. */
  readonly shared?: number;
}

/** What the entries of one section have in common, and what is known of each, packed. */
interface ListedSection {
  readonly location: ScannedLocation;
  readonly section: FoundSection;
  readonly rows: PackedList<Row>;
  readonly parts: RowParts;
  /** Of each item: where the parts in it are, below it. */
  readonly places: readonly PackedList<string>[];
  /** Of each item: what its parts hold. */
  readonly tallies: readonly TallyList[];
  /** By row. */
  readonly usages: readonly Usage[];
}

/** The parts of each row: the number of an item, and a number among the parts in it. */
class RowParts {
  readonly #numbers: number[] = [];
  readonly #ends: number[] = [];

  push(parts: readonly (readonly [item: number, part: number])[]): void {
    for (const [item, part] of parts) this.#numbers.push(item, part);
    this.#ends.push(this.#numbers.length);
  }

  at<T>(row: number, make: (item: number, part: number) => T): T[] {
    const made: T[] = [];
    for (let at = this.#ends[row - 1] ?? 0; at < (this.#ends[row] ?? 0); at += 2)
      made.push(make(this.#numbers[at] as number, this.#numbers[at + 1] as number));
    return made;
  }
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
    const all = this.#all;
    return all.slice(0, all.length - (this.#row.shared ?? 0));
  }

  /** What goes only together with all others that have it. */
  get shared(): readonly EntryPart[] {
    const all = this.#all;
    return all.slice(all.length - (this.#row.shared ?? 0));
  }

  get report(): EntryReport {
    const { name, version, kind, lastUsed, fileName, nameFrom, origin, remark } = this.#row;
    const all = this.#all;
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

  get #all(): EntryPart[] {
    const { section, parts, places, tallies } = this.#of;
    return parts.at(this.#index, (item, part) => {
      const root = section.paths[item] as string;
      const place = (places[item] as PackedList<string>).at(part);
      return { path: root + place, item: root, tally: (tallies[item] as TallyList).at(part) };
    });
  }
}

/** The entries of a tool's caches, and the rest of the sections that have any. */
export interface EntryListing {
  readonly entries: readonly ListedEntry[];
  readonly unnamed: EntryList['unnamed'];
  /** What the tallies were counted with. */
  readonly links: LinkLedger;
}

export interface ListOptions {
  /** Of a section whether it is listed; without it all are. */
  readonly isAsked?: (section: FoundSection) => boolean;
  readonly onEvent?: ((event: ListEvent) => void) | undefined;
}

/** Milliseconds after which others get their turn. */
const turnMs = 100;

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
  { isAsked = () => true, onEvent }: ListOptions = {},
): Promise<EntryListing> {
  const { provider } = one;
  if (!provider.caches.some(({ entries }) => entries !== undefined)) {
    throw new DevcleanError('NOT_LISTABLE', `What is in the caches of ${provider.title} cannot be named.`, {
      hint: `Run "devclean ${provider.id} info" to see its parts, and "devclean ${provider.id} purge" to clear them.`,
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
      const entriesOf = checked(named, section, kept, one);
      const listed = await listSection(entriesOf, { section, location, links, signal: context.signal, onEvent });
      for (const entry of listed.entries) entries.push(entry);
      unnamed.push({ location: location.found.path, section: section.id, usage: listed.unnamed });
    }
  }
  return { entries, unnamed, links };
}

interface SectionListing {
  readonly section: FoundSection;
  readonly location: ScannedLocation;
  readonly links: LinkLedger;
  readonly signal: AbortSignal;
  readonly onEvent: ((event: ListEvent) => void) | undefined;
}

async function listSection(
  named: AsyncIterable<CacheEntry>,
  { section, location, links, signal, onEvent }: SectionListing,
): Promise<{ entries: ListedEntry[]; unnamed: Usage }> {
  const places = section.paths.map(() => new PackedList<string>());
  const placed = (at: string): [number, number] => {
    const item = section.paths.findIndex((each) => isAtOrBelow(at, each));
    return [item, (places[item] as PackedList<string>).push(at.slice((section.paths[item] as string).length))];
  };
  const rows = new PackedList<Row>();
  const parts = new RowParts();
  const about = { provider: section.provider, section: section.id };
  onEvent?.({ type: 'names', ...about, count: 0 });
  let turnEndsAt = performance.now() + turnMs;
  for await (const { paths, shared = [], ...entry } of named) {
    signal.throwIfAborted();
    rows.push({ ...entry, ...(shared.length > 0 && { shared: shared.length }) });
    parts.push([...paths, ...shared].map(placed));
    if (performance.now() < turnEndsAt) continue;
    onEvent?.({ type: 'names', ...about, count: rows.length });
    await setImmediate(); // for a signal, and for whoever shows how far it is
    turnEndsAt = performance.now() + turnMs;
  }
  const tallies: TallyList[] = [];
  const rest: Tally[] = [];
  let before = { files: 0, allocatedBytes: 0 };
  for (const [item, root] of section.paths.entries()) {
    let sum = before;
    const onProgress = ({ files, allocatedBytes }: { files: number; allocatedBytes: number }) => {
      sum = { files: before.files + files, allocatedBytes: before.allocatedBytes + allocatedBytes };
      onEvent?.({ type: 'sizes', ...about, ...sum });
    };
    const named = pathsBelow(root, places[item] ?? []);
    const measured = await measureTree(root, { parts: named, links, signal, onProgress });
    signal.throwIfAborted();
    before = sum;
    tallies.push(measured.parts);
    rest.push(measured.root);
  }
  /** What each entry holds, and last what no entry does. */
  function* groups(): Generator<readonly Tally[]> {
    for (let row = 0; row < rows.length; row++)
      yield parts.at(row, (item, part) => (tallies[item] as TallyList).at(part));
    yield rest;
  }
  const usages = sharesOf(groups(), links);
  const unnamed = usages.pop() as Usage;
  const listed: ListedSection = { location, section, rows, parts, places, tallies, usages };
  return { entries: usages.map((_, index) => new ListedEntry(listed, index)), unnamed };
}

function* pathsBelow(root: string, places: Iterable<string>): Generator<string> {
  for (const place of places) yield root + place;
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
