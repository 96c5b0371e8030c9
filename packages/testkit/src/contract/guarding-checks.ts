import { mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { applyPlan, expandPattern, type FolderCache, planPurge, scan } from '@devclean/core';
import { expect } from 'vitest';
import { snapshotTree } from '../snapshot-tree.js';
import { testContext } from '../test-context.js';
import { file, folder, type TreeNode, writeTree } from '../write-tree.js';
import { hostilePlaces } from './hostile-places.js';
import type { CacheCases } from './provider-cases.js';
import {
  contextHere,
  expectNone,
  expectNothingTaken,
  expectUnchanged,
  giveToOrdinaryUser,
  here,
  locationAt,
  ordinaryUser,
  placeHere,
  playedHere,
  requestFor,
  type Subject,
  stepPlaces,
  strangers,
  withFullHome,
  withHome,
} from './subject.js';

/** No cache of any tool, whatever their names. */
export const builtInDecoys: Readonly<Record<string, TreeNode>> = {
  'a project with sources': { 'package.json': '{}', 'src/main.ts': 'export {};\n', 'build.gradle': '', 'setup.py': '' },
  'a file': file('not a folder'),
};

/** For root, and on Windows, no folder is closed. */
export const mayReadAll = process.getuid?.() === 0 || here === 'win32';

export async function decoyIsLeftAlone(subject: Subject, cases: CacheCases, decoy: TreeNode): Promise<void> {
  await withHome(async (home) => {
    const at = placeHere(cases);
    home.write({ [at]: decoy });
    const before = snapshotTree(home.root);
    const context = await contextHere(home, [cases]);
    const scanned = await scan(subject.known, { context });
    expect(locationAt(scanned, join(home.path, at)).state, `${at} is`).toBe('unrecognised');
    await expectNothingTaken(subject, scanned, context, home, before);
  });
}

/** Without what proves it, the same folder is nobody's; and with what disproves it. */
export async function wrongFingerprint(subject: Subject, cache: FolderCache, cases: CacheCases): Promise<void> {
  const { anyOf, noneOf = [] } = cache.fingerprint;
  const spoilt = [
    (root: string) => {
      for (const path of anyOf.flatMap((pattern) => expandPattern(root, pattern)))
        rmSync(path, { recursive: true, force: true });
    },
    ...noneOf.map((pattern) => (root: string) => writeTree(root, { [exampleOf(pattern)]: 'mine' })),
  ];
  for (const [index, spoil] of spoilt.entries()) {
    await withHome(async (home) => {
      const at = placeHere(cases);
      home.write({ [at]: { ...cases.fill, ...strangers } });
      spoil(join(home.path, at));
      const before = snapshotTree(home.root);
      const context = await contextHere(home, [cases]);
      const scanned = await scan(subject.known, { context });
      const how = index === 0 ? 'without what its fingerprint asks for' : `with ${noneOf[index - 1]} in it`;
      expect(locationAt(scanned, join(home.path, at)).state, `${at}, ${how}, is`).toBe('unrecognised');
      await expectNothingTaken(subject, scanned, context, home, before);
    });
  }
}

/** Copies beside the cache and beside its parts, under names that only begin like theirs. */
export async function lookAlikes(subject: Subject, cache: FolderCache, cases: CacheCases): Promise<void> {
  await withFullHome({ ...subject, caches: [{ cache, cases }] }, async ({ home, context }) => {
    const root = join(home.path, placeHere(cases));
    // No number: where a tool's folder bears its version, the next one is its cache too.
    const ends = ['-old', '.bak', '~', ' copy'];
    for (const end of ends) writeTree(`${root}${end}`, cases.fill);
    const patterns = cache.sections.flatMap(({ paths }) => paths);
    const parts = locationAt(await scan(subject.known, { context }), root).sections.flatMap(({ paths }) => paths);
    const copies = parts.flatMap((part) => ends.map((end) => `${part}${end}`));
    for (const copy of copies) writeTree(dirname(copy), { [basename(copy)]: file('mine') });
    // `1.2-old` is a version too, and `*` is anything.
    const cached = new Set(patterns.flatMap((pattern) => expandPattern(root, pattern)));
    const taken = new Set(
      stepPlaces(planPurge(await scan(subject.known, { context }), subject.known, requestFor(subject)), home),
    );
    const isTaken = (path: string) => taken.has(path.slice(home.path.length + 1));
    expectNone(
      copies.filter((copy) => !cached.has(copy) && isTaken(copy)),
      'what only looks like a part is taken',
    );
    expectNone(
      [...taken].filter((path) => !join(home.path, path).startsWith(`${root}/`)),
      'what lies beside the cache is taken',
    );
  });
}

/** A name that a pattern describes. */
function exampleOf(pattern: string): string {
  return pattern
    .replaceAll('<version>', '1.2.3')
    .replaceAll('<digits>', '7')
    .replaceAll('<hex>', '0a')
    .replaceAll('*', 'x');
}

export async function hostileValues(subject: Subject, cases: CacheCases, variable: string): Promise<void> {
  await withHome(async (home) => {
    // A cache lies wherever a value leads, lest it be left alone only because nothing is there.
    home.write({ [placeHere(cases)]: cases.fill });
    for (const { place, beside } of hostilePlaces) {
      if (place !== undefined) writeTree(place(home), { ...cases.fill, ...beside });
    }
    giveToOrdinaryUser(home);
    const before = snapshotTree(home.root);
    const proper = subject.caches.map(({ cases: its }) => `${join(home.path, placeHere(its))}/`);
    for (const hostile of hostilePlaces) {
      const env = { [variable]: hostile.value(home) };
      const context = await testContext(home, { platform: playedHere([cases]), uid: ordinaryUser, env });
      const scanned = await scan(subject.known, { context });
      const plan = planPurge(scanned, subject.known, { ...requestFor(subject), leftovers: true });
      const led = plan.steps.flatMap(({ path = '' }) => (proper.some((root) => path.startsWith(root)) ? [] : [path]));
      expectNone(led, `${variable} set to ${hostile.name} leads to the removal of`);
    }
    expectUnchanged(before, home.root, 'a scan');
  });
}

export async function linkedRoot(subject: Subject, cases: CacheCases): Promise<void> {
  await withHome(async (home) => {
    const real = join(home.root, 'big-disk', basename(placeHere(cases)));
    writeTree(real, cases.fill);
    const root = join(home.path, placeHere(cases));
    mkdirSync(dirname(root), { recursive: true });
    symlinkSync(real, root);
    const before = snapshotTree(home.root);
    const context = await contextHere(home, [cases]);
    const scanned = await scan(subject.known, { context });
    expect(locationAt(scanned, root).state, `${placeHere(cases)}, a link, is`).toBe('protected');
    await expectNothingTaken(subject, scanned, context, home, before);
  });
}

export async function unreadableRoot(subject: Subject, cases: CacheCases): Promise<void> {
  await withHome(async (home) => {
    const at = placeHere(cases);
    home.write({ [at]: folder(cases.fill, { mode: 0 }) });
    const scanned = await scan(subject.known, { context: await contextHere(home, [cases]) });
    expect(locationAt(scanned, join(home.path, at)), `${at}, which may not be read, is`).toMatchObject({
      state: 'unreadable',
      usage: { complete: false },
    });
    expectNone(
      stepPlaces(planPurge(scanned, subject.known, requestFor(subject)), home),
      'a plan takes what it cannot read',
    );
  });
}

export async function linkedPart(subject: Subject, cache: FolderCache, cases: CacheCases): Promise<void> {
  await withFullHome({ ...subject, caches: [{ cache, cases }] }, async ({ home, context }) => {
    const root = join(home.path, placeHere(cases));
    const parts = locationAt(await scan(subject.known, { context }), root).sections.flatMap(({ paths }) => paths);
    const elsewhere = join(home.root, 'elsewhere');
    mkdirSync(elsewhere);
    parts.forEach((part, index) => {
      renameSync(part, join(elsewhere, String(index)));
      symlinkSync(join(elsewhere, String(index)), part);
    });
    const before = snapshotTree(home.root);
    const plan = planPurge(await scan(subject.known, { context }), subject.known, requestFor(subject));
    await applyPlan(plan, subject.known, { context });
    expectNone(stepPlaces(plan, home), 'links that a plan would take');
    expectUnchanged(before, home.root, 'a purge');
  });
}
