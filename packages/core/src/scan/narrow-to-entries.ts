import path from 'node:path';
import { usageOf } from '@devclean/disk';
import { protectedPlaces } from '../apply/protected-places.js';
import type { StepEntry } from '../plan/purge-plan.js';
import { entryAt } from '../system/identity.js';
import { mountPoints } from '../system/mounts.js';
import type { ToolContext } from '../system/tool-context.js';
import type { EntryListing, ListedEntry } from './list-entries.js';
import type { Scan, ScannedItem, ScannedLocation } from './scan-result.js';
import { scannedItem } from './survey-location.js';

/**
 * A scan as if these entries were all that there is in the sections that were listed, so that a plan of it removes just them. A part
 * that other entries need too is left out, and so is one that such a part lies in.
 */
export async function narrowToEntries(
  found: Scan,
  listing: EntryListing,
  selected: ReadonlySet<ListedEntry>,
  context: ToolContext,
): Promise<Scan> {
  const surroundings = { places: protectedPlaces(context), mounts: await mountPoints() };
  const needed = neededByOthers(listing, selected);
  const items = new Map<ScannedLocation, Map<string, ScannedItem>>();
  for (const { location, report, parts, shared } of selected) {
    const own = items.get(location) ?? new Map<string, ScannedItem>();
    items.set(location, own);
    const { name, version, kind, section } = report;
    const entry: StepEntry = { name, ...(version !== undefined && { version }), kind };
    for (const { path: at, item, tally } of [...parts, ...shared]) {
      const there = own.has(at) || needed.has(at) ? undefined : entryAt(at);
      if (there === undefined) continue;
      const scanned = scannedItem(section, at, there, usageOf([tally], listing.links), surroundings);
      own.set(at, { ...scanned, within: item, entry });
    }
  }
  const locations = found.locations.flatMap((location) => {
    const own = [...(items.get(location)?.values() ?? [])];
    if (own.length === 0) return [];
    const sections = location.sections.filter(({ id }) => own.some(({ section }) => section === id));
    return [{ ...location, sections, items: own }];
  });
  return { ...found, locations };
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
