import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createHome, snapshotTree, type Tree } from '@devclean/testkit';
import { needs } from '@devclean/testkit/real-tools';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildForChildren, inChild } from '../packages/core/test/child.js';
import { canaries, count, expectNoneLost, inTime, isSample } from './world.js';

buildForChildren();

/** How often each removal is attacked. */
const trials = isSample ? 12 : 60;
/** How often the naive walker is, at most: it must lose once. */
const naiveTrials = 60;
const files = (count: number): Tree =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`f${index}`, 'x']));

let folder = '';
describe('an attacker that swaps a folder for a link while it is removed', needs('cc'), () => {
  beforeAll(() => {
    folder = mkdtempSync(path.join(realpathSync(tmpdir()), 'devclean-swap-'));
    execFileSync('cc', ['-O2', '-o', path.join(folder, 'swap'), path.join(import.meta.dirname, 'swap.c')]);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs a removal under attack; how many of the victim's 300 files are gone. */
  async function underAttack(
    how: 'open' | 'path',
    remove: string,
  ): Promise<{ readonly lost: number; readonly gone: boolean }> {
    const made = createHome({
      ...canaries,
      victim: files(300),
      // One level down: a change of the item itself would be refused as such, and nothing would be tried.
      '.cache/toy': { store: { deep: { d: files(300), more: files(20) } }, notes: 'mine' },
    });
    symlinkSync(path.join(made.path, 'victim'), path.join(made.path, '.cache/toy/store/deep/evil'));
    const before = snapshotTree(made.root);
    const attack = spawn(path.join(folder, 'swap'), [how, 'd', 'evil']);
    attack.stdin.write(`${path.join(made.path, '.cache/toy/store/deep')}\n`);
    try {
      await new Promise((resolve) => attack.stdout.once('data', resolve));
      await inChild(remove, made.path).catch(() => undefined);
      attack.kill('SIGKILL');
      const lost = 300 - readdirSync(path.join(made.path, 'victim')).length;
      if (lost === 0) expectNoneLost('under attack', before, made);
      return { lost, gone: !existsSync(path.join(made.path, '.cache/toy/store')) };
    } finally {
      attack.kill('SIGKILL');
      made.remove();
    }
  }

  /** What everybody writes first: look, then act, by path. */
  const naive = `
    const remove = (at) => {
      const entry = fs.lstatSync(at, { throwIfNoEntry: false });
      if (entry?.isDirectory()) {
        for (const name of fs.readdirSync(at)) remove(at + '/' + name);
        try { fs.rmdirSync(at); } catch {}
      } else try { fs.unlinkSync(at); } catch {}
    };
    for (let time = 0; time < 3; time++) try { remove(home + '/.cache/toy/store'); } catch {}`;

  const removeTree = `
    const disk = await import('@devclean/disk');
    await disk.removeTree(disk.openDirectory(home + '/.cache/toy'), 'store', { hoist: false });`;

  test('takes from the naive walker: else it would prove nothing', async () => {
    let lost = 0;
    for (let trial = 0; trial < naiveTrials && lost === 0; trial++) lost += (await underAttack('open', naive)).lost;
    expect(lost).toBeGreaterThan(0);
    count('files that the naive walker lost to the attacker before it was stopped', lost);
  });

  test.for([
    // It uses the cache, which devclean would see and refuse: what is under attack is the removal itself.
    ['the removal of a tree, by who holds the folder open', 'open', removeTree],
    ['a whole purge, by who knows the path', 'path', 'await purge();'],
  ] as const)('takes nothing from %s', async ([name, how, remove]) => {
    let tried = 0;
    let removed = 0;
    for (; tried < trials && (tried < 4 || inTime()); tried++) {
      const { lost, gone } = await underAttack(how, remove);
      count('canaries lost', lost);
      expect([name, tried, lost]).toEqual([name, tried, 0]);
      if (gone) removed++;
    }
    // A removal that was refused would prove nothing.
    expect(removed).toBeGreaterThan(tried / 4);
    count('trials of the swap attacker', tried);
    count('trials of the swap attacker in which the cache went all the same', removed);
  });
});
