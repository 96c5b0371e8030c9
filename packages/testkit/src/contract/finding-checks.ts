import { lstatSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type FolderCache, type Platform, type PurgeRequest, planPurge, scan } from '@devclean/core';
import { expect } from 'vitest';
import { snapshotTree } from '../snapshot-tree.js';
import { testContext } from '../test-context.js';
import { writeTree } from '../write-tree.js';
import { graverRulesWithoutExample } from './graver-checks.js';
import type { CacheCases, PrecedenceCase } from './provider-cases.js';
import { patternsWithoutExample, placesWithoutExample, unwrittenItems } from './spec-problems.js';
import {
  expectNone,
  expectUnchanged,
  filledEnv,
  filledTree,
  giveToOrdinaryUser,
  here,
  locationAt,
  onlyByTheTool,
  ordinaryUser,
  overlap,
  placeHere,
  requestFor,
  type Subject,
  stepPlaces,
  strangers,
  withFullHome,
  withHome,
} from './subject.js';

/** What no test has seen matched is not known to work. */
export async function fillsShowEveryPattern({ caches }: Subject): Promise<void> {
  for (const { cache, cases } of caches) {
    await withHome(async (home) => {
      const root = join(home.path, 'cache');
      writeTree(root, cases.fill);
      expectNone(patternsWithoutExample(cache, cases, root), `what the fill of ${cache.id} leaves unshown`);
      expectNone(unwrittenItems(cache, root), `what the commands of ${cache.id} keep to themselves`);
    });
  }
}

/** Nor is a place that no case has seen found. */
export function casesShowEveryPlace({ caches }: Subject): void {
  for (const { cache, cases } of caches) {
    const unshown = [...placesWithoutExample(cache, cases), ...graverRulesWithoutExample(cache, cases)];
    expectNone(unshown, `what the cases of ${cache.id} leave unshown`);
  }
}

export async function emptyHome({ provider, known }: Subject, platform: Platform): Promise<void> {
  await withHome(async (home) => {
    const before = snapshotTree(home.root);
    const context = await testContext(home, { platform, uid: ordinaryUser });
    const { locations } = await provider.detect(context);
    expectNone(
      locations.map(({ path }) => path),
      'locations that do not exist are reported',
    );
    const { report } = await scan(known, { context });
    expect(report.providers, 'a scan of an empty home').toMatchObject([
      { id: provider.id, state: 'absent', locations: [] },
    ]);
    expectUnchanged(before, home.root, 'a scan');
  });
}

export async function defaultPlace(
  subject: Subject,
  cache: FolderCache,
  cases: CacheCases,
  platform: Platform,
  at: string,
): Promise<void> {
  await withHome(async (home) => {
    home.write({ [at]: { ...cases.fill, ...strangers } });
    const context = await testContext(home, { platform, uid: ordinaryUser });
    const location = locationAt(await scan(subject.known, { context }), join(home.path, at));
    expect(location, `${at} is found as`).toMatchObject({ active: true, state: 'recognised' });
    expect(
      location.foundBy.map(({ rule }) => rule),
      `the rules that lead to ${at}`,
    ).toContain('default');
    expect(location.sections.map(({ id }) => id)).toEqual(cache.sections.map(({ id }) => id));
  });
}

export async function partsMakeTheWhole(subject: Subject, cache: FolderCache, cases: CacheCases): Promise<void> {
  await withFullHome({ ...subject, caches: [{ cache, cases }] }, async ({ home, context }) => {
    const root = join(home.path, placeHere(cases));
    const location = locationAt(await scan(subject.known, { context }), root);
    for (const field of ['files', 'directories', 'apparentBytes', 'allocatedBytes'] as const) {
      const parts = [...location.sections.map(({ usage }) => usage), location.unaccounted];
      const sum = parts.reduce((total, usage) => total + usage[field], 0);
      expect(sum, `${field} of the sections and the unaccounted together`).toBe(location.usage[field]);
    }
    const stats = [...snapshotTree(root).keys()].map((name) => lstatSync(join(root, name)));
    const files = stats.filter((stat) => !stat.isDirectory());
    const inodes = new Map(stats.map((stat) => [stat.ino, stat.blocks * 512]));
    expect(location.usage, 'what a walk of our own counts').toMatchObject({
      files: files.length,
      directories: stats.length - files.length,
      apparentBytes: files.reduce((total, { size }) => total + size, 0),
      allocatedBytes: [...inodes.values()].reduce((total, bytes) => total + bytes, 0),
      complete: true,
    });

    const items = location.sections.flatMap(({ id, paths }) => paths.map((path) => ({ id, path })));
    for (const { id, path } of items) {
      const twins = items.filter((other) => (other.path !== path || other.id !== id) && overlap(path, other.path));
      expectNone(
        twins.map((twin) => `${twin.path} (${twin.id})`),
        `${path} of ${id} lies in another part too`,
      );
      expect(path.startsWith(`${root}/`), `${path} of ${id} lies in its location`).toBe(true);
    }
    expect(
      location.unaccounted.files,
      'files that no section has, what nobody knows among them',
    ).toBeGreaterThanOrEqual(2);
    for (const kept of [...(cases.keep ?? []), ...Object.keys(strangers)]) {
      const takers = items.filter(({ path }) => overlap(path, join(root, kept)));
      expectNone(
        takers.map((taker) => `${taker.id} (${taker.path})`),
        `${kept} is not cache, but a section takes it`,
      );
    }
  });
}

export async function precedence(
  subject: Subject,
  cache: FolderCache,
  cases: CacheCases,
  one: PrecedenceCase,
): Promise<void> {
  await withHome(async (home) => {
    const { active, leftovers = [], ignored = [] } = one;
    for (const at of [...active, ...leftovers, ...ignored]) home.write({ [at]: cases.fill });
    home.write(filledTree(one.files ?? {}, home));
    giveToOrdinaryUser(home);
    const context = await testContext(home, {
      platform: one.platform ?? 'linux',
      uid: one.uid ?? ordinaryUser,
      env: filledEnv(one.env ?? {}, home),
      cwd: join(home.path, one.cwd ?? ''),
    });
    const { locations } = await subject.provider.detect(context);
    const found = locations.filter((location) => location.cache === cache.id);
    const places = (isActive: boolean) =>
      found
        .filter((location) => location.active === isActive)
        .map(({ path }) => relative(home.path, path))
        .sort();
    expect(places(true), 'what the tool uses').toEqual([...active].sort());
    expect(places(false), 'leftovers').toEqual([...leftovers].sort());

    // Plans are for this machine, and root's other places are not to be looked at.
    if ((one.platform ?? here) !== here || one.uid !== undefined) return;
    const scanned = await scan(subject.known, { context });
    const taken = (request: Partial<PurgeRequest>) =>
      stepPlaces(planPurge(scanned, subject.known, { ...requestFor(subject), ...request }), home);
    const at = (place: string) => (path: string) => path.startsWith(`${place}/`);
    expectNone(
      taken({}).filter((path) => leftovers.some((leftover) => at(leftover)(path))),
      'leftovers are taken unasked',
    );
    if (onlyByTheTool(subject)) return;
    expectNone(
      [...active, ...leftovers].filter((place) => !taken({ leftovers: true }).some(at(place))),
      'not taken, though asked for with --leftovers',
    );
  });
}
