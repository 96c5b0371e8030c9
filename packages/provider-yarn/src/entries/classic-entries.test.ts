import { createHome, link, sparseFile, type Tree, testContext } from '@devclean/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { listCaches, shown } from '../../test/list-caches.js';

const sha1 = 'ae25cf2512b3885a1d95d7f037868d8431124765';
const other = '574c8138ce1d2b5861f0b44579dbadd60c6615b2';

const metadata = (name: unknown, version: unknown, resolved?: string): string =>
  JSON.stringify({ manifest: { name, version, readme: 'x' }, remote: { resolved, hash: sha1 } });

async function listed(tree: Tree) {
  const home = createHome({ '.cache/yarn': { 'v6/.tmp': {}, ...tree } });
  onTestFinished(() => home.remove());
  const { entries } = await listCaches(await testContext(home, { env: { FAKEROOTKEY: '1' } }));
  return entries;
}

test('names and versions are those of the metadata, not of the folder', async () => {
  const entries = await listed({
    [`v6/npm-@a-b-c-1.0.0-${sha1}-integrity/node_modules/@a/b-c/.yarn-metadata.json`]: metadata('@a/b-c', '1.0.0'),
    [`v6/npm-@a-b-c-1.0.0-${other}-integrity/node_modules/@a-b/c/.yarn-metadata.json`]: metadata('@a-b/c', '1.0.0'),
    [`v3/npm-ms-2.1.3-${sha1}/node_modules/ms/.yarn-metadata.json`]: metadata('ms', '2.1.3'),
    [`v1/npm-ms-0.7.2-${sha1}/.yarn-metadata.json`]: metadata('ms', '0.7.2'),
    [`v2/npm-@a/b-1.0.0-${sha1}/.yarn-metadata.json`]: metadata('@a/b', '1.0.0'),
    [`v2/npm-@a/c-2.0.0-${sha1}/.yarn-metadata.json`]: metadata('@a/c', '2.0.0'),
  });
  expect(entries.map(shown).sort()).toEqual([
    'dead: package @a/b 1.0.0',
    'dead: package @a/c 2.0.0',
    'dead: package ms 0.7.2',
    'dead: package ms 2.1.3',
    'v6: package @a-b/c 1.0.0',
    'v6: package @a/b-c 1.0.0',
  ]);
  expect(entries.every(({ nameFrom }) => nameFrom === '.yarn-metadata.json')).toBe(true);
});

test('the tarball counts with its package, and the same version in two editions is two entries', async () => {
  const entries = await listed({
    [`v6/npm-ms-2.1.3-${sha1}-integrity/node_modules/ms`]: {
      '.yarn-metadata.json': metadata('ms', '2.1.3'),
      '.yarn-tarball.tgz': 'x'.repeat(5000),
    },
    [`v6/npm-ms-2.1.3-${other}-integrity/node_modules/ms/.yarn-metadata.json`]: metadata('ms', '2.1.3'),
  });
  expect(entries.map(shown)).toEqual(['v6: package ms 2.1.3', 'v6: package ms 2.1.3']);
  expect(entries.map(({ usage }) => usage.files).sort()).toEqual([1, 2]);
});

test('addresses are shown without what is secret in them', async () => {
  const address = 'https://me:word@npm.example/ms/-/ms-2.1.3.tgz?token=abc#def';
  const [entry] = await listed({
    [`v6/npm-ms-2.1.3-${sha1}-integrity/node_modules/ms/.yarn-metadata.json`]: metadata('ms', '2.1.3', address),
  });
  expect(entry?.origin).toBe('https://npm.example/ms/-/ms-2.1.3.tgz');
});

test.each<[string, Tree, string, string]>([
  ['is missing', { 'package.json': '{"name":"@a/b","version":"1.2.3-x.1"}' }, 'package.json', '@a/b 1.2.3-x.1'],
  ['is no JSON', { '.yarn-metadata.json': '{"manifest":', 'package.json': '{' }, 'folder name', '@a/b 1.2.3-x.1'],
  ['is another JSON', { '.yarn-metadata.json': '[null]' }, 'folder name', '@a/b 1.2.3-x.1'],
  ['has no name', { '.yarn-metadata.json': metadata(['@a/b'], '1.2.3-x.1') }, 'folder name', '@a/b 1.2.3-x.1'],
  [
    'has no name that could be one',
    { '.yarn-metadata.json': metadata('\u001b[2J', '1') },
    'folder name',
    '@a/b 1.2.3-x.1',
  ],
  ['has no version', { '.yarn-metadata.json': metadata('@a/b', { a: 1 }) }, '.yarn-metadata.json', '@a/b'],
  ['is 100 MB long', { '.yarn-metadata.json': sparseFile(100_000_000) }, 'folder name', '@a/b 1.2.3-x.1'],
  ['is a folder', { '.yarn-metadata.json/x': 'x' }, 'folder name', '@a/b 1.2.3-x.1'],
  ['is a link to nothing', { '.yarn-metadata.json': link('nothing') }, 'folder name', '@a/b 1.2.3-x.1'],
])('where the metadata %s, the entry says where its name is from', async (_, tree, nameFrom, id) => {
  const entries = await listed({ [`v6/npm-@a-b-1.2.3-x.1-${sha1}-integrity/node_modules/@a/b`]: tree });
  expect(entries.map(shown)).toEqual([`v6: package ${id}`]);
  expect(entries[0]?.nameFrom).toBe(nameFrom);
});

test('what nothing names is counted and not named', async () => {
  const entries = await listed({
    'v6/empty': {},
    'v6/a-file': 'x',
    'v6/npm-two-1.0.0/node_modules': { one: {}, two: {} },
    'v6/npm-@a-b-1.0.0/node_modules/@a': {},
    'v6/npm-@scope': { a: 'x', b: {} },
    [`v1/npm-ms-0.7.2-${sha1}/.yarn-metadata.json`]: '{',
    'v6/.tmp/a-file': 'x',
    'v6/.tmp/nameless/index.js': 'x',
    'v6/.tmp/damaged/package.json': '{"name":',
  });
  expect(entries).toEqual([]);
});

test('what Yarn was unpacking, and the repositories that it keeps', async () => {
  const settings = '[core]\n\tbare = true\n[remote "origin"]\n\turl = https://me:word@git.example/a/tool.git\n';
  const entries = await listed({
    'v6/.tmp/0123': { 'package.json': '{"name":"half","version":"1.0.0"}', 'index.js': '' },
    'v6/.tmp/4567': { HEAD: 'x', config: settings },
    'v6/.tmp/89ab': { '.git/config': settings, 'package.json': '{"name":"@a/tool","version":"2.0.0"}' },
  });
  expect(entries.map(({ kind, name, version, origin }) => [kind, name, version, origin])).toEqual(
    expect.arrayContaining([
      ['unfinished', 'half', '1.0.0', undefined],
      ['git', 'tool', undefined, 'https://git.example/a/tool.git'],
      ['git', '@a/tool', '2.0.0', 'https://git.example/a/tool.git'],
    ]),
  );
});
