import { deflateRawSync } from 'node:zlib';
import { createHome, link, sparseFile, type Tree, testContext } from '@devclean/testkit';
import { zip } from '@devclean/testkit/known-tools';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { listCaches, shown } from '../../test/list-caches.js';
import { majorOf, zipFileName } from './zip-file-name.js';

async function listed(tree: Tree) {
  const home = createHome({ '.yarn/berry': { 'index/ff': {}, ...tree } });
  onTestFinished(() => home.remove());
  return (await listCaches(await testContext(home, { env: { FAKEROOTKEY: '1' } }))).entries;
}

const zipOf = (name: string, version: unknown, more = {}) =>
  zip({ [`node_modules/${name}/package.json`]: JSON.stringify({ name, version }), ...more });

/** One manifest, deflated, and said to be no longer than it is packed. */
function bomb(name: string): Buffer {
  const archive = zip({ [`node_modules/${name}/package.json`]: deflateRawSync(Buffer.alloc(60_000_000, ' ')) });
  for (const at of [8, archive.readUInt32LE(archive.length - 6) + 10]) archive.writeUInt16LE(8, at);
  return archive;
}

test('names and versions are those inside of the zip, not of the file', async () => {
  const entries = await listed({
    'cache/@a-b-c-npm-1.0.0-0123456789-10c0.zip': zipOf('@a/b-c', '1.0.0'),
    'cache/@a-b-c-npm-1.0.0-9876543210-10c0.zip': zipOf('@a-b/c', '1.0.0'),
    'cache/ms-npm-2.1.3-81ff3cfac1-10c0.zip': zipOf('ms', '2.1.3-beta+1', {
      'node_modules/ms/node_modules/debug/package.json': '{"name":"debug","version":"9.9.9"}',
    }),
  });
  expect(entries.map(shown).sort()).toEqual([
    'cache: zip of Yarn 4 @a-b/c 1.0.0',
    'cache: zip of Yarn 4 @a/b-c 1.0.0',
    'cache: zip of Yarn 4 ms 2.1.3-beta+1',
  ]);
});

test('a manifest is found wherever in the zip it stands', async () => {
  const files = Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`node_modules/ms/lib/part-${i}.js`, 'x']));
  const manifest = { 'node_modules/ms/package.json': '{"version":"2.1.3"}' };
  const entries = await listed({
    'cache/ms-npm-2.1.3-81ff3cfac1-10c0.zip': zip({ ...manifest, ...files }),
    'cache/ms-npm-2.1.3-81ff3cfac1-8.zip': zip({ ...files, ...manifest }),
  });
  expect(entries.map(shown).sort()).toEqual(['cache: zip of Yarn 3 ms 2.1.3', 'cache: zip of Yarn 4 ms 2.1.3']);
});

test('where a package came from, when it was not a registry', async () => {
  const entries = await listed({
    'cache/ms-npm-2.1.3-0123456789-10c0.zip': zipOf('ms', '2.1.3'),
    'cache/ms-patch-0123456789-10c0.zip': zipOf('ms', '2.1.3'),
    'cache/@a-b-https-0123456789-10c0.zip': zipOf('@a/b', '1.0.0'),
    'cache/c-file-0123456789-10c0.zip': zipOf('c', '1.0.0'),
  });
  expect(entries.map(({ name, origin }) => `${name} ${origin ?? ''}`).sort()).toEqual([
    '@a/b https:',
    'c file:',
    'ms ',
    'ms patch:',
  ]);
});

test.each([
  ['7', 2],
  ['8', 3],
  ['8c0', 3],
  ['10', 4],
  ['10c0', 4],
  ['11', undefined],
  ['1234567890', undefined],
  ['10c4567890', undefined],
])('the key %s is that of Yarn %s', (key, major) => expect(majorOf(key)).toBe(major));

test('what a file is called counts only with the name that is in it', () => {
  const of = (fileName: string, name: string) => zipFileName(fileName)?.of(name);
  expect(of('ms-npm-2.1.3-0123456789-10c0.zip', 'ms')).toEqual({ source: 'npm', major: 4 });
  expect(of('ms-npm-2.1.3-0123456789-10c0.zip', 'other')).toEqual({ major: 4 });
  expect(of('ms-npm-2.1.3-0123456789-0123456789.zip', 'ms')).toEqual({ source: 'npm' });
  expect(of('photos.zip', 'photos')).toBeUndefined();
});

