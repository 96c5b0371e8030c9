import type {
  EntryList,
  EntryReport,
  LocationReport,
  ProviderReport,
  Safety,
  ScanReport,
  SectionReport,
  Usage,
} from '@devclean/core';
import { commandLine, isObeyed, visibleText } from './command-words.js';

/**
 * What the page draws, as it lies in the file. Texts are harmless already: nothing in them that a person would not see. Entries are
 * columns, because fifty thousand objects would repeat every key fifty thousand times.
 */
export interface MapData {
  readonly format: 1;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly figures: Figures;
  readonly tools: readonly MapTool[];
  /** What is not in it, and why. */
  readonly remarks: readonly string[];
}

/** Bytes that removing it gives back, bytes on the disk, bytes of the files' lengths, files; and 1 where that is the least. */
export type Figures = readonly [reclaimable: number, allocated: number, apparent: number, files: number, atLeast?: 1];

export interface MapTool {
  readonly id: string;
  readonly title: string;
  readonly figures: Figures;
  readonly locations: readonly MapLocation[];
  readonly remarks: readonly string[];
  readonly command?: string;
}

export interface MapLocation {
  readonly path: string;
  readonly figures: Figures;
  readonly sections: readonly MapSection[];
  /** In no section: never removed. */
  readonly rest: Figures;
  readonly remarks: readonly string[];
  readonly command?: string;
}

export interface MapSection {
  readonly id: string;
  readonly title: string;
  readonly safety: Safety;
  readonly cost: string;
  readonly figures: Figures;
  readonly used?: LastUse;
  readonly command?: string;
  readonly entries?: MapEntries;
}

type Witness = 'tool' | 'atime' | 'mtime';

/** Days since 1970, and what says so. */
export type LastUse = readonly [day: number, from: Witness];

/** The entries of a section in columns, the one that gives back most first. */
export interface MapEntries {
  /** Flags of `devclean TOOL remove` that keep it to this section and location; nothing where it would not take them. */
  readonly flags?: readonly string[];
  readonly names: readonly string[];
  /** 0: it has none. */
  readonly versions: readonly (string | 0)[];
  /** How much less each gives back than the one before it; before the first, nothing does. */
  readonly less: readonly number[];
  /** Bytes on the disk beyond those that come back. */
  readonly linked: readonly number[];
  /** Bytes on the disk beyond the lengths of the files: negative where files have holes. */
  readonly slack: readonly number[];
  readonly files: readonly number[];
  /** Days of the last use since the day before `sinceDay`; 0: not known. */
  readonly days: readonly number[];
  readonly sinceDay: number;
  /** Of `types`. */
  readonly type: readonly number[];
  /** What kind it is, what says when it was used, what else to know. */
  readonly types: readonly (readonly [kind: string, from: Witness | '', remark: string])[];
  /** Positions of those whose name is shown otherwise than it is, because a person would not see all of it. */
  readonly masked: readonly number[];
  /** Those that are too many to be named. */
  readonly smaller?: { readonly count: number; readonly figures: Figures };
  /** What has no name. */
  readonly unnamed?: Figures;
}

export interface MapOptions {
  /** Shown as `~`. */
  readonly home?: string;
  /** Entries that are in the map by name: the largest. */
  readonly mostEntries?: number;
  /** What the reader should know of this map beside what the report says. */
  readonly remarks?: readonly string[];
}

/** The page stays quick, and the file small enough to send. */
const defaultMostEntries = 50_000;

const dayMs = 24 * 60 * 60 * 1000;

