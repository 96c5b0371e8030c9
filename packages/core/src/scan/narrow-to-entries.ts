import path from 'node:path';
import { protectedPlaces } from '../apply/protected-places.js';
import type { StepEntry } from '../plan/purge-plan.js';
import { entryAt } from '../system/identity.js';
import { mountPoints } from '../system/mounts.js';
import type { ToolContext } from '../system/tool-context.js';
import { failedReport } from './failed-report.js';
import { type EntryListing, type ListedEntry, listEntries } from './list-entries.js';
import type { KnownProvider, ListEvent, Scan, ScannedItem, ScannedLocation } from './scan-result.js';
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
  return { ...folders, locations };
}

/**
 * The same scan with single entries in place of the items of all sections that can be listed: each may be taken or left by itself. Of a
 * provider that fails at it nothing is left to take, and the report says so.
 */
export async function splitIntoEntries(
  found: Scan,
  known: readonly KnownProvider[],
  context: ToolContext,
  onEvent?: (event: ListEvent) => void,
): Promise<Scan> {
  let { locations, report } = found;
  for (const one of known) {
    if (!one.provider.caches.some(({ entries }) => entries !== undefined)) continue;
    let listing: EntryListing;
    try {
      listing = await listEntries(found, one, context, onEvent);
    } catch (error) {
      context.signal.throwIfAborted();
      const failed = failedReport(one.provider, one.origin, error);
      report = { ...report, providers: report.providers.map((each) => (each.id === failed.id ? failed : each)) };
      locations = locations.filter((location) => location.found.provider !== failed.id);
      continue;
    }
    const items = await itemsOf(listing, new Set(listing.entries), context);
    locations = locations.map((location) => {
      const { provider, path: at } = location.found;
      if (provider !== one.provider.id) return location;
      const listed = listing.unnamed.flatMap(({ location: of, section }) => (of === at ? section : []));
      const others = location.items.filter(({ section }) => !listed.includes(section));
      const original = found.locations.find((each) => each.found === location.found) ?? location;
      return { ...location, items: [...others, ...(items.get(original) ?? [])] };
    });
  }
  return { ...found, report, locations };
}

/** Entries as items of their locations. */
async function itemsOf(
  listing: EntryListing,
  selected: ReadonlySet<ListedEntry>,
  context: ToolContext,
): Promise<ReadonlyMap<ScannedLocation, readonly ScannedItem[]>> {
  const surroundings = { context, places: protectedPlaces(context), mounts: await mountPoints(), links: listing.links };
  const needed = neededByOthers(listing, selected);
  const items = new Map<ScannedLocation, Map<string, ScannedItem>>();
  for (const { location, report, parts, shared } of selected) {
    const own = items.get(location) ?? new Map<string, ScannedItem>();
    items.set(location, own);
    const { name, version, kind, section, lastUsedAt, lastUsedFrom } = report;
    const entry: StepEntry = { name, ...(version !== undefined && { version }), kind };
    for (const { path: at, item, tally } of [...parts, ...shared]) {
      const there = own.has(at) || needed.has(at) ? undefined : entryAt(at);
      if (there === undefined) continue;
      const scanned = scannedItem({ section, at, entry: there, tally }, surroundings);
      const used = {
        ...(lastUsedAt !== undefined && { lastUsedAt }),
        ...(lastUsedFrom !== undefined && { lastUsedFrom }),
      };
      own.set(at, { ...scanned, within: item, entry, ...used });
    }
  }
  return new Map([...items].map(([location, own]) => [location, [...own.values()]]));
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
