import { gzipSync } from 'node:zlib';
import type { ToolContext } from '@devclean/core';
import type { Tree } from '@devclean/testkit';
import { oldPipResponse, pipCache, pipResponse, tarGz, zip } from '@devclean/testkit/known-tools';
import { describe, expect, test } from 'vitest';
import { filesInMemory, filesOf } from '../../test/files-in-memory.js';
import { httpEntries } from './http-entries.js';

const mtime = new Date();
const host = 'https://files.example.org';
const wheel = (name: string, version: string) =>
  zip({ 'x.py': '', [`${name}-${version}.dist-info/METADATA`]: '', [`${name}-${version}.dist-info/RECORD`]: '' });
const sdist = (name: string, version: string) =>
  tarGz({ 'x-0/PKG-INFO': `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n` });
const page = (name: string, ...urls: string[]) => JSON.stringify({ files: urls.map((url) => ({ url })), name });
const json = { 'content-type': 'application/vnd.pypi.simple.v1+json' };
const pypi = (project: string, version: string, type: string) => ({
  'x-pypi-file-project': project,
  'x-pypi-file-version': version,
  'x-pypi-file-package-type': type,
});

async function listed(tree: Tree, indexes: readonly string[] = []) {
  const files = filesOf(tree, '/c');
  const found = [];
  for await (const entry of httpEntries(['/c/http-v2', '/c/http'], indexes, filesInMemory(files))) found.push(entry);
  const taken = found.flatMap(({ paths }) => paths);
  expect(new Set(taken).size).toBe(taken.length);
  return { found, unnamed: [...files.keys()].filter((path) => !taken.includes(path)) };
}

const shown = async (tree: Tree, indexes?: readonly string[]) => {
  const { found } = await listed(tree, indexes);
  return found.map(({ name, version, kind, fileName, nameFrom }) => [kind, name, version, fileName, nameFrom]);
};

const both = [
  ['http-v2', pipResponse],
  ['http', oldPipResponse],
] as const;

