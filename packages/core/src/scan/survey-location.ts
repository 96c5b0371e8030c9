import { type BigIntStats, readdirSync } from 'node:fs';
import path from 'node:path';
import {
  createLinkLedger,
  type LinkLedger,
  measureTree,
  noUsage,
  sharesOf,
  type Tally,
  type Usage,
  usageOf,
} from '@devclean/disk';
import { holdPaths } from '../apply/hold-paths.js';
import { itemProtection, type ProtectedPlaces, protectedPlaces } from '../apply/protected-places.js';
import type { StepIdentity } from '../plan/purge-plan.js';
import { inspectLocation } from '../provider/ask-provider.js';
import type { FolderCache, FoundLocation, FoundSection, LocationInfo } from '../provider/cache-provider.js';
import { entryAt, targetOf } from '../system/identity.js';
import { isAtOrBelow } from '../system/is-at-or-below.js';
import { isoTime } from '../system/iso-time.js';
import type { MountPoint } from '../system/mounts.js';
import type { ToolContext } from '../system/tool-context.js';
import { isOverride, type Recognition, recognise } from './recognise.js';
import type { LocationReport, SectionReport } from './scan-report.js';
import type { KnownProvider, ScanEvent, ScannedItem, ScannedLocation } from './scan-result.js';

export interface Survey {
  readonly location: ScannedLocation;
  /** For combining with other locations' usages: all that this one holds. */
  readonly tallies: readonly Tally[];
  /** Of each of its items. */
  readonly items: readonly { readonly path: string; readonly tally: Tally }[];
}

export interface SurveyOptions {
  readonly context: ToolContext;
  readonly mounts: readonly MountPoint[];
  readonly links: LinkLedger;
  readonly onEvent?: ((event: ScanEvent) => void) | undefined;
}

const nothing: LocationInfo = { sections: [], holders: [], inUse: 'no' };

type Surroundings = SurveyOptions & { readonly places: ProtectedPlaces };

/** Surveys the locations of one scan. Reads where the protected places are now. */
export function createSurveyor(
  options: SurveyOptions,
): (known: KnownProvider, found: FoundLocation) => Promise<Survey> {
  const places = protectedPlaces(options.context);
  return (known, found) => surveyLocation(known, found, { ...options, places });
}

/** Recognises one location, looks up its sections and holders, and measures it in one pass. */
async function surveyLocation(known: KnownProvider, found: FoundLocation, options: Surroundings): Promise<Survey> {
  const { context, links } = options;
  const { provider, origin } = known;
  const cache = provider.caches.find((candidate) => candidate.id === found.cache) as FolderCache;
  const recognition = await recognise(found, cache, context, options.places);
  const { open } = recognition;
  const info = open && recognition.state !== 'empty' ? await inspectLocation(provider, cache, found, context) : nothing;
  // Where the proof fails, nothing is called a part of the cache.
  const { sections, holders, inUse } = recognition.state === 'recognised' ? info : nothing;
  const parts = sections.flatMap((section) => section.paths);
  // Before they are measured: what changes meanwhile is noticed when it is to be removed.
  const entries = new Map(parts.map((at) => [at, entryAt(at)]));
  const measured = open
    ? await measureTree(found.path, {
        parts,
        exclude: holdPaths(found.path, context.uid).slice(1),
        links,
        signal: context.signal,
        onProgress: ({ files, allocatedBytes }) =>
          options.onEvent?.({ type: 'progress', provider: provider.id, path: found.path, files, allocatedBytes }),
      })
    : undefined;

  const { state, refusal } = withoutCache(recognition, found, info, measured?.root);
  const groups = groupBySection(sections, [...(measured?.parts ?? [])]);
  const rest = measured === undefined ? [] : [measured.root];
  const shares = sharesOf([...groups, rest], links);
  const all = [...groups.flat(), ...rest];
  const held = await heldUsage(found, provider.id, context);
  const report: LocationReport = {
    path: found.path,
    active: found.active,
    state,
    foundBy: [...found.foundBy],
    inUse,
    holders: [...holders],
    ...(held.files + held.directories > 0 && { held }),
    usage: measured === undefined ? { ...noUsage, complete: false } : usageOf(all, links),
    sections: sections.map((section, i) => sectionReport(section, shares[i] as Usage, groups[i] as Tally[])),
    unaccounted: measured === undefined ? { ...noUsage, complete: false } : (shares.at(-1) as Usage),
  };
  const items = sections.flatMap((section, i) =>
    section.paths.flatMap((at, j) => {
      const entry = entries.get(at);
      const tally = groups[i]?.[j] as Tally;
      return entry ? [scannedItem({ section: section.id, at, entry, tally }, options)] : [];
    }),
  );
  // A file's own number may be another one: where layers lie over each other, it is that of its layer.
  const dev = targetOf(found.path)?.dev;
  const volume = dev === undefined ? {} : { dev: String(dev) };
  return {
    location: { origin, found, ...volume, report, sections, items, ...(refusal && { refusal }) },
    tallies: all,
    items: parts.flatMap((at, i) => {
      const tally = measured?.parts.at(i);
      return tally ? [{ path: at, tally }] : [];
    }),
  };
}

