import {
  type Explanation,
  explanationOf,
  type KnownProvider,
  type NamedPart,
  type Platform,
  type ProviderReport,
  type PurgePlan,
  type PurgeRequest,
  type PurgeStep,
  planPurge,
  type Refusal,
  type Safety,
  type Scan,
  type ScannedLocation,
  type ScannedManaged,
  type SectionReport,
} from '@devclean/core';
import { typed, whyLeft } from '../render/words.js';
import type { Destination } from '../verbs/destination-flags.js';

/** A tool with what can be ticked of it, and what cannot and why. */
export interface PickableTool {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  /** What is known of it whatever the machine; of one section, where that is named. */
  readonly explain: (section?: string) => Explanation;
  readonly knownFrom?: 'documentation';
  readonly places: readonly PickablePlace[];
}

/** One location of a tool's, or what only the tool itself can reach. */
export interface PickablePlace {
  readonly key: string;
  readonly path: string | null;
  readonly leftover: boolean;
  /** It counts as named with `--location` when something of it is ticked. */
  readonly isNamed: boolean;
  /** Why nothing of it can be ticked. */
  readonly blocked?: string;
  /** Bytes that it takes up. */
  readonly size: number;
  readonly parts: readonly PickablePart[];
}

/** A section of one location: what a tick is for. */
export interface PickablePart {
  readonly key: string;
  readonly named: NamedPart;
  readonly title: string;
  /** Bytes that come back when it goes. */
  readonly gain: number;
  /** The tool's own command may leave some of it. */
  readonly isMost: boolean;
  /** Bytes that it takes up. */
  readonly size: number;
  readonly files: number;
  readonly safety: Safety;
  readonly cost: string;
  readonly because?: string;
  readonly lastUsedAt?: string;
  readonly lastUsedFrom?: 'tool' | 'atime' | 'mtime';
  readonly paths: readonly string[];
  /** Why it cannot be ticked. */
  readonly blocked?: string;
  /** Why some of it stays although the rest goes. */
  readonly partly?: string;
  /** What `devclean sweep` takes. */
  readonly isSwept: boolean;
  /** Keys of all that goes only together with it, itself among them: one command of the tool's clears them. */
  readonly together: readonly string[];
  /** The tool's own command that clears it, where devclean does not do it itself. */
  readonly runs?: string;
}

const nothingElse = { sections: [], leftovers: false, locations: [], contexts: [], exclude: [] };

/** The request that a tick leads to: these parts, and nothing else. */
export function requestOf(parts: readonly NamedPart[], destination: Destination = {}): PurgeRequest {
  return { ...nothingElse, parts, allow: 'safe', ...destination };
}

export interface PickableOptions {
  readonly destination?: Destination;
  readonly platform: Platform;
}

/** What a scan found, as a person picks from it: the tools that give most on top. */
export function pickableTools(
  scan: Scan,
  known: readonly KnownProvider[],
  { destination = {}, platform }: PickableOptions,
): readonly PickableTool[] {
  const places = [...scan.locations.map(folderPlace), ...(scan.managed ?? []).map(managedPlace)];
  const all = places.flatMap(({ refusal, provider, report }) =>
    refusal === undefined
      ? report.sections.map((section): NamedPart => ({ provider, location: report.path, section: section.id }))
      : [],
  );
  const plan = planPurge(scan, known, requestOf(all, destination));
  const facts: Facts = {
    known,
    platform,
    all: plan,
    stepsByPart: byPart(plan.steps),
    swept: new Set(
      planPurge(scan, known, { ...nothingElse, allow: 'safe', onlyProven: true, ...destination }).steps.map(keyOf),
    ),
  };
  const tools = scan.report.providers.flatMap((report): PickableTool[] => {
    const own = places.filter(({ provider }) => provider === report.id);
    const shown = [...own.flatMap((place) => pickablePlace(place, facts)), ...failedPlace(report)];
    return shown.length === 0 ? [] : [{ ...cardOf(report, facts), places: shown.sort(moreFirst) }];
  });
  return tools.sort((a, b) => gainOfTool(b) - gainOfTool(a) || sizeOfTool(b) - sizeOfTool(a));
}

interface Facts {
  readonly known: readonly KnownProvider[];
  readonly platform: Platform;
  /** What would go if all were ticked that can be. */
  readonly all: PurgePlan;
  /** Its steps, by the keys of their parts. */
  readonly stepsByPart: ReadonlyMap<string, readonly PurgeStep[]>;
  readonly swept: ReadonlySet<string>;
}

interface Place {
  readonly provider: string;
  readonly report: ScannedLocation['report'];
  readonly isNamed: boolean;
  /** Why it cannot be ticked: a leftover that only has to be named can. */
  readonly refusal?: Refusal | undefined;
}

function folderPlace({ found, report, refusal }: ScannedLocation): Place {
  const isNamed = refusal?.reason === 'not-active' && refusal.unlessNamed;
  return {
    provider: found.provider,
    report,
    isNamed,
    refusal: isNamed ? undefined : refusal,
  };
}