describe.for(both)('in %s', ([, response]) => {
  test('headers name a file, and its first bytes tell it from its metadata', async () => {
    const headers = pypi('Foo_Bar', '1.0', 'bdist_wheel');
    expect(
      await shown({
        ...response(`${host}/a`, wheel('x', '9'), headers, mtime),
        ...response(`${host}/b`, Buffer.from('Metadata-Version: 2.1\n'), headers, mtime),
        ...response(`${host}/c`, sdist('x', '9'), pypi('foo.bar', '1.0', 'sdist'), mtime),
        ...response(`${host}/d`, zip({}), pypi('foo.bar', '1.0', 'bdist_egg'), mtime),
      }),
    ).toEqual([
      ['wheel', 'foo-bar', '1.0', undefined, 'response headers'],
      ['metadata', 'foo-bar', '1.0', undefined, 'response headers'],
      ['sdist', 'foo-bar', '1.0', undefined, 'response headers'],
      ['unknown', 'foo-bar', '1.0', undefined, 'response headers'],
    ]);
  });

  test('an index page names files, whatever is in them, and adds the files’ names to what headers say', async () => {
    const files = ['a/foo-1.0-py3-none-any.whl', 'b/foo-1.0.tar.gz', 'c/foo-1.1-py3-none-any.whl'].map(
      (path) => `${host}/${path}`,
    );
    const [first = '', second = '', third = ''] = files;
    expect(
      await shown({
        ...response(first, Buffer.from('?'), {}, mtime),
        ...response(`${first}.metadata`, Buffer.from(''), {}, mtime),
        ...response(second, Buffer.from('?'), {}, mtime),
        ...response(third, Buffer.from('?'), pypi('Foo', '1.1', 'bdist_wheel'), mtime),
        ...response('https://i/simple/foo/', gzipSync(page('foo', ...files)), json, mtime),
      }),
    ).toEqual([
      ['wheel', 'foo', '1.0', 'foo-1.0-py3-none-any.whl', 'index page'],
      ['metadata', 'foo', '1.0', 'foo-1.0-py3-none-any.whl.metadata', 'index page'],
      ['sdist', 'foo', '1.0', 'foo-1.0.tar.gz', 'index page'],
      ['wheel', 'foo', '1.1', 'foo-1.1-py3-none-any.whl', 'response headers'],
      ['index', 'foo', undefined, undefined, 'contents'],
    ]);
  });

  test('an index page is asked only for what the headers leave open', async () => {
    const file = `${host}/a/foo-1.0_local.1-py3-none-any.whl`;
    expect(
      await shown({
        ...response(file, wheel('foo', '1.0'), pypi('foo', '1.0+local-1', 'bdist_wheel'), mtime),
        ...response('https://i/simple/foo/', Buffer.from(page('foo', `${host}/z/foo-9.zip`, file)), json, mtime),
      }),
    ).toEqual([
      ['wheel', 'foo', '1.0+local-1', 'foo-1.0_local.1-py3-none-any.whl', 'response headers'],
      ['index', 'foo', undefined, undefined, 'contents'],
    ]);
  });

  test('payloads name themselves', async () => {
    expect(
      await shown({
        ...response(`${host}/a`, wheel('foo_bar', '1.0'), {}, mtime),
        ...response(`${host}/b`, sdist('Foo.Bar', '1.0'), {}, mtime),
        ...response(`${host}/c`, Buffer.from('Metadata-Version: 2.1\nName: Foo\nVersion: 2\n\n'), {}, mtime),
        ...response(`${host}/d`, Buffer.from(page('foo')), {}, mtime),
        ...response(`${host}/e`, gzipSync('<title>Links for foo</title>'), { 'content-type': 'text/html' }, mtime),
      }),
    ).toEqual([
      ['wheel', 'foo-bar', '1.0', undefined, 'contents'],
      ['sdist', 'foo-bar', '1.0', undefined, 'contents'],
      ['metadata', 'foo', '2', undefined, 'contents'],
      ['index', 'foo', undefined, undefined, 'contents'],
      ['index', 'foo', undefined, undefined, 'contents'],
    ]);
  });

  test('a redirect is what it leads to', async () => {
    const to = (location: string) => ({ location });
    expect(
      await shown({
        ...response(`${host}/a`, Buffer.from(''), to(`${host}/x/foo-1.0-py3-none-any.whl`), mtime, 301),
        ...response(`${host}/b`, Buffer.from(''), to('/simple/foo/'), mtime, 308),
        ...response(`${host}/c`, Buffer.from(''), to(`${host}/elsewhere`), mtime, 301),
        ...response(`${host}/d`, Buffer.from(''), to(`${host}/login`), mtime, 301),
        ...response(`${host}/elsewhere`, wheel('bar', '2'), {}, mtime),
        ...response(`${host}/e`, Buffer.from(''), to(`${host}/page`), mtime, 301),
        ...response(`${host}/page`, Buffer.from(page('baz')), json, mtime),
      }),
    ).toEqual([
      ['redirect', 'foo', '1.0', 'foo-1.0-py3-none-any.whl', 'response headers'],
      ['redirect', 'foo', undefined, undefined, 'response headers'],
      ['redirect', 'bar', '2', undefined, 'redirect'],
      ['wheel', 'bar', '2', undefined, 'contents'],
      ['redirect', 'baz', undefined, undefined, 'redirect'],
      ['index', 'baz', undefined, undefined, 'contents'],
    ]);
  });

  test('links relative to a page count from where an index of the user’s has it', async () => {
    const tree = {
      ...response(
        'https://nexus.example.org/x/simple/foo-bar/',
        Buffer.from('<a href="../../f/foo_bar-1.0.tar.gz#md5=0">'),
        { 'content-type': 'text/html' },
        mtime,
      ),
      ...response('https://nexus.example.org/x/f/foo_bar-1.0.tar.gz', Buffer.from('?'), {}, mtime),
    };
    const index = ['index', 'foo-bar', undefined, undefined, 'contents'];
    expect(await shown(tree)).toEqual([index]);
    expect(await shown(tree, ['https://user:secret@nexus.example.org/x/simple'])).toEqual([
      index,
      ['sdist', 'foo-bar', '1.0', 'foo_bar-1.0.tar.gz', 'index page'],
    ]);
  });

  test('an address is said without what is secret in it', async () => {
    const url = 'https://me:secret@x.example.org/foo-1.0.zip?token=secret#secret';
    const { found } = await listed({
      ...response('https://x.example.org/foo-1.0.zip?token=secret', Buffer.from('?'), {}, mtime),
      ...response('https://i/simple/foo/', Buffer.from(page('foo', url)), json, mtime),
    });
    expect(found[0]?.origin).toBe('https://x.example.org/foo-1.0.zip');
    expect(JSON.stringify(found)).not.toContain('secret');
  });

  test('a mirror says a file’s name', async () => {
    expect(
      await shown({
        ...response(`${host}/a`, Buffer.from('?'), { 'X-Artifactory-Filename': 'foo-1.0.tar.gz' }, mtime),
        ...response(
          `${host}/b`,
          Buffer.from('?'),
          { 'content-disposition': 'attachment; filename=foo-1.1.zip' },
          mtime,
        ),
      }),
    ).toEqual([
      ['sdist', 'foo', '1.0', 'foo-1.0.tar.gz', 'response headers'],
      ['sdist', 'foo', '1.1', 'foo-1.1.zip', 'response headers'],
    ]);
  });

  test('nobody’s word is shown that could be no name', async () => {
    const evil = 'x\u001b[2J';
    const { found, unnamed } = await listed({
      ...response(`${host}/a`, Buffer.from('?'), pypi(evil, '1', 'sdist'), mtime),
      ...response(`${host}/b`, wheel('foo', evil), {}, mtime),
      ...response(`${host}/c`, Buffer.from(page(evil, `${host}/a`)), json, mtime),
      ...response(`${host}/d`, Buffer.from(''), { location: `${host}/simple/${evil}` }, mtime, 301),
    });
    expect(found).toEqual([]);
    expect(unnamed).toHaveLength(response === pipResponse ? 8 : 4);
  });
});