/** The data of a map of what a scan found, with the entries of the tools that have lists. Pure. */
export function mapData(report: ScanReport, lists: readonly EntryList[] = [], options: MapOptions = {}): MapData {
  const { mostEntries = defaultMostEntries, remarks = [] } = options;
  const tools = report.providers.filter(({ state }) => state === 'found');
  const failed = report.providers.filter(({ state }) => state === 'failed');
  const listed = new Map(tools.map(({ id }) => [id, listedOf(lists.filter(({ provider }) => provider === id))]));
  const groups = [...listed.values()].flatMap(({ sections }) => [...sections.values()].flat());
  const named = new Set(groups.sort(byGain).slice(0, mostEntries));
  return {
    format: 1,
    startedAt: report.startedAt,
    figures: figuresOf(report.totals),
    tools: tools.map((tool) => toolOf(tool, { listed: listed.get(tool.id) as Listed, named, ...options })),
    remarks: [
      ...failed.map(
        ({ title, error }) => `${title} could not be looked at: ${error?.message ?? 'its provider failed.'}`,
      ),
      ...remarks,
    ].map(visibleText),
  };
}

/** How many entries stand in a map by name, and how many are only counted. */
export function countEntries({ tools }: MapData): { readonly named: number; readonly aggregated: number } {
  const all = tools.flatMap(({ locations }) => locations.flatMap(({ sections }) => sections));
  return {
    named: all.reduce((sum, { entries }) => sum + (entries?.names.length ?? 0), 0),
    aggregated: all.reduce((sum, { entries }) => sum + (entries?.smaller?.count ?? 0), 0),
  };
}

interface Surroundings extends MapOptions {
  readonly listed: Listed;
  /** Who is in the map by name. */
  readonly named: ReadonlySet<Group>;
}

/** The lists of a tool, by location and section. */
interface Listed {
  readonly sections: ReadonlyMap<string, readonly Group[]>;
  readonly unnamed: ReadonlyMap<string, Usage>;
}

/** What one command removes: the entries of one name and version, whatever kinds they are of. */
interface Group {
  readonly name: string;
  readonly version: string | undefined;
  readonly figures: Figures;
  readonly kinds: readonly string[];
  readonly used: LastUse | undefined;
  readonly remark: string;
}

const placeKey = (location: string | null, section: string) => JSON.stringify([location, section]);
const byGain = (a: { readonly figures: Figures }, b: { readonly figures: Figures }) => b.figures[0] - a.figures[0];

/** Whatever order a list comes in, the map is the same. */
function bySizeAndName(a: Group, b: Group): number {
  const [one, other] = [`${a.name}@${a.version ?? ''}`, `${b.name}@${b.version ?? ''}`];
  return byGain(a, b) || Number(one > other) - Number(one < other);
}

function listedOf(lists: readonly EntryList[]): Listed {
  const places = new Map<string, Map<string, EntryReport[]>>();
  for (const entry of lists.flatMap(({ entries }) => entries)) {
    const place = placeKey(entry.location, entry.section);
    const byName = places.get(place) ?? new Map<string, EntryReport[]>();
    const key = JSON.stringify([entry.name, entry.version, entry.kind === 'index']);
    const same = byName.get(key);
    if (same === undefined) byName.set(key, [entry]);
    else same.push(entry);
    places.set(place, byName);
  }
  const sections = [...places].map(
    ([place, byName]) => [place, [...byName.values()].map(groupOf).sort(bySizeAndName)] as const,
  );
  const unnamed = lists.flatMap((list) =>
    list.unnamed.map(({ location, section, usage }) => [placeKey(location, section), usage] as const),
  );
  return { sections: new Map(sections), unnamed: new Map(unnamed) };
}

function groupOf(entries: readonly EntryReport[]): Group {
  const [{ name, version }] = entries as readonly [EntryReport];
  const uses = entries.map(lastUseOf).filter((used) => used !== undefined);
  return {
    name,
    version,
    figures: sumOf(entries.map(({ usage }) => figuresOf(usage))),
    kinds: [...new Set(entries.map(({ kind }) => kind))],
    used: uses.length === 0 ? undefined : uses.reduce((newest, use) => (use[0] > newest[0] ? use : newest)),
    remark: [...new Set(entries.flatMap(({ remark }) => remark ?? []))].join(' '),
  };
}