function managedPlace({ provider, report, refusal }: ScannedManaged): Place {
  return { provider, report, isNamed: false, refusal };
}

export function keyOf({ provider, location, section }: NamedPart): string {
  return [provider, location ?? '', section].join('\0');
}

function pickablePlace({ provider, report, isNamed, refusal }: Place, facts: Facts): PickablePlace[] {
  const { path, active, state, usage } = report;
  const key = keyOf({ provider, location: path, section: '' });
  const leftover = !active;
  const about = { key, path, leftover, isNamed, size: usage.allocatedBytes };
  if (refusal !== undefined) {
    if (refusal.reason === 'empty') return [];
    const words = whyLeft(refusal.reason, refusal.detail);
    return [{ ...about, blocked: refusal.hint ? `${words}. ${refusal.hint}` : words, parts: [] }];
  }
  if (state === 'empty') return [];
  const parts = report.sections
    .filter(({ usage: { files, allocatedBytes } }) => files > 0 || allocatedBytes > 0)
    .map((section) => pickablePart(section, { provider, location: path }, facts));
  return parts.length === 0 ? [] : [{ ...about, parts: parts.sort((a, b) => b.gain - a.gain || b.size - a.size) }];
}

function pickablePart(
  { id, title, safety, cost, because, lastUsedAt, lastUsedFrom, paths, usage }: SectionReport,
  { provider, location }: Omit<NamedPart, 'section'>,
  { all, stepsByPart, swept }: Facts,
): PickablePart {
  const named = { provider, location, section: id };
  const key = keyOf(named);
  const steps = stepsByPart.get(key) ?? [];
  const skip = all.skipped.find(
    (one) =>
      one.provider === provider &&
      (one.section === undefined || one.section === id) &&
      (one.path === (location ?? '') || paths.includes(one.path)),
  );
  const words = skip && whyLeft(skip.reason, skip.detail);
  const argv = steps.find(({ kind }) => kind === 'command')?.argv;
  return {
    key,
    named,
    title,
    gain: steps.reduce((sum, { expected }) => sum + expected.reclaimableBytes, 0),
    isMost: steps.some(({ leaves }) => leaves !== undefined),
    size: usage.allocatedBytes,
    files: usage.files,
    safety,
    cost,
    ...(because !== undefined && { because }),
    ...(lastUsedAt !== undefined && { lastUsedAt }),
    ...(lastUsedFrom !== undefined && { lastUsedFrom }),
    paths,
    ...(steps.length === 0 && { blocked: words ?? 'it goes with another part, or is empty' }),
    ...(steps.length > 0 && words !== undefined && { partly: words }),
    isSwept: swept.has(key),
    together: argv === undefined ? [key] : togetherIn(all.steps, named, argv),
    ...(argv && { runs: argv.map(typed).join(' ') }),
  };
}

function byPart(steps: readonly PurgeStep[]): ReadonlyMap<string, readonly PurgeStep[]> {
  const parts = new Map<string, PurgeStep[]>();
  for (const step of steps) {
    const key = keyOf(step);
    const part = parts.get(key);
    if (part) part.push(step);
    else parts.set(key, [step]);
  }
  return parts;
}

function togetherIn(steps: readonly PurgeStep[], { provider, location }: NamedPart, argv: readonly string[]): string[] {
  const isSame = (step: PurgeStep) =>
    step.provider === provider && step.location === location && step.argv?.join('\0') === argv.join('\0');
  return [...new Set(steps.filter(isSame).map((step) => keyOf(step)))];
}

function failedPlace({ id, state, error }: ProviderReport): PickablePlace[] {
  if (state !== 'failed') return [];
  const blocked = `could not be looked at: ${error?.message ?? 'nobody knows why'}`;
  return [{ key: `${id}\0failed`, path: null, leftover: false, isNamed: false, size: 0, blocked, parts: [] }];
}

function cardOf({ id, title, knownFrom }: ProviderReport, { known, platform }: Facts): Omit<PickableTool, 'places'> {
  const provider = known.find((one) => one.provider.id === id)?.provider;
  return {
    id,
    title,
    summary: provider?.summary ?? '',
    explain: (section) =>
      provider === undefined
        ? { id, title, homepage: '', summary: '', caches: [] }
        : explanationOf(provider, platform, section),
    ...(knownFrom && { knownFrom }),
  };
}

function moreFirst(a: PickablePlace, b: PickablePlace): number {
  return Number(a.leftover) - Number(b.leftover) || gainOfPlace(b) - gainOfPlace(a) || b.size - a.size;
}

/** Bytes that come back when all of a place goes that can. */
export function gainOfPlace({ parts }: PickablePlace): number {
  return parts.reduce((sum, { gain }) => sum + gain, 0);
}

/** Bytes that come back when all of a tool goes that can. */
export function gainOfTool({ places }: Pick<PickableTool, 'places'>): number {
  return places.reduce((sum, place) => sum + gainOfPlace(place), 0);
}

function sizeOfTool({ places }: PickableTool): number {
  return places.reduce((sum, { size }) => sum + size, 0);
}
