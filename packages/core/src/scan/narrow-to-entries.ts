import path from 'node:path';
import { protectedPlaces } from '../apply/protected-places.js';
import type { StepEntry } from '../plan/purge-plan.js';
import type { FoundSection } from '../provider/cache-provider.js';
import { entryAt } from '../system/identity.js';
import { mountPoints } from '../system/mounts.js';
import type { ToolContext } from '../system/tool-context.js';
import { failedReport } from './failed-report.js';
import { itemBonds } from './item-bonds.js';
import { type EntryListing, type ListedEntry, type ListOptions, listEntries } from './list-entries.js';
import type { ItemBond, ItemOwner, KnownProvider, Scan, ScannedItem, ScannedLocation } from './scan-result.js';
import { scannedItem } from './survey-location.js';

/**
 * A scan as if these entries were all that there is, so that a plan of it removes just them. A part that other entries need too is
 * left out, and so is one that such a part lies in.
 */
export async function narrowToEntries(
  found: Scan,
  listing: EntryListing,
  selected: ReadonlySet<ListedEntry>,
  context: ToolContext,
): Promise<Scan> {
  const items = await itemsOf(listing, selected, context);
  const locations = found.locations.flatMap((location) => {
    const own = items.get(location) ?? [];
    if (own.length === 0) return [];
    const sections = location.sections.filter(({ id }) => own.some(({ section }) => section === id));
    return [{ ...location, sections, items: own }];
  });
  const { managed: _, ...folders } = found; // nothing in it has a name
  const bonds = bondsOfEntries(listing);
  return { ...folders, locations, ...(bonds.length > 0 && { bonds }) };
}

/** Of all entries: a plan counts those whose paths are all among its steps. */
function bondsOfEntries({ entries, links }: EntryListing): readonly ItemBond[] {
  const parts = entries.flatMap(({ parts: own, shared }) => [...own, ...shared]);
  return itemBonds([...new Map(parts.map((part) => [part.path, part])).values()], links);
}

/**
 * The same scan with single entries in place of the items of all sections that can be listed, or of those that are asked for: each may be
 * taken or left by itself. Of a provider that fails at it nothing is left to take, and the report says so.
 */
export async function splitIntoEntries(
  found: Scan,
  known: readonly KnownProvider[],
  context: ToolContext,
  options: ListOptions = {},
): Promise<Scan> {
  let { locations, report } = found;
  let bonds = found.bonds ?? [];
  for (const one of known) {
    if (!one.provider.caches.some(({ entries }) => entries !== undefined)) continue;
    let listing: EntryListing;
    try {
      listing = await listEntries(found, one, context, options);
    } catch (error) {
      context.signal.throwIfAborted();
      const failed = failedReport(one.provider, one.origin, error);
      report = { ...report, providers: report.providers.map((each) => (each.id === failed.id ? failed : each)) };
      locations = locations.filter((location) => location.found.provider !== failed.id);
      continue;
    }
    const items = await itemsOf(listing, new Set(listing.entries), context);
    const replaced = new Set(
      found.locations.flatMap(({ found: { provider, path: at }, items: all }) =>
        all.flatMap(({ section, path: of }) =>
          provider === one.provider.id &&
          listing.unnamed.some((each) => each.location === at && each.section === section)
            ? of
            : [],
        ),
      ),
    );
    // An item may be an entry too, and what it shares counts once.
    bonds = [...bonds.filter(({ paths }) => !paths.some((at) => replaced.has(at))), ...bondsOfEntries(listing)];
    locations = locations.map((location) => {
      const { provider, path: at } = location.found;
      if (provider !== one.provider.id) return location;
      const listed = listing.unnamed.flatMap(({ location: of, section }) => (of === at ? section : []));
      const others = location.items.filter(({ section }) => !listed.includes(section));
      const original = found.locations.find((each) => each.found === location.found) ?? location;
      return { ...location, items: [...others, ...(items.get(original) ?? [])] };
    });
  }
  return { ...found, report, locations, ...(bonds.length > 0 && { bonds }) };
}

