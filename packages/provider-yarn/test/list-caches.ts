import {
  type EntryListing,
  type EntryReport,
  type KnownProvider,
  listEntries,
  type Scan,
  scan,
  type ToolContext,
} from '@devclean/core';
import { yarn } from '../src/yarn.js';

export const known: readonly KnownProvider[] = [{ provider: yarn, origin: 'builtin' }];

export interface Listed {
  readonly found: Scan;
  readonly listing: EntryListing;
  readonly entries: readonly EntryReport[];
}

/** What is in Yarn's caches, by name. Throws where the list does not add up to the sections, to the byte. */
export async function listCaches(context: ToolContext): Promise<Listed> {
  const found = await scan(known, { context });
  const listing = await listEntries(found, known[0] as KnownProvider, context);
  const entries = listing.entries.map(({ report }) => report);
  for (const { location, section, usage } of listing.unnamed) {
    const whole = found.report.providers[0]?.locations
      .find(({ path }) => path === location)
      ?.sections.find(({ id }) => id === section)?.usage;
    const mine = entries.filter((entry) => entry.location === location && entry.section === section);
    for (const field of ['files', 'directories', 'apparentBytes', 'allocatedBytes'] as const) {
      const sum = mine.reduce((total, entry) => total + entry.usage[field], usage[field]);
      if (sum !== whole?.[field]) throw new Error(`${section}: ${field} add up to ${sum}, and are ${whole?.[field]}`);
    }
  }
  return { found, listing, entries };
}

/** `v6: package ms 2.1.3`. */
export const shown = ({ section, kind, name, version }: EntryReport): string =>
  `${section}: ${kind} ${name}${version === undefined ? '' : ` ${version}`}`;
