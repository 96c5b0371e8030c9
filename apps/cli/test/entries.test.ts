import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { EntryList, ErrorDocument, InfoDocument, PurgePlan, PurgeResult } from '@devclean/core';
import { createHome, diffSnapshots, snapshotTree, type ThrowAwayHome } from '@devclean/testkit';
import { npmCache, pipCache } from '@devclean/testkit/known-tools';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { devclean } from './devclean.js';
import { schemaErrors } from './schemas.js';

let home: ThrowAwayHome;
let cache: string;
beforeEach(() => {
  const made = createHome({ '.cache/pip': pipCache(), '.npm/_cacache': npmCache() });
  onTestFinished(() => made.remove());
  home = made;
  cache = path.join(home.path, '.cache/pip');
});

async function list(...words: string[]): Promise<EntryList> {
  const run = await devclean(home, ['pip', 'list', ...words, '--json']);
  expect(run).toMatchObject({ code: 0, stderr: '' });
  const document = JSON.parse(run.stdout) as EntryList;
  expect(schemaErrors(document)).toBe('No errors');
  return document;
}

const names = ({ entries }: EntryList) => [
  ...new Set(entries.map(({ name, version = '' }) => `${name} ${version}`.trim())),
];

describe('pip list', () => {
  test('names downloads of every format and built wheels, largest first, and adds up to the sections', async () => {
    const document = await list();
    expect(names(document)).toEqual(
      expect.arrayContaining(['numpy 2.1.3', 'numpy', 'cryptography 43.0.3', 'pyyaml 5.4.1']),
    );
    const sizes = document.entries.map(({ usage }) => usage.allocatedBytes);
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
    const info = JSON.parse((await devclean(home, ['pip', 'info', '--json'])).stdout) as InfoDocument;
    for (const { id, usage } of info.provider.locations[0]?.sections ?? []) {
      const parts = [...document.entries, ...document.unnamed].filter(({ section }) => section === id);
      for (const field of ['files', 'directories', 'apparentBytes', 'allocatedBytes'] as const)
        expect(
          parts.reduce((sum, part) => sum + part.usage[field], 0),
          `${id}: ${field}`,
        ).toBe(usage[field]);
    }
  });

  test('takes a name as pip compares them, a pattern, a version', async () => {
    expect(names(await list('Pydantic.Core@2.27.1'))).toEqual(['pydantic-core 2.27.1']);
    expect(names(await list('py*'))).toEqual(expect.arrayContaining(['pydantic-core 2.27.1', 'pyyaml 5.4.1']));
    expect((await list('numpy')).unnamed).toEqual([]);
  });

  test('says in text what there is, and changes nothing', async () => {
    const before = snapshotTree(home.root);
    const { stdout, code } = await devclean(home, ['pip', 'list']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ *[\d.]+ [kM]?B +numpy +2\.1\.3 +wheel/m);
    expect(stdout).toMatch(/^\d+ entries, [\d.]+ [kM]?B\.$/m);
    expect(stdout).toMatch(/^Names are from: .*response headers \(\d+\)/m);
    expect(diffSnapshots(before, snapshotTree(home.root))).toEqual([]);
  });

  test.each([
    [['pip', 'list', 'nump'], 'NO_SUCH_ENTRY', 1, 'Did you mean "numpy"?'],
    [['pip', 'list', 'numpy@9'], 'NO_SUCH_ENTRY', 1, 'Choose a version of it that there is: 2.1.3.'],
    [['pip', 'list', 'numpy@'], 'BAD_ARGUMENT', 2, 'NAME@VERSION'],
    [['pip', 'purge', '--older-than', '0', '--yes'], 'BAD_ARGUMENT', 2, '30d'],
    [['pip', 'purge', '--older-than', '1e309', '--yes'], 'BAD_ARGUMENT', 2, '30d'],
  ] as const)('%j fails with %s', async (words, code, exit, hint) => {
    const run = await devclean(home, [...words, '--json']);
    expect(run.code).toBe(exit);
    expect(JSON.parse(run.stdout) as ErrorDocument).toMatchObject({ code, hint: expect.stringContaining(hint) });
  });
});

