import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { diffSnapshots, snapshotTree } from '@devclean/testkit';
import { needs } from '@devclean/testkit/real-tools';
import { expect, test } from 'vitest';
import { buildForChildren, inChild } from '../../test/child.js';
import { injecting, killedAt, purgeToy, undoToy, userInChild } from '../../test/killed-at.js';
import { home } from '../../test/toy.js';
import { recoverBatches } from './recover-batches.js';

buildForChildren();

const tree = { store: { a: 'x', deep: { b: 'y' } }, logs: { 'one.log': '1', 'two.log': '2' }, notes: 'mine' };

const keep = 'await purge({ keepMs: 3_600_000 });';
const undo = `
  try {
    await core.undoBatch(undefined, { context });
  } catch (error) {
    if (error.code !== 'NOTHING_HELD') throw error;
  }`;

/** What a crash left becomes the tree of before, and stays so. */
async function expectAllBack(path: string, before: ReturnType<typeof snapshotTree>, about: string): Promise<void> {
  const cache = `${path}/.cache/toy`;
  for (const time of ['once', 'twice']) {
    await undoToy(path);
    const differences = diffSnapshots(before, snapshotTree(cache)).filter((line) => !/: mtime [^,]*$/.test(line));
    expect([about, time, differences]).toEqual([about, time, []]);
    const holds = readdirSync(`${path}/.cache`).filter((name) => name !== 'toy');
    expect(holds.flatMap((name) => readdirSync(`${path}/.cache/${name}`))).toEqual([]);
  }
  await purgeToy(path);
  expect(readdirSync(`${path}/.cache`)).toEqual(['toy']);
}

test.each(['rename', 'fsync'])(
  'keeping is killed at any %s: undo brings all of it back',
  needs('strace'),
  async (call) => {
    let crashes = 0;
    for (let nth = 1; ; nth++) {
      const made = home({ '.cache/toy': tree });
      const before = snapshotTree(`${made.path}/.cache/toy`);
      if (!(await killedAt(keep, made.path, { call, nth }))) break;
      crashes++;
      await expectAllBack(made.path, before, `${call} ${nth}`);
    }
    expect(crashes).toBeGreaterThan(0);
  },
);

test.each(['rename', 'link', 'fsync'])(
  'undo is killed at any %s: the next one ends it',
  needs('strace'),
  async (call) => {
    let crashes = 0;
    for (let nth = 1; ; nth++) {
      const made = home({ '.cache/toy': tree });
      const before = snapshotTree(`${made.path}/.cache/toy`);
      await purgeToy(made.path, { keepMs: 3_600_000 });
      expect(existsSync(`${made.path}/.cache/toy/store`)).toBe(false);
      if (!(await killedAt(undo, made.path, { call, nth }))) break;
      crashes++;
      await expectAllBack(made.path, before, `${call} ${nth}`);
    }
    expect(crashes).toBeGreaterThan(0);
  },
);

test.each([
  ['undo', undo],
  ['freeing early', 'await core.freeBatch(core.history(context).batches[0].batch, { context });'],
  [
    'removing what was kept long enough',
    'await (await module("apply/recover-batches.js")).recoverBatches(context, undefined, new Date(Date.now() + 7_200_000));',
  ],
])('%s works on a disk that takes no byte more', needs('strace'), async (what, code) => {
  const made = home({ '.cache/toy': tree });
  await purgeToy(made.path, { keepMs: 3_600_000 });
  const [journal = ''] = journalsIn(made.path);
  const written = readFileSync(journal, 'utf8');
  await inChild(code, made.path, injecting(['write', 'fsync'], 'error=ENOSPC', [journal]));
  expect(readFileSync(journal, 'utf8')).toBe(written);
  await recoverBatches(await userInChild(made.path), undefined);
  const cache = readdirSync(`${made.path}/.cache/toy`).sort();
  expect(cache).toEqual(what === 'undo' ? ['logs', 'notes', 'store'] : ['logs', 'notes']);
  expect(readdirSync(`${made.path}/.cache/toy/logs`)).toHaveLength(what === 'undo' ? 2 : 0);
  expect(readdirSync(`${made.path}/.cache`)).toEqual(['toy']);
});

function journalsIn(path: string): string[] {
  const folder = `${path}/.local/state/devclean/journal`;
  return readdirSync(folder).map((name) => `${folder}/${name}`);
}