/** A place where the tool always keeps its cache, with nothing of it there, is no reason to worry anyone. */
function withoutCache(
  recognition: Recognition,
  found: FoundLocation,
  info: LocationInfo,
  all: Tally | undefined,
): Recognition {
  const { refusal } = recognition;
  if (refusal?.reason !== 'not-recognised' || isOverride(found) || info.sections.length > 0) return recognition;
  if (all?.files === 0 && all.complete) return { open: true, state: 'empty' };
  return {
    ...recognition,
    refusal: { ...refusal, reason: 'empty', detail: 'nothing of the cache is in it', hint: undefined },
  };
}

function groupBySection(sections: readonly FoundSection[], tallies: readonly Tally[]): Tally[][] {
  let start = 0;
  return sections.map((section) => {
    const group = tallies.slice(start, start + section.paths.length);
    start += section.paths.length;
    return group;
  });
}

function sectionReport(section: FoundSection, usage: Usage, tallies: readonly Tally[]): SectionReport {
  const { id, title, safety, cost, because, paths } = section;
  const used = tallies.flatMap((tally) => tally.newestUse ?? []).sort((a, b) => b.atMs - a.atMs)[0];
  return {
    id,
    title,
    safety,
    cost,
    ...(because !== undefined && { because }),
    paths: [...paths],
    usage,
    ...(used && { lastUsedAt: isoTime(used.atMs), lastUsedFrom: used.from }),
  };
}

/** What lies at a path of a section's, as a plan needs to know it. */
export function scannedItem(
  { section, at, entry, tally }: { section: string; at: string; entry: BigIntStats; tally: Tally },
  { context, places, mounts, links }: Pick<Surroundings, 'context' | 'places' | 'mounts' | 'links'>,
): ScannedItem {
  const foreignOwner = tally.owners.find((owner) => context.uid !== undefined && owner !== context.uid);
  const protectedBy = itemProtection(at, places);
  const mountedAt = mounts.find((mount) => isAtOrBelow(mount.path, at))?.path;
  return {
    section,
    path: at,
    kind: entry.isDirectory() ? 'directory' : entry.isFile() ? 'file' : entry.isSymbolicLink() ? 'link' : 'other',
    uid: Number(entry.uid),
    ...(foreignOwner !== undefined && { foreignOwner }),
    identity: identityOf(entry),
    usage: usageOf([tally], links),
    ...(tally.newestUse && { lastUsedAt: isoTime(tally.newestUse.atMs), lastUsedFrom: tally.newestUse.from }),
    ...(protectedBy !== undefined && { protectedBy }),
    ...(mountedAt !== undefined && { mountedAt }),
  };
}

/** Who an entry is and whether it changed: what a plan remembers and the guard compares. */
export function identityOf(entry: BigIntStats): StepIdentity {
  return {
    dev: String(entry.dev),
    ino: String(entry.ino),
    mtimeNs: String(entry.mtimeNs),
    // File systems that keep no time of birth report the time of change in its place, or nothing.
    ...(entry.birthtimeNs > 0n && entry.birthtimeNs !== entry.ctimeNs && { birthtimeNs: String(entry.birthtimeNs) }),
  };
}

/** What earlier runs of ours left in a hold of this location: an interrupted removal, to be finished by the next. */
async function heldUsage(found: FoundLocation, provider: string, context: ToolContext): Promise<Usage> {
  const links = createLinkLedger();
  const tallies: Tally[] = [];
  for (const hold of holdPaths(found.path, context.uid)) {
    for (const name of heldNames(hold, provider)) {
      tallies.push((await measureTree(path.join(hold, name), { links, signal: context.signal })).root);
    }
  }
  return usageOf(tallies, links);
}

function heldNames(hold: string, provider: string): readonly string[] {
  try {
    return entryAt(hold)?.isDirectory() === true
      ? readdirSync(hold).filter((name) => name.startsWith(`${provider}.`))
      : [];
  } catch {
    return [];
  }
}
