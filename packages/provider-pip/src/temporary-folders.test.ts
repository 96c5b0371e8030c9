import { existsSync, readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { applyPlan, defineProvider, type KnownProvider, type PurgeRequest, planPurge, scan } from '@devclean/core';
import { createHome, folder, snapshotTree, type ThrowAwayHome, type Tree, testContext } from '@devclean/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { pip } from './pip.js';
import { temporaryFolders } from './temporary-folders.js';

const hour = 60 * 60 * 1000;

/** What killed pips leave, by the folder's name without `pip-`. */
const left: Record<string, Tree> = {
  'install-abcd_123': { shop_0123456789abcdef: { 'setup.py': 'print()', '.git': folder({}) } },
  'unpack-abcdefgh': { 'shop-1.0-py3-none-any.whl': 'wheel' },
  'build-env-abcdefgh': { overlay: { lib: { x: '1' } }, normal: folder({}) },
  'req-build-abcdefgh': { '.git': { config: '' }, 'pyproject.toml': '' },
  'modern-metadata-abcdefgh': { 'shop.dist-info': { METADATA: '' } },
  'metadata-abcdefgh': { 'shop.dist-info': { METADATA: '' } },
  'ephem-wheel-cache-abcdefgh': { wheels: { ab: { cd: { ef: { '01': { 'x-1.0-py3-none-any.whl': '' } } } } } },
  'build-tracker-abcdefgh': { abcdef0123456789abcdef0123456789abcdef0123456789abcdef01: 'shop' },
  'standalone-pip-abcdefgh': { '__env_pip__.zip': 'PK' },
  'target-7Xeh7h': { lib: { python: { 'shop-1.0.dist-info': { METADATA: '' } } } },
  'wheel-abcdefgh': { 'shop-1.0-py3-none-any.whl': '' },
};

/** What lies beside them, and is none, or none any more, or not yet. */
const others: Record<string, Tree> = {
  'pip-uninstall-abcdefgh': { lib: { 'the only copy': 'x' } },
  'pip-install-mine-of-2020': { 'setup.py': 'mine' },
  'pip-install-empty_12': {},
  'my-pip-install-abcdefgh': { 'setup.py': 'mine' },
  pip: { 'setup.py': 'mine' },
};

/** A home whose folder for temporary files holds these, each untouched for so many hours. */
async function homeWith(trees: Record<string, Tree>, hours: number): Promise<{ home: ThrowAwayHome; tmp: string }> {
  const home = createHome({
    tmp: Object.fromEntries(Object.entries(trees).map(([name, tree]) => [name, folder(tree)])),
  });
  onTestFinished(home.remove);
  const tmp = join(home.path, 'tmp');
  rest(tmp, hours);
  return { home, tmp };
}

function rest(tmp: string, hours: number): void {
  const at = new Date(Date.now() - hours * hour);
  const names = [...snapshotTree(tmp).keys()].filter((name) => name !== '').sort();
  for (const name of names.reverse()) utimesSync(join(tmp, name), at, at);
}

const named = (trees: Record<string, Tree>) =>
  Object.fromEntries(Object.entries(trees).map(([name, tree]) => [`pip-${name}`, tree]));
const known = (provider = pip): readonly KnownProvider[] => [{ provider, origin: 'builtin' }];
const request = (change: Partial<PurgeRequest> = {}): PurgeRequest => ({
  sections: [],
  allow: 'costly',
  leftovers: true,
  locations: [],
  contexts: [],
  exclude: [],
  ...change,
});

async function found(home: ThrowAwayHome, tmp: string): Promise<string[]> {
  const context = await testContext(home, { env: { TMPDIR: tmp } });
  const { locations } = await scan(known(), { context });
  return locations.map(({ report }) => `${report.path?.slice(tmp.length + 1)} ${report.state} ${report.active}`).sort();
}

test('what killed runs have left is found, and nothing else', async () => {
  const { home, tmp } = await homeWith({ ...named(left), ...others }, 25);
  expect(await found(home, tmp)).toEqual(
    Object.keys(left)
      .map((name) => `pip-${name} recognised false`)
      .sort(),
  );
});

test('what was written within a day may be of a run that goes on', async () => {
  const { home, tmp } = await homeWith(named(left), 23);
  expect(await found(home, tmp)).toEqual([]);
});

test('old files in a folder that is new came from an archive', async () => {
  const { home, tmp } = await homeWith({ 'pip-install-abcdefgh': left['install-abcd_123'] as Tree }, 999);
  const now = new Date();
  utimesSync(join(tmp, 'pip-install-abcdefgh'), now, now);
  expect(await found(home, tmp)).toEqual([]);
});

test('it goes only when leftovers are asked for, and the folder itself stays', async () => {
  const { home, tmp } = await homeWith(named(left), 25);
  home.write({ '.cache/pip/http-v2/0/1/2/3/4': folder({}) });
  const context = await testContext(home, { env: { TMPDIR: tmp } });
  // Pips of other tests may be running: whose temporary files these are is another test's matter.
  const { inUse: _, ...cache } = temporaryFolders;
  const alone = known(defineProvider({ ...spec, caches: [cache] }));
  const unasked = planPurge(await scan(alone, { context }), alone, request({ leftovers: false }));
  expect(unasked.steps).toEqual([]);
  expect(unasked.skipped.map(({ reason }) => reason)).toEqual(Object.keys(left).map(() => 'not-active'));

  const plan = planPurge(await scan(alone, { context }), alone, request());
  const result = await applyPlan(plan, alone, { context });
  expect(result.outcomes.filter(({ status }) => status !== 'done')).toEqual([]);
  expect(readdirSync(tmp).filter((name) => name.startsWith('pip-'))).toHaveLength(Object.keys(left).length);
  for (const name of Object.keys(left)) expect(readdirSync(join(tmp, `pip-${name}`))).toEqual([]);
  expect(existsSync(join(home.path, '.cache/pip/http-v2'))).toBe(true);
});

test('what went on meanwhile is left alone', async () => {
  const { home, tmp } = await homeWith({ 'pip-unpack-abcdefgh': left['unpack-abcdefgh'] as Tree }, 25);
  const context = await testContext(home, { env: { TMPDIR: tmp } });
  const { inUse: _, ...cache } = temporaryFolders;
  const alone = known(defineProvider({ ...spec, caches: [cache] }));
  const plan = planPurge(await scan(alone, { context }), alone, request());
  expect(plan.steps).toHaveLength(1);
  home.write({ 'tmp/pip-unpack-abcdefgh/more.whl': 'goes on' });
  const { outcomes } = await applyPlan(plan, alone, { context: { ...context } });
  expect(outcomes).toMatchObject([{ status: 'refused', reason: 'changed-since-plan' }]);
});

const spec = { apiVersion: 1, id: 'pip', title: 'pip', homepage: pip.homepage, summary: pip.summary } as const;