function toolOf(tool: ProviderReport, around: Surroundings): MapTool {
  const { id, title, knownFrom, usage, locations } = tool;
  const isTaken = locations.some((location) => location.active && isPurged(location));
  return {
    id,
    title: visibleText(title),
    figures: figuresOf(usage),
    locations: locations.map((location) => locationOf(location, tool, around)).sort(byGain),
    remarks: knownFrom
      ? ['Known from documentation, not tried with the real tool: cleared only when it is named.']
      : [],
    ...(isTaken && command(['devclean', id, 'purge'])),
  };
}

/** What devclean would take of it if it were asked to, and a command can name. */
function isRemovable({ state, pathBase64, sections }: LocationReport): boolean {
  return state === 'recognised' && pathBase64 === undefined && sections.length > 0;
}

/** What naming the tool takes: risky parts have to be named themselves. */
function isPurged(location: LocationReport): boolean {
  return isRemovable(location) && location.sections.some(({ safety }) => safety !== 'risky');
}

function locationOf(location: LocationReport, tool: ProviderReport, around: Surroundings): MapLocation {
  const isOnly = location.active && tool.locations.filter(isRemovable).length === 1;
  const named = isOnly || location.path === null ? [] : ['--location', location.path];
  const isTaken = isPurged(location);
  return {
    path: shownPath(location, tool.title, around.home),
    figures: figuresOf(location.usage),
    rest: figuresOf(location.unaccounted),
    sections: location.sections.map((section) => sectionOf(section, location, tool, around)).sort(byGain),
    remarks: remarksOn(location).map(visibleText),
    ...(isTaken && command(['devclean', tool.id, 'purge', ...named])),
  };
}

function shownPath({ path }: LocationReport, title: string, home: string | undefined): string {
  if (path === null) return `kept by ${visibleText(title)} itself`;
  const isHome = home !== undefined && (path === home || path.startsWith(`${home}/`));
  return visibleText(isHome ? `~${path.slice(home.length)}` : path);
}

const stateRemarks: Readonly<Record<LocationReport['state'], string>> = {
  recognised: '',
  unrecognised: 'It does not look like this tool’s cache: devclean leaves it alone.',
  protected: 'It lies in a protected place: devclean leaves it alone.',
  unreadable: 'It cannot be read.',
  empty: 'It is empty.',
};

function remarksOn({ active, state, inUse, holders, measuredBy }: LocationReport): string[] {
  const who = holders.map(({ detail, pid }) => (pid === undefined ? detail : `${detail} (process ${pid})`)).join(', ');
  return [
    stateRemarks[state],
    active ? '' : 'A leftover: no installation uses it now.',
    inUse === 'yes' ? `In use by ${who}: what is in use is left alone.` : '',
    inUse === 'unknown' ? 'It could not be told whether it is in use.' : '',
    measuredBy ? `Sizes as “${measuredBy}” tells them.` : '',
  ].filter((remark) => remark !== '');
}

function sectionOf(
  section: SectionReport,
  location: LocationReport,
  tool: ProviderReport,
  around: Surroundings,
): MapSection {
  const { id, title, safety, cost, because, usage } = section;
  const used = lastUseOf(section);
  const places = tool.locations.filter((one) => isRemovable(one) && one.sections.some((other) => other.id === id));
  const isOnly = location.active && places.length === 1;
  const named = isOnly || location.path === null ? [] : ['--location', location.path];
  // What is known from documentation a sweep leaves.
  const words = tool.knownFrom ? [tool.id, 'purge', '--section', id] : ['sweep', '--section', `${tool.id}/${id}`];
  const { listed, named: inMap } = around;
  const place = placeKey(location.path, id);
  const groups = listed.sections.get(place);
  const unnamed = listed.unnamed.get(place);
  const needsSection = listed.sections.size > 1 || safety === 'risky';
  const isTaken = isRemovable(location);
  const flags = isTaken ? { flags: [...(needsSection ? ['--section', id] : []), ...named] } : {};
  return {
    id,
    title: visibleText(title),
    safety,
    cost: visibleText(sentences(because, cost)),
    figures: figuresOf(usage),
    ...(used && { used }),
    ...(isTaken && command(['devclean', ...words, ...named])),
    ...((groups ?? unnamed) && {
      entries: { ...flags, ...columnsOf(groups ?? [], inMap), ...(unnamed && restOf(unnamed)) },
    }),
  };
}

