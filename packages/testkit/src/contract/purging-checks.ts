import { lstatSync, mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { applyPlan, planPurge, readPlan, scan } from '@devclean/core';
import { expect } from 'vitest';
import { changesBeside, snapshotTree } from '../snapshot-tree.js';
import { expectNone, expectUnchanged, placeHere, requestFor, type Subject, withFullHome } from './subject.js';

export async function planningIsPure(subject: Subject): Promise<void> {
  await withFullHome(subject, async ({ home, context }) => {
    const before = snapshotTree(home.root);
    const scanned = await scan(subject.known, { context });
    const plan = planPurge(scanned, subject.known, requestFor(subject));
    expectUnchanged(before, home.root, 'planning');
    expect(plan.steps.length, 'the steps of a plan over full caches').toBeGreaterThan(0);
    expect(readPlan(JSON.stringify(plan), context), 'a plan that went through JSON').toEqual(plan);
    expect(JSON.parse(JSON.stringify(scanned.report)), 'a report that went through JSON').toEqual(scanned.report);
  });
}

export async function purgeTakesWhatItMay(subject: Subject): Promise<void> {
  await withFullHome(subject, async ({ context }) => {
    const scanned = await scan(subject.known, { context });
    const theirs = onlyTheirs(subject);
    const sections = scanned.locations.flatMap((location) => location.sections.filter(({ id }) => !theirs.has(id)));
    for (const allow of ['safe', 'costly'] as const) {
      const plan = planPurge(scanned, subject.known, { ...requestFor(subject), sections: [], allow });
      const allowed = allow === 'safe' ? ['safe'] : ['safe', 'costly'];
      const expected = sections.filter(({ safety }) => allowed.includes(safety)).flatMap(({ paths }) => paths);
      expect(plan.steps.map(({ path }) => path).sort(), `what is taken when ${allow} is the most`).toEqual(
        [...expected].sort(),
      );
    }
  });
}

export async function purgeRemovesItsPlan(subject: Subject): Promise<void> {
  await withFullHome(subject, async ({ home, context }) => {
    // What devclean writes down of a purge is its own.
    const journal = join(home.path, '.local/state/devclean');
    mkdirSync(journal, { recursive: true });
    const before = snapshotTree(home.root);
    const plan = planPurge(await scan(subject.known, { context }), subject.known, requestFor(subject));
    const result = await applyPlan(plan, subject.known, { context });
    const undone = result.outcomes.filter(({ status }) => status !== 'done');
    const why = undone.map(
      ({ step, reason, error }) => `${plan.steps[step]?.path}: ${reason ?? ''} ${error?.message ?? ''}`,
    );
    expectNone(why, 'steps that were not done');
    expect(result.removed, 'what was removed, against what the plan expected').toEqual(plan.expected);
    expect(result.remaining.files, 'files that are left where the plan removed').toBe(0);
    for (const { cases } of subject.caches) {
      const root = join(home.path, placeHere(cases));
      expect(
        lstatSync(root, { throwIfNoEntry: false })?.isDirectory(),
        `the root ${placeHere(cases)} still stands`,
      ).toBe(true);
    }
    const paths = [journal, ...plan.steps.map(({ path }) => path ?? '')].map((path) => relative(home.root, path));
    expectNone(changesBeside(paths, before, snapshotTree(home.root)), 'what a purge changed beside its plan');

    const again = await scan(subject.known, { context });
    const left = again.report.providers.flatMap(({ locations }) => locations.flatMap(({ sections }) => sections));
    const theirs = onlyTheirs(subject);
    expectNone(
      left.flatMap(({ id }) => (theirs.has(id) ? [] : id)),
      'sections that still have something in them',
    );
  });
}

/** The sections that only the tool itself clears. There is no tool here to do it, so every purge leaves them. */
function onlyTheirs({ caches }: Subject): ReadonlySet<string> {
  const native = caches.flatMap(({ cache }) => cache.native ?? []);
  return new Set(native.flatMap(({ use, sections }) => (use === 'only' ? sections : [])));
}