describe('files that belong together', () => {
  const tree = pipResponse(`${host}/a`, wheel('foo', '1.0'), {}, mtime);
  const [head = '', body = ''] = Object.keys(tree);

  test('go together, with what a killed pip left of them', async () => {
    const { found, unnamed } = await listed({ ...tree, [`${body}k2j4.tmp`]: 'half', [`${head}x1.tmp`]: '' });
    expect(found).toMatchObject([{ name: 'foo', version: '1.0' }]);
    expect(found[0]?.paths).toHaveLength(4);
    expect(unnamed).toEqual([]);
  });

  test('are named when one of them is missing or damaged', async () => {
    const [, content = ''] = Object.entries(tree)[1] ?? [];
    expect((await listed({ [body]: content })).found).toMatchObject([{ name: 'foo', kind: 'wheel' }]);
    expect((await listed({ ...tree, [head]: 'cc=4,\xc1' })).found).toMatchObject([{ name: 'foo', kind: 'wheel' }]);
    const named = pipResponse(`${host}/a`, Buffer.from(''), pypi('foo', '1', 'sdist'), mtime);
    expect((await listed({ [head]: named[head] ?? '' })).found).toMatchObject([{ name: 'foo', kind: 'sdist' }]);
  });

  test('a page without its headers is still a page', async () => {
    const index = pipResponse('https://i/', Buffer.from(page('foo', `${host}/z/foo-2.zip`)), json, mtime);
    const file = pipResponse(`${host}/z/foo-2.zip`, Buffer.from('?'), {}, mtime);
    const [, [path, content = ''] = ['']] = Object.entries(index);
    expect((await listed({ [path]: content, ...file })).found).toMatchObject([
      { name: 'foo', kind: 'index' },
      { name: 'foo', version: '2', kind: 'sdist' },
    ]);
  });

  test('what pip would not find there is none of its responses', async () => {
    const [content = ''] = Object.values(pipResponse(`${host}/a`, Buffer.from(''), pypi('foo', '1', 'sdist'), mtime));
    const { found, unnamed } = await listed({
      [head]: content,
      [head.replace(/^http-v2\/./, 'http-v2/z')]: content,
      [head.replace(/.$/, 'z')]: content,
      [`http-v2/${'a'.repeat(56)}`]: content,
      'http-v2/a/b/c/d/e/readme.txt': content,
    });
    expect(found).toMatchObject([{ name: 'foo', paths: [`/c/${head}`] }]);
    expect(unnamed).toHaveLength(4);
  });
});

test('a payload of 3 GB before its headers is named by a few kilobytes', async () => {
  const { readBytes, files, ...rest } = filesInMemory(new Map());
  const key = 'abcde'.padEnd(56, '0');
  const path = `/c/http/a/b/c/d/e/${key}`;
  const payload = 3_000_000_000;
  const archive = wheel('torch', '2.1.0');
  const before = Buffer.from('cc=4,\x81\xa8response\x82\xa4body\xc6\xb2\xd0\x5e\x00', 'latin1');
  const after = Buffer.from('\xa7headers\x81\xa1a\xa1b', 'latin1');
  const end = before.length + payload;
  const size = end + after.length;
  const parts = new Map([
    [0, before],
    [before.length, Buffer.from('PK\x03\x04')],
    [end - archive.length, archive],
    [end, after],
  ]);
  let read = 0;
  const context: ToolContext = {
    ...rest,
    async *files(folder) {
      if (path.startsWith(`${folder}/`)) yield { path, size, mtimeMs: 0, atimeMs: 0 };
    },
    async readBytes(_, offset, length) {
      const bytes = Buffer.alloc(Math.min(length, size - offset));
      read += bytes.length;
      for (const [at, part] of parts) {
        const isIn = at < offset + bytes.length && at + part.length > offset;
        if (isIn) part.copy(bytes, Math.max(0, at - offset), Math.max(0, offset - at));
      }
      return bytes;
    },
  };
  const found = [];
  for await (const entry of httpEntries(['/c/http'], [], context)) found.push(entry);
  expect(found).toMatchObject([{ name: 'torch', version: '2.1.0', kind: 'wheel' }]);
  expect(read).toBeLessThan(16_000);
});

test('of the sample cache everything has a name', async () => {
  const { found, unnamed } = await listed(pipCache());
  expect(unnamed.filter((path) => path.startsWith('/c/http'))).toEqual([]);
  const counted = (kind: string) => found.filter((entry) => entry.kind === kind).length;
  expect([counted('index'), counted('wheel'), counted('metadata'), found.length]).toEqual([10, 12, 10, 32]);
  expect(found[0]?.lastUsed).toEqual({ at: '2026-01-02T00:00:00.000Z', from: 'mtime' });
});