describe('a damaged cache', () => {
  const whole = zipOf('ms', '2.1.3');
  test('what is no zip of a package is counted and not named', async () => {
    const entries = await listed({
      'cache/cut-npm-1.0.0-0123456789-10c0.zip': whole.subarray(0, whole.length - 40),
      'cache/junk-npm-1.0.0-0123456789-10c0.zip': 'PK\u0003\u0004 and no more',
      'cache/long-npm-1.0.0-0123456789-10c0.zip': sparseFile(5_000_000_000),
      'cache/empty-npm-1.0.0-0123456789-10c0.zip': '',
      'cache/folder-npm-1.0.0-0123456789-10c0.zip/ms-npm-1.0.0-0123456789-10c0.zip': whole,
      'cache/link-npm-1.0.0-0123456789-10c0.zip': link('ms-npm-2.1.3-81ff3cfac1-10c0.zip'),
      'cache/notes.zip': whole,
      'cache/ms-npm-2.1.3-81ff3cfac1-10c0.zip-0123456789abcdef.tmp': whole,
      'cache/way-npm-1.0.0-0123456789-10c0.zip': zip({ 'node_modules/../package.json': '{}' }),
      'cache/term-npm-1.0.0-0123456789-10c0.zip': zipOf('\u001b[2J', '1.0.0'),
      'cache/other-npm-1.0.0-0123456789-10c0.zip': zip({ 'package/package.json': '{"name":"other"}' }),
    });
    expect(entries).toEqual([]);
  });

  test('a manifest that cannot be read leaves the name', async () => {
    const entries = await listed({
      'cache/bomb-npm-1.0.0-0123456789-10c0.zip': bomb('bomb'),
      'cache/bad-npm-1.0.0-0123456789-10c0.zip': zip({ 'node_modules/bad/package.json': '{' }),
      'cache/none-npm-1.0.0-0123456789-10c0.zip': zip({ 'node_modules/none/package.json': 'null' }),
      'cache/odd-npm-1.0.0-0123456789-10c0.zip': zipOf('odd', ['1.0.0']),
    });
    expect(entries.map(shown).sort()).toEqual(
      ['bad', 'bomb', 'none', 'odd'].map((name) => `cache: zip of Yarn 4 ${name}`),
    );
  });

  test('any damage', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), fc.nat(whole.length), async (at, byte, length) => {
        const damaged = Buffer.from(whole);
        damaged[at] = byte;
        const home = createHome({
          '.yarn/berry/cache': {
            'ms-npm-2.1.3-81ff3cfac1-10c0.zip': damaged,
            'ms-npm-2.1.3-81ff3cfac1-8.zip': damaged.subarray(0, length),
          },
        });
        try {
          const { entries } = await listCaches(await testContext(home, { env: { FAKEROOTKEY: '1' } }));
          expect(entries.every(({ name }) => /^[\w.~!'()*@/-]+$/.test(name))).toBe(true);
        } finally {
          home.remove();
        }
      }),
      { numRuns: 20 },
    );
  });
});

test('what registries said: scoped names carry the length of their scope, or say themselves who they are', async () => {
  const said = (name: string) => JSON.stringify({ metadata: { versions: { '1.0.0': { name } } } });
  const entries = await listed({
    'metadata/npm/a3cd44/registry.example': {
      'ms.json': said('ms'),
      '@a-b-c-1.json': said('@a/b-c'),
      '@a-b-c-3.json': said('@a-b/c'),
      '@x-y.json': said('@x/y'),
      '@x-z.json': said('@x/another'),
      'notes.txt': 'x',
    },
    'metadata/npm/odd.json': said('odd'),
  });
  expect(entries.map(({ kind, name, origin }) => `${kind} ${name} ${origin}`).sort()).toEqual([
    'index @a-b/c registry.example',
    'index @a/b-c registry.example',
    'index @x/y registry.example',
    'index ms registry.example',
  ]);
});
