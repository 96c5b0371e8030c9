import type { CacheEntry } from '@devclean/core';
import { tarGz } from '@devclean/testkit/known-tools';
import { describe, expect, test } from 'vitest';
import { answer, blobOf, bucketOf, cacacheFiles, type Line, requestKey } from '../../test/cacache-tree.js';
import { bytesOf, listInMemory } from '../../test/list-in-memory.js';

const list = (lines: readonly Line[], more: Record<string, string | Uint8Array> = {}) =>
  listInMemory(bytesOf({ ...cacacheFiles(lines, '/c/'), ...more }));

const shown = ({ kind, name, version }: CacheEntry) => [kind, name, ...(version ? [version] : [])].join(' ');
const at = (path: string) => `/c/${path}`;

const tarball = (name: string, version: string, folder = 'package') =>
  tarGz({ [`${folder}/index.js`]: '#'.repeat(3000), [`${folder}/package.json`]: JSON.stringify({ name, version }) });
const lodash = tarball('lodash', '4.17.21');
const lodashAt = 'https://r.example.com/lodash/-/lodash-4.17.21.tgz';
const corgi = 'application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8, */*';

describe('a key', () => {
  test('is listed with its bucket and its content', async () => {
    expect(await list([answer(lodashAt, lodash)])).toEqual([
      {
        ...{ kind: 'tarball', name: 'lodash', version: '4.17.21', fileName: 'lodash-4.17.21.tgz' },
        ...{ nameFrom: 'address', origin: lodashAt },
        paths: [at(bucketOf(requestKey(lodashAt)))],
        shared: [at(blobOf(lodash))],
      },
    ]);
  });

  test('leads to its content however the path of the cache is written, with two kinds of separators on Windows', async () => {
    const files = bytesOf(cacacheFiles([answer(lodashAt, lodash)], '/c/./'));
    const entries = await listInMemory(files, 'cacache', ['/c/./index-v5', '/c/./content-v2']);
    expect(entries.map(shown)).toEqual(['tarball lodash 4.17.21']);
  });

  test('that shares its content with another has it go with the last of them', async () => {
    const mirror = 'https://mirror.example.com/lodash/-/lodash-4.17.21.tgz';
    const entries = await list([answer(lodashAt, lodash), answer(mirror, lodash)]);
    expect(entries.map(shown)).toEqual(['tarball lodash 4.17.21', 'tarball lodash 4.17.21']);
    expect(entries.map(({ paths }) => paths)).toEqual(
      [lodashAt, mirror].map((address) => [at(bucketOf(requestKey(address)))]),
    );
    expect(entries.map(({ shared }) => shared)).toEqual([[at(blobOf(lodash))], [at(blobOf(lodash))]]);
  });

  test('that lies in the bucket of another keeps the bucket until both go', async () => {
    const [mine, other] = [
      answer(lodashAt, lodash),
      answer('https://r.example.com/other', '{"name":"other"}', 'application/json'),
    ];
    const entries = await list([mine, { ...other, filedUnder: mine.key }]);
    expect(entries.map(shown)).toEqual(['tarball lodash 4.17.21', 'index other']);
    const bucket = at(bucketOf(mine.key));
    expect(entries.map(({ shared }) => shared)).toEqual([
      [at(blobOf(lodash)), bucket],
      [at(blobOf('{"name":"other"}')), bucket],
    ]);
    expect(entries.map(({ paths }) => paths)).toEqual([[], []]);
  });

  test('with a short and a full document is one entry', async () => {
    const address = 'https://r.example.com/@babel%2fcore';
    const [full, short] = ['{"name":"@babel/core","time":{}}', '{"name":"@babel/core"}'];
    expect(
      await list([
        answer(address, full, 'application/json', 'application/json'),
        answer(address, short, 'application/json', corgi),
      ]),
    ).toMatchObject([
      {
        kind: 'index',
        name: '@babel/core',
        paths: [at(bucketOf(requestKey(address)))],
        shared: [at(blobOf(short)), at(blobOf(full))],
      },
    ]);
  });

  test('keeps no hold on the answer before, to the same request', async () => {
    const address = 'https://r.example.com/lodash';
    const entries = await list(['{"a":1}', '{"a":2}'].map((text) => answer(address, text, 'application/json', corgi)));
    expect(entries).toMatchObject([
      { kind: 'index', name: 'lodash', shared: [at(blobOf('{"a":2}'))] },
      { kind: 'orphan', name: 'lodash', nameFrom: 'former key', paths: [at(blobOf('{"a":1}'))] },
    ]);
  });

  test('that moved for good is a redirect, not a tombstone', async () => {
    const { content: _, ...moved } = answer('https://r.example.com/lodash', '');
    const entries = await list([{ ...moved, metadata: { ...moved.metadata, status: 301 } }]);
    expect(entries).toMatchObject([{ kind: 'redirect', name: 'lodash', paths: [at(bucketOf(moved.key))] }]);
  });

  test('that was deleted is an orphan, and so is what only it led to', async () => {
    const entries = await list([answer(lodashAt, lodash), { key: requestKey(lodashAt) }]);
    expect(entries.map(shown)).toEqual(['orphan lodash 4.17.21', 'orphan lodash 4.17.21']);
    expect(entries.flatMap(({ paths }) => paths)).toEqual([at(bucketOf(requestKey(lodashAt))), at(blobOf(lodash))]);
  });

  test('that was written again after it was deleted is there', async () => {
    const entries = await list([answer(lodashAt, lodash), { key: requestKey(lodashAt) }, answer(lodashAt, lodash)]);
    expect(entries.map(shown)).toEqual(['tarball lodash 4.17.21']);
  });

  test('without its content is an orphan', async () => {
    const files = bytesOf(
      cacacheFiles([answer(lodashAt, lodash), answer('https://r.example.com/a', '{}', 'application/json')], '/c/'),
    );
    files.delete(at(blobOf(lodash)));
    expect((await listInMemory(files)).map(shown)).toEqual(['index a', 'orphan lodash 4.17.21']);
  });
});

