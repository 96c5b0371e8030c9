import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { diffSnapshots, snapshotTree, type ThrowAwayHome } from '@devclean/testkit';
import { needs } from '@devclean/testkit/real-tools';
import { expect, test } from 'vitest';
import { buildForChildren, inChild } from '../../test/child.js';
import { injecting, killedAt, purgeToy, undoToy, userInChild } from '../../test/killed-at.js';
import { home } from '../../test/toy.js';
import { recoverBatches } from './recover-batches.js';

buildForChildren();

const tree = { store: { a: 'x', deep: { b: 'y' } }, logs: { 'one.log': '1' }, notes: 'mine' };
const items = ['store', 'logs/one.log'];

const trash = 'await purge({ trash: true });';
const undo = `
  try {
    await core.undoBatch(undefined, { context });
  } catch (error) {
    if (error.code !== 'NOTHING_HELD') throw error;
  }`;

interface Look {
  readonly files: readonly string[];
  readonly info: readonly string[];
  /** Items that are in their place. */
  readonly place: readonly string[];
}

const infoFolder = ({ path }: ThrowAwayHome) => `${path}/.local/share/Trash/info`;

function lookAt({ path }: ThrowAwayHome): Look {
  const list = (part: string) => {
    const folder = `${path}/.local/share/Trash/${part}`;
    return existsSync(folder) ? readdirSync(folder).sort() : [];
  };
  const place = items.filter((item) => existsSync(`${path}/.cache/toy/${item}`));
  return { files: list('files'), info: list('info'), place };
}

/** Each item is in one place, and the trash tells of what it has and of nothing else. */
function expectWhole({ files, info, place }: Look, about: string): void {
  expect([about, info]).toEqual([about, files.map((name) => `${name}.trashinfo`)]);
  expect([about, place.length + files.length]).toEqual([about, items.length]);
}

function expectBack(made: ThrowAwayHome, before: ReturnType<typeof snapshotTree>, about: string): void {
  const after = snapshotTree(`${made.path}/.cache/toy`);
  const differences = diffSnapshots(before, after).filter((line) => !/: mtime [^,]*$/.test(line));
  expect([about, differences]).toEqual([about, []]);
  expectWhole(lookAt(made), about);
}

test.each(['mkdir', 'rename', 'fsync', 'write'])(
  'killed at any %s on the way to the trash: each item is in its place or in the trash, whole, and undo brings it back',
  needs('strace'),
  async (call) => {
    let crashes = 0;
    for (let nth = 1; ; nth++) {
      const made = home({ '.cache/toy': tree });
      const before = snapshotTree(`${made.path}/.cache/toy`);
      // Node writes for itself, too: only what is written to the trash counts.
      const only = call === 'write' ? items.map((item) => item.replace('logs/', '')) : [];
      const paths = only.map((name) => `${infoFolder(made)}/toy ${name}.trashinfo`);
      if (!(await killedAt(trash, made.path, { call, nth, paths }))) break;
      crashes++;
      const about = `${call} ${nth}`;
      const left = lookAt(made);
      expect([about, left.place.length + left.files.length]).toEqual([about, items.length]);
      // What is told of an item is there before the item.
      for (const name of left.files) {
        const told = readFileSync(`${infoFolder(made)}/${name}.trashinfo`, 'utf8');
        expect([about, told]).toEqual([about, expect.stringMatching(/\nX-Devclean-Batch=.*\n$/)]);
      }
      await recoverBatches(await userInChild(made.path), undefined);
      const once = lookAt(made);
      expectWhole(once, about);
      await recoverBatches(await userInChild(made.path), undefined);
      expect([about, lookAt(made)]).toEqual([about, once]);
      await undoToy(made.path);
      expectBack(made, before, about);
      await purgeToy(made.path, { trash: true });
      const again = lookAt(made);
      expectWhole(again, about);
      expect([about, again.place]).toEqual([about, []]);
    }
    expect(crashes).toBeGreaterThan(0);
  },
);

test.each(['rename', 'link', 'unlink', 'fsync'])(
  'undo out of the trash is killed at any %s: the next one ends it',
  needs('strace'),
  async (call) => {
    let crashes = 0;
    for (let nth = 1; ; nth++) {
      const made = home({ '.cache/toy': tree });
      const before = snapshotTree(`${made.path}/.cache/toy`);
      await purgeToy(made.path, { trash: true });
      expect(lookAt(made).place).toEqual([]);
      if (!(await killedAt(undo, made.path, { call, nth }))) break;
      crashes++;
      for (const time of ['once', 'twice']) {
        await undoToy(made.path);
        expectBack(made, before, `${call} ${nth}, ${time}`);
      }
    }
    expect(crashes).toBeGreaterThan(0);
  },
);

test.each([
  ['rename', 'EXDEV', 'without copying it'],
  ['rename', 'EACCES', 'the system refused rename (EACCES)'],
  ['write', 'ENOSPC', 'the system refused write (ENOSPC)'],
  ['fsync', 'EIO', 'the system refused fsync (EIO)'],
])(
  'where %s says %s, nothing moves and nothing of it stays in the trash',
  needs('strace'),
  async (call, error, why) => {
    const made = home({ '.cache/toy': tree });
    const before = snapshotTree(`${made.path}/.cache/toy`);
    const names = ['store', 'one.log'];
    const paths = call === 'rename' ? [] : names.map((name) => `${infoFolder(made)}/toy ${name}.trashinfo`);
    const outcomes = await inChild<{ status: string; error: { code: string; message: string } }[]>(
      'return (await purge({ trash: true })).result.outcomes;',
      made.path,
      injecting([call], `error=${error}`, paths),
    );
    expect(outcomes).toHaveLength(items.length);
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ status: 'failed', error: { code: 'CANNOT_TRASH' } });
      expect(outcome.error.message).toContain(why);
    }
    expect(diffSnapshots(before, snapshotTree(`${made.path}/.cache/toy`))).toEqual([]);
    expect(lookAt(made)).toEqual({ files: [], info: [], place: items });
  },
);