describe('pip remove', () => {
  test('takes all versions and kinds of a package but the index page, and nothing else', async () => {
    const before = snapshotTree(home.root);
    const gone = await list('numpy');
    const run = await devclean(home, ['pip', 'remove', 'NumPy', '--yes', '--json']);
    const result = JSON.parse(run.stdout) as PurgeResult;
    expect(run.code).toBe(0);
    expect(schemaErrors(result)).toBe('No errors');
    expect(result.removed).toEqual(result.plan.expected);
    const expected = gone.entries.filter(({ kind }) => kind !== 'index').flatMap(({ paths }) => paths);
    expect(expected.length).toBeGreaterThan(2);
    const removed = diffSnapshots(before, snapshotTree(home.root)).flatMap(
      (line) => /^gone: +(.*) \(/.exec(line)?.[1] ?? [],
    );
    expect(removed.map((name) => path.join(home.root, name)).sort()).toEqual(expected.sort());
    expect((await list('numpy')).entries.map(({ kind }) => kind)).toEqual(['index']);
  });

  test('takes the index page when that is asked for', async () => {
    const run = await devclean(home, ['pip', 'remove', 'numpy', '--with-index', '--yes']);
    expect(run.code).toBe(0);
    expect((await devclean(home, ['pip', 'list', 'numpy'])).code).toBe(1);
    expect(names(await list())).toContain('pandas 2.2.3');
  });

  test('names what goes before it asks, and asks', async () => {
    const run = await devclean(home, ['pip', 'remove', 'numpy==2.1.3', 'pyyaml']);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('numpy 2.1.3 (');
    expect(run.stderr).toContain('pyyaml 5.4.1 (wheel');
    expect(run.stderr).toContain('there is no terminal to ask at');
    expect((await list('numpy')).entries.length).toBeGreaterThan(1);
  });

  test('removes nothing at all when one of the names matches nothing', async () => {
    const before = snapshotTree(cache);
    const run = await devclean(home, ['pip', 'remove', 'numpy', 'nonsense', '--yes']);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('Nothing called "nonsense"');
    expect(diffSnapshots(before, snapshotTree(cache))).toEqual([]);
  });

  test('can be undone when it is kept', async () => {
    const before = snapshotTree(cache);
    await devclean(home, ['pip', 'remove', 'n*', '--keep', '24h', '--yes']);
    expect(diffSnapshots(before, snapshotTree(cache)).length).toBeGreaterThan(0);
    expect((await devclean(home, ['undo'])).code).toBe(0);
    const changes = diffSnapshots(before, snapshotTree(cache)).filter((line) => !line.includes('mtime'));
    expect(changes).toEqual([]);
  });
});

test('--older-than takes what was not used for so long, one by one', async () => {
  const plan = await devclean(home, ['pip', 'purge', '--older-than', '35d', '--dry-run', '--json']);
  const { steps, skipped } = JSON.parse(plan.stdout) as PurgePlan;
  const taken = [...new Set(steps.map(({ entry }) => entry?.name))].sort();
  expect(taken).toEqual(['cryptography', 'docopt', 'pillow', 'psycopg2', 'pyyaml']);
  expect(skipped).toContainEqual(expect.objectContaining({ section: 'http', reason: 'too-recent' }));
  const run = await devclean(home, ['sweep', '--older-than', '35d', '--yes', '--exclude', 'npm']);
  expect(run.code).toBe(0);
  const left = names(await list());
  expect(left).toEqual(expect.arrayContaining(['numpy 2.1.3', 'pyyaml 5.4.1']));
  expect(left).not.toContain('pillow 11.0.0');
  expect(existsSync(cache) && readdirSync(cache)).toContain('http-v2');
});