describe('a name', () => {
  test.each([
    ['pacote:tarball:git+ssh://git@git.example.com/acme/ui.git#0123', 'git+ssh://git.example.com/acme/ui.git'],
    ['pacote:tarball:file:lib/ui-2.0.0.tgz', 'file:lib/ui-2.0.0.tgz'],
    ['pacote:packed-dir:git+https://ada:secret@git.example.com/acme/ui.git', 'git+https://git.example.com/acme/ui.git'],
    [
      requestKey('https://codeload.example.com/acme/ui/tar.gz/0123456789abcdef'),
      'https://codeload.example.com/acme/ui/tar.gz/…',
    ],
    [requestKey('https://store.example.com/blob?sig=abc'), 'https://store.example.com/blob'],
  ])('is in the content where %s does not say it', async (key, origin) => {
    expect(await list([{ key, content: tarball('@acme/ui', '2.0.0', 'ui-0123') }])).toMatchObject([
      { kind: 'tarball', name: '@acme/ui', version: '2.0.0', nameFrom: 'contents', origin },
    ]);
  });

  test('of what npm 6 worked out is in the index', async () => {
    const key = `pacote:version-manifest:${lodashAt}:sha512-${'a'.repeat(86)}==`;
    const metadata = {
      id: 'lodash@4.17.21',
      manifest: { name: 'lodash', version: '4.17.21' },
      type: 'finalized-manifest',
    };
    const entries = await list([
      { key, content: '.', metadata },
      { key: `${key}2`, content: '.', metadata },
    ]);
    expect(entries).toMatchObject([
      { kind: 'manifest', name: 'lodash', version: '4.17.21', origin: lodashAt, shared: [at(blobOf('.'))] },
      { kind: 'manifest', name: 'lodash', shared: [at(blobOf('.'))] },
    ]);
  });

  test('of an answer that is about no package is in its address', async () => {
    const keys = answer('https://r.example.com/-/npm/v1/keys', '{}', 'application/json');
    const tuf = answer('https://tuf.example.com/root/12.root.json', '{}', 'application/json');
    const picture = answer('https://r.example.com/logo.png', 'PNG', 'image/png');
    expect((await list([keys, tuf, picture])).map(shown)).toEqual([
      'response npm/v1/keys',
      'response root/12.root.json',
      'response logo.png',
    ]);
  });

  test('of headers that npm 6 noted as lists', async () => {
    const key = requestKey('https://r.example.com/lodash');
    const metadata = { reqHeaders: { accept: [corgi] }, resHeaders: { 'content-type': ['application/json'] } };
    expect(
      (
        await list([
          { key, content: '{}', metadata },
          { key, content: '{}', metadata },
        ])
      ).map(shown),
    ).toEqual(['index lodash']);
  });
});

describe('content that no key leads to', () => {
  test.each([
    ['a package', tarball('left-pad', '1.3.0'), 'orphan left-pad 1.3.0'],
    ['a document', '{"_id":"left-pad","_rev":"1","name":"left-pad","versions":{}}', 'orphan left-pad'],
    ['anything else', 'anything', 'orphan unnamed-content'],
  ])('is named by itself: %s', async (_, content, name) => {
    const entries = await list([answer(lodashAt, lodash)], { [at(blobOf(content))]: content });
    expect(entries.map(shown)).toEqual(['tarball lodash 4.17.21', name]);
  });

  test('is not spoken of where a part of the index cannot be read', async () => {
    const huge = `\n${'a'.repeat(8 * 1024 * 1024)}`;
    const entries = await list([answer(lodashAt, lodash)], {
      [at(blobOf('anything'))]: 'anything',
      [at(bucketOf('huge'))]: huge,
    });
    expect(entries.map(shown)).toEqual(['tarball lodash 4.17.21']);
  });

  test('by the weaker of two digests is led to all the same', async () => {
    const entries = await list([{ ...answer(lodashAt, lodash), algorithm: 'sha1' }]);
    expect(entries.map(({ shared }) => shared)).toEqual([[at(blobOf(lodash, 'sha1'))]]);
  });
});