/** A scan that was split, with the items of these sections whole again. */
export function joinSections(split: Scan, whole: Scan, isAsked: (section: FoundSection) => boolean): Scan {
  const joined = new Set<string>();
  const locations = split.locations.map((location) => {
    const asked = new Set(location.sections.filter(isAsked).map(({ id }) => id));
    const original = whole.locations.find(({ found }) => found === location.found);
    if (asked.size === 0 || original === undefined) return location;
    const own = original.items.filter(({ section }) => asked.has(section));
    for (const item of own) joined.add(item.path);
    return { ...location, items: [...location.items.filter(({ section }) => !asked.has(section)), ...own] };
  });
  const isJoined = ({ paths }: ItemBond) => paths.some((at) => joined.has(at));
  const bonds = [...(split.bonds ?? []).filter((bond) => !isJoined(bond)), ...(whole.bonds ?? []).filter(isJoined)];
  const { bonds: _, ...rest } = split;
  return { ...rest, locations, ...(bonds.length > 0 && { bonds }) };
}

/** Entries as items of their locations. */
async function itemsOf(
  listing: EntryListing,
  selected: ReadonlySet<ListedEntry>,
  context: ToolContext,
): Promise<ReadonlyMap<ScannedLocation, readonly ScannedItem[]>> {
  const surroundings = { context, places: protectedPlaces(context), mounts: await mountPoints(), links: listing.links };
  const needed = neededByOthers(listing, selected);
  const owners = ownersOf(selected);
  const items = new Map<ScannedLocation, Map<string, ScannedItem>>();
  for (const { location, report, parts, shared } of selected) {
    const own = items.get(location) ?? new Map<string, ScannedItem>();
    items.set(location, own);
    const { section, lastUsedAt, lastUsedFrom } = report;
    const entry = stepEntryOf(report);
    for (const { path: at, item, tally } of [...parts, ...shared]) {
      const there = own.has(at) || needed.has(at) ? undefined : entryAt(at);
      if (there === undefined) continue;
      const scanned = scannedItem({ section, at, entry: there, tally }, surroundings);
      const all = owners.get(at) ?? [];
      // What several have was used when one of them was, and they may not all be known.
      const last = all.length > 1 ? newestOf(all) : { lastUsedAt, lastUsedFrom };
      const { lastUsedAt: _, lastUsedFrom: __, ...undated } = scanned;
      const used = {
        ...(last.lastUsedAt !== undefined && { lastUsedAt: last.lastUsedAt }),
        ...(last.lastUsedFrom !== undefined && { lastUsedFrom: last.lastUsedFrom }),
      };
      own.set(at, { ...undated, within: item, entry, ...used, ...(all.length > 1 && { owners: all }) });
    }
  }
  return new Map([...items].map(([location, own]) => [location, [...own.values()]]));
}

function stepEntryOf({ name, version, kind }: ListedEntry['report']): StepEntry {
  return { name, ...(version !== undefined && { version }), kind };
}

type Owner = ItemOwner & Pick<ListedEntry['report'], 'lastUsedFrom'>;

/** The entries that have a path which an entry may share with others. */
function ownersOf(selected: ReadonlySet<ListedEntry>): ReadonlyMap<string, readonly Owner[]> {
  const owners = new Map<string, Owner[]>();
  for (const { report, shared } of selected) {
    const { lastUsedAt, lastUsedFrom } = report;
    const used = {
      ...(lastUsedAt !== undefined && { lastUsedAt }),
      ...(lastUsedFrom !== undefined && { lastUsedFrom }),
    };
    for (const { path: at } of shared) {
      const known = owners.get(at);
      if (known === undefined) owners.set(at, [{ entry: stepEntryOf(report), ...used }]);
      else known.push({ entry: stepEntryOf(report), ...used });
    }
  }
  return owners;
}

/** The last use of any of them; nothing where one carries no time, which may be the last. */
function newestOf(owners: readonly Owner[]): Partial<Pick<ScannedItem, 'lastUsedAt' | 'lastUsedFrom'>> {
  return owners.reduce<Owner>(
    (a, b) => ((a.lastUsedAt ?? 'never said') >= (b.lastUsedAt ?? 'never said') ? a : b),
    owners[0] as Owner,
  );
}

/** The paths of all other entries, and the folders that these lie in. */
function neededByOthers({ entries }: EntryListing, selected: ReadonlySet<ListedEntry>): ReadonlySet<string> {
  const needed = new Set<string>();
  for (const entry of entries) {
    if (selected.has(entry)) continue;
    for (const part of [...entry.parts, ...entry.shared])
      for (let at = part.path; !needed.has(at) && at.length >= part.item.length; at = path.dirname(at)) needed.add(at);
  }
  return needed;
}
