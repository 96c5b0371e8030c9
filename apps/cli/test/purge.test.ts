import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { PurgePlan, PurgeResult } from '@devclean/core';
import { createHome, diffSnapshots, pipCache, snapshotTree, type ThrowAwayHome, treeHash } from '@devclean/testkit';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { devclean, devcleanAtTerminal, script } from './devclean.js';

let home: ThrowAwayHome;
let cache: string;
beforeEach(() => {
  const made = createHome({ '.cache/pip': { ...pipCache(), 'decoy.txt': 'mine\n' }, 'notes.txt': 'mine too\n' });
  onTestFinished(() => made.remove());
  home = made;
  cache = path.join(home.path, '.cache/pip');
});

test('pip purge --yes frees what its plan promised, and nothing else', async () => {
  const planned = JSON.parse((await devclean(home, ['pip', 'purge', '--dry-run', '--json'])).stdout) as PurgePlan;
  const run = await devclean(home, ['pip', 'purge', '--yes', '--json']);
  const result = JSON.parse(run.stdout) as PurgeResult;
  expect(run.code).toBe(0);
  expect(result.removed).toEqual(planned.expected);
  expect(planned.expected.files).toBeGreaterThan(10);
  expect(readdirSync(cache).filter((name) => name !== 'CACHEDIR.TAG')).toEqual(['decoy.txt']);
  expect(readFileSync(path.join(home.path, 'notes.txt'), 'utf8')).toBe('mine too\n');
});

test('it says what it freed, and a second run has nothing to do', async () => {
  const first = await devclean(home, ['pip', 'purge', '--yes']);
  expect(first.stdout).toMatch(/^Freed [\d.]+ [kMG]?B in \d+ files\.\n/);
  expect(first.stderr).toContain('It cannot be undone.');
  const second = await devclean(home, ['pip', 'purge', '--yes']);
  expect(second).toMatchObject({ code: 0, stdout: 'Nothing to remove.\n', stderr: '' });
});

test.each([[['pip', 'purge']], [['sweep']], [['sweep', 'pip', '--include', 'costly']]])(
  '%j --dry-run changes no byte',
  async (command) => {
    const before = snapshotTree(home.root);
    expect((await devclean(home, [...command, '--dry-run'])).code).toBe(0);
    expect((await devclean(home, [...command, '--dry-run', '--json'])).code).toBe(0);
    expect(diffSnapshots(before, snapshotTree(home.root))).toEqual([]);
  },
);

test('sweep takes what is safe, and --include costly the rest', async () => {
  await devclean(home, ['sweep', '--yes']);
  expect(existsSync(path.join(cache, 'http-v2'))).toBe(false);
  expect(existsSync(path.join(cache, 'wheels'))).toBe(true);
  await devclean(home, ['sweep', '--yes', '--include', 'costly']);
  expect(existsSync(path.join(cache, 'wheels'))).toBe(false);
});

test('--section takes that part only', async () => {
  await devclean(home, ['pip', 'purge', '--yes', '--section', 'wheels']);
  expect(existsSync(path.join(cache, 'http-v2'))).toBe(true);
  expect(existsSync(path.join(cache, 'wheels'))).toBe(false);
});

test('a plan that was written is applied later, and only as it was written', async () => {
  const written = await devclean(home, ['sweep', '--plan-out', 'plan.json'], {
    env: { INIT_CWD: home.path },
    cwd: '/',
  });
  expect(written.code).toBe(0);
  expect(written.stdout).toContain('"devclean apply plan.json" does it');
  expect(existsSync(path.join(cache, 'http-v2'))).toBe(true);
  const applied = await devclean(home, ['apply', 'plan.json', '--yes', '--json']);
  expect(applied.code).toBe(0);
  expect((JSON.parse(applied.stdout) as PurgeResult).plan).toEqual(
    JSON.parse(readFileSync(path.join(home.path, 'plan.json'), 'utf8')),
  );
  expect(existsSync(path.join(cache, 'http-v2'))).toBe(false);
});

test('a relative path means the folder that npm was started in', async () => {
  const other = path.join(home.root, 'elsewhere');
  home.write({ '../elsewhere': { caches: pipCache() } });
  const run = await devclean(home, ['pip', 'purge', '--yes', '--location', 'caches', '--json'], {
    env: { INIT_CWD: other },
    cwd: '/',
  });
  expect(run.code).toBe(0);
  expect(existsSync(path.join(other, 'caches', 'http-v2'))).toBe(false);
  expect(existsSync(path.join(cache, 'http-v2'))).toBe(true);
});

describe('without a terminal and without --yes', () => {
  test.each([[['pip', 'purge']], [['sweep']]])('%j refuses', async (command) => {
    const before = treeHash(home.root);
    const run = await devclean(home, command);
    expect(run.code).toBe(2);
    expect(run.stdout).toBe('');
    expect(run.stderr).toMatch(
      /devclean: This would free .* and there is no terminal to ask at\.\n {2}.* --dry-run, and confirm it with --yes\.\n$/,
    );
    expect(treeHash(home.root)).toBe(before);
  });

  test('as JSON too', async () => {
    const run = await devclean(home, ['pip', 'purge', '--json']);
    expect(run.code).toBe(2);
    expect(JSON.parse(run.stdout)).toMatchObject({ schema: 'devclean.error/1', code: 'NEEDS_CONFIRMATION' });
  });

  test('a refusal is not needed where there is nothing to do', async () => {
    await devclean(home, ['pip', 'purge', '--yes']);
    expect(await devclean(home, ['pip', 'purge'])).toMatchObject({ code: 0, stdout: 'Nothing to remove.\n' });
  });
});

describe.runIf(existsSync(script))('at a terminal', () => {
  test('yes removes', async () => {
    const run = await devcleanAtTerminal(home, ['pip', 'purge'], 'y\n');
    expect(run.stdout).toContain('Freed');
    expect(run.code).toBe(0);
    expect(readdirSync(cache).filter((name) => name !== 'CACHEDIR.TAG')).toEqual(['decoy.txt']);
  });

  test.each([
    ['no', 'n\n', 0],
    ['the default', '\n', 0],
    ['an interrupt', '\u0003', 130],
  ])('%s leaves everything', async (_, answer, code) => {
    const before = treeHash(home.path);
    const run = await devcleanAtTerminal(home, ['pip', 'purge'], answer);
    expect(run.stdout).toContain('Nothing was removed.');
    expect(run.code).toBe(code);
    expect(treeHash(home.path)).toBe(before);
  });
});