function restOf(usage: Usage): Pick<MapEntries, 'unnamed'> {
  return usage.allocatedBytes === 0 && usage.files === 0 ? {} : { unnamed: figuresOf(usage) };
}

function columnsOf(groups: readonly Group[], inMap: ReadonlySet<Group>): MapEntries {
  const named = groups.filter((group) => inMap.has(group));
  const smaller = groups.slice(named.length);
  const days = named.flatMap(({ used }) => used?.[0] ?? []);
  const sinceDay = days.reduce((first, day) => Math.min(first, day), Number.POSITIVE_INFINITY);
  const types = new Map<string, number>();
  const typeOf = ({ kinds, used, remark }: Group): number => {
    const type = JSON.stringify([visibleText(kinds.join(', ')), used?.[1] ?? '', visibleText(remark)]);
    const known = types.get(type) ?? types.size;
    types.set(type, known);
    return known;
  };
  return {
    names: named.map(({ name }) => visibleText(name)),
    versions: named.map(({ version }) => (version === undefined ? 0 : visibleText(version))),
    less: named.map(({ figures }, index) => (named[index - 1]?.figures[0] ?? 0) - figures[0]),
    linked: named.map(({ figures: [reclaimable, allocated] }) => allocated - reclaimable),
    slack: named.map(({ figures: [, allocated, apparent] }) => allocated - apparent),
    files: named.map(({ figures }) => figures[3]),
    days: named.map(({ used }) => (used === undefined ? 0 : used[0] - sinceDay + 1)),
    sinceDay: days.length === 0 ? 0 : sinceDay,
    type: named.map(typeOf),
    types: [...types.keys()].map((type) => JSON.parse(type)),
    masked: named.flatMap(({ name, version = '' }, index) => (isObeyed(name + version) ? [index] : [])),
    ...(smaller.length > 0 && {
      smaller: { count: smaller.length, figures: sumOf(smaller.map(({ figures }) => figures)) },
    }),
  };
}

function lastUseOf(one: Pick<EntryReport, 'lastUsedAt' | 'lastUsedFrom'>): LastUse | undefined {
  const { lastUsedAt, lastUsedFrom } = one;
  const at = lastUsedAt === undefined ? Number.NaN : Date.parse(lastUsedAt);
  return Number.isNaN(at) || lastUsedFrom === undefined ? undefined : [Math.floor(at / dayMs), lastUsedFrom];
}

function figuresOf({ reclaimableBytes, allocatedBytes, apparentBytes, files, complete }: Usage): Figures {
  const figures = [reclaimableBytes, allocatedBytes, apparentBytes, files] as const;
  return complete ? figures : [...figures, 1];
}

function sumOf(all: readonly Figures[]): Figures {
  const sum = (index: 0 | 1 | 2 | 3) => all.reduce((total, figures) => total + figures[index], 0);
  const figures = [sum(0), sum(1), sum(2), sum(3)] as const;
  return all.some(([, , , , atLeast]) => atLeast) ? [...figures, 1] : figures;
}

function sentences(...words: readonly (string | undefined)[]): string {
  return words.flatMap((word) => (word ? [/[.!?:]$/.test(word) ? word : `${word}.`] : [])).join(' ');
}

function command(words: readonly string[]): { readonly command: string } | undefined {
  const line = commandLine(words);
  return line === undefined ? undefined : { command: line };
}
