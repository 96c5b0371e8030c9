import { existsSync, utimesSync } from 'node:fs';
import path from 'node:path';
import type { EntryList } from '@devclean/core';
import { createHome, diffSnapshots, snapshotTree, type ThrowAwayHome } from '@devclean/testkit';
import { npmCache, pipCache } from '@devclean/testkit/known-tools';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { devclean } from './devclean.js';
import { schemaErrors } from './schemas.js';

const orphan = `_cacache/content-v2/sha512/ab/cd/${'0'.repeat(124)}`;

let home: ThrowAwayHome;
beforeEach(() => {
  home = createHome({ '.cache/pip': pipCache(), '.npm': { ...npmCache(), [orphan]: 'what no key names' } });
  onTestFinished(() => home.remove());
});

test('orphans are listed by themselves, and only they go', async () => {
  const { stdout } = await devclean(home, ['npm', 'list', '--orphans', '--json']);
  const document = JSON.parse(stdout) as EntryList;
  expect(schemaErrors(document)).toBe('No errors');
  expect(document.entries.map(({ kind, paths }) => [kind, paths])).toEqual([
    ['orphan', [`${home.path}/.npm/${orphan}`]],
  ]);

  const before = snapshotTree(`${home.path}/.npm`);
  expect(await devclean(home, ['npm', 'remove', '*', '--orphans', '--yes'])).toMatchObject({ code: 0 });
  expect(existsSync(`${home.path}/.npm/${orphan}`)).toBe(false);
  const gone = diffSnapshots(before, snapshotTree(`${home.path}/.npm`)).filter((line) => !line.includes('mtime'));
  expect(gone).toEqual([expect.stringContaining(orphan)]);

  expect(await devclean(home, ['npm', 'list', '--orphans'])).toMatchObject({
    code: 0,
    stdout: 'No orphans: whatever lies here, the tool finds it by a name.\n',
  });
});

test('what says when something was used is said beside it, and in a plan by age', async () => {
  const list = await devclean(home, ['npm', 'list']);
  expect(list.stdout).toMatch(/\d{4}-\d\d-\d\d (?:read|written)\n/);
  expect(list.stdout).toMatch(/Last use is from: when files were (?:read|written)/);
  const byAge = async (age: string) =>
    (await devclean(home, ['npm', 'remove', '*', '--older-than', age, '--dry-run'])).stdout;
  expect(await byAge('30d')).toMatch(/used since \d{4}-\d\d-\d\d \(going\s+by when its files were/);
  const old = path.join(home.path, '.npm', orphan);
  utimesSync(old, 1_500_000_000, 1_500_000_000);
  const plan = await byAge('30d');
  expect(plan).toMatch(/Last use is from: when files were (?:read|written)/);
  expect(plan).toContain('orphan');
});

test('a tool that knows no orphans says so', async () => {
  const { code, stderr } = await devclean(home, ['pip', 'list', '--orphans']);
  expect(code).toBe(2);
  expect(stderr).toContain('What in the caches of pip is an orphan cannot be told.');
});

test('a tool without a cache says that it has none', async () => {
  expect(await devclean(home, ['yarn', 'list'])).toMatchObject({
    code: 0,
    stdout: 'Yarn has no cache on this machine.\n',
  });
});
