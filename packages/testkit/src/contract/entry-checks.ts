import { join } from 'node:path';
import {
  applyPlan,
  type FolderCache,
  listEntries,
  narrowToEntries,
  planPurge,
  scan,
  type ToolContext,
} from '@devclean/core';
import { expect } from 'vitest';
import { snapshotTree } from '../snapshot-tree.js';
import type { CacheCases } from './provider-cases.js';
import {
  expectNone,
  expectUnchanged,
  locationAt,
  placeHere,
  requestFor,
  type Subject,
  withFullHome,
} from './subject.js';

/** Of a cache whose provider names what is in it. */
export async function entriesAddUp(subject: Subject, cache: FolderCache, cases: CacheCases): Promise<void> {
  await withFullHome({ ...subject, caches: [{ cache, cases }] }, async ({ home, context }) => {
    const before = snapshotTree(home.root);
    const { found, entries, unnamed } = await listed(subject, context);
    expectUnchanged(before, home.root, 'listing');
    expect(entries.length, `how many entries the fill of ${cache.id} has`).toBeGreaterThan(0);
    const location = locationAt(found, join(home.path, placeHere(cases)));
    for (const { section: id, usage: rest } of unnamed) {
      const section = location.sections.find((one) => one.id === id);
      const parts = [...entries.filter(({ report }) => report.section === id).map(({ report }) => report.usage), rest];
      for (const field of ['files', 'directories', 'apparentBytes', 'allocatedBytes'] as const) {
        const sum = parts.reduce((total, usage) => total + usage[field], 0);
        expect(sum, `${field} of what is named in ${id}, and of the rest of it, together`).toBe(section?.usage[field]);
      }
    }
    for (const [id, names] of Object.entries(cases.entries ?? {})) {
      const named = entries.filter(({ report }) => report.section === id).map(({ report }) => nameOf(report));
      expect(named.sort(), `the names in ${id}`).toEqual([...names].sort());
    }
  });
}

/** An entry goes alone, and takes nothing of the others along; or the plan says why it cannot. */
export async function entryGoesAlone(subject: Subject, cache: FolderCache, cases: CacheCases): Promise<void> {
  await withFullHome({ ...subject, caches: [{ cache, cases }] }, async ({ context }) => {
    const { found, entries, listing } = await listed(subject, context);
    const [first, ...others] = entries;
    if (first === undefined) throw new Error(`The fill of ${cache.id} has no entry.`);
    const narrowed = await narrowToEntries(found, listing, new Set([first]), context);
    const plan = planPurge(narrowed, subject.known, requestFor(subject));
    if (plan.steps.length === 0) {
      // The tool alone may do it, and cannot for one.
      expect(plan.skipped.length, `reasons why ${nameOf(first.report)} stays`).toBeGreaterThan(0);
      return;
    }
    const result = await applyPlan(plan, subject.known, { context });
    expectNone(
      result.outcomes.flatMap(({ status, reason, error }) =>
        status === 'done' ? [] : [`${status}: ${reason ?? error?.message}`],
      ),
      `what came in the way of removing ${nameOf(first.report)}`,
    );
    expect(result.removed, `what was removed of ${nameOf(first.report)}, against the plan`).toEqual(plan.expected);
    const left = (await listed(subject, context)).entries.map(({ report }) => JSON.stringify(report.paths));
    expect(left.sort(), `the entries that are left without ${nameOf(first.report)}`).toEqual(
      others.map(({ report }) => JSON.stringify(report.paths)).sort(),
    );
  });
}

async function listed({ known, provider }: Subject, context: ToolContext) {
  const found = await scan(known, { context });
  const listing = await listEntries(found, { provider, origin: 'builtin' }, context);
  return { found, listing, entries: listing.entries, unnamed: listing.unnamed };
}

function nameOf({ name, version }: { readonly name: string; readonly version?: string }): string {
  return version === undefined ? name : `${name}@${version}`;
}
