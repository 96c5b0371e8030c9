import { createHome, type Tree, testContext } from '@devclean/testkit';
import { pnpmStore } from '@devclean/testkit/known-tools';
import { expect, onTestFinished, test } from 'vitest';
import { indexDb } from '../../test/index-db.js';
import { filesOfIndex } from './package-index.js';
import { databaseIndexes } from './sqlite-index.js';
import { storeEntries } from './store-entries.js';

async function listed(tree: Tree) {
  const home = createHome({ store: tree });
  onTestFinished(() => home.remove());
  const found: string[] = [];
  for await (const { name, version, shared } of storeEntries(`${home.path}/store`, await testContext(home)))
    found.push(`${name} ${version}: ${shared?.length} files`);
  return found.sort();
}

test.each(['v3', 'v10'] as const)('the packages of a store of layout %s, with their files', async (layout) => {
  expect(await listed(pnpmStore({ layout }))).toEqual([
    '@babel/core 7.26.0: 4 files',
    'left-pad 1.3.0: 4 files',
    'lodash 4.17.21: 4 files',
    'typescript 5.6.3: 4 files',
  ]);
});

test('an index of pnpm 10 that cannot be read still has its name', async () => {
  const at = `index/ab/${'c'.repeat(62)}-@babel+core@7.26.0.json`;
  expect(await listed({ files: {}, [at]: '{"files":' })).toEqual(['@babel/core 7.26.0: 0 files']);
});

test('files that an index names and that are not there are nobody’s', async () => {
  const integrity = `sha512-${Buffer.alloc(64).toString('base64')}`;
  const at = `index/ab/${'c'.repeat(62)}-ms@2.1.3.json`;
  const index = { name: 'ms', version: '2.1.3', files: { 'index.js': { integrity, mode: 0o644 }, x: null, y: '../z' } };
  expect(await listed({ files: {}, [at]: JSON.stringify(index) })).toEqual(['ms 2.1.3: 0 files']);
});

async function rowsOf(bytes: Uint8Array) {
  const home = createHome({ 'index.db': bytes });
  onTestFinished(() => home.remove());
  const found: string[] = [];
  for await (const { key, index } of databaseIndexes(`${home.path}/index.db`, await testContext(home)))
    found.push(`${key.split('\t')[1]}: ${index && filesOfIndex(index).length} files`);
  return found.sort();
}

test('the packages in the database of pnpm 11 and later', async () => {
  expect(await rowsOf(indexDb)).toEqual([
    '@devclean-sample/leaf@0.3.1: 3 files',
    'devclean-sample-cli@2.0.0: 3 files',
    'devclean-sample@1.2.0: 3 files',
  ]);
});

test('a damaged database ends the list, and is no error', async () => {
  const whole = await rowsOf(indexDb);
  for (let at = 0; at < indexDb.length; at += 97) {
    const harmed = Buffer.from(indexDb);
    harmed.fill(0xff, at, at + 5);
    expect((await rowsOf(harmed)).length).toBeLessThanOrEqual(whole.length);
    expect((await rowsOf(indexDb.subarray(0, at))).length).toBe(0);
  }
});
