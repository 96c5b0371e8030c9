import { deflateSync, gzipSync } from 'node:zlib';
import type { CacheEntry, FoundSection } from '@devclean/core';
import { oldPipResponse, pipResponse, tarGz, zip } from '@devclean/testkit/known-tools';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { filesInMemory, filesOf } from '../../test/files-in-memory.js';
import { pipEntries } from './pip-entries.js';

const mtime = new Date(0);
const info = 'Metadata-Version: 2.1\nName: foo\nVersion: 1.0\n';
const wheel = zip({ 'foo-1.0.dist-info/METADATA': info, 'foo-1.0.dist-info/RECORD': '' });
const page = JSON.stringify({ files: [{ url: 'https://x/foo-1.0.zip' }], name: 'foo' });
const json = { 'content-type': 'application/vnd.pypi.simple.v1+json' };
const headers = { 'x-pypi-file-project': 'foo', 'x-pypi-file-version': '1.0', 'x-pypi-file-package-type': 'sdist' };
const sdist = tarGz({ 'foo-1.0/PKG-INFO': info });
const base64 = (text: string | Uint8Array) => Buffer.from(text).toString('base64');
const ofPip9 = { response: { body: base64(wheel), headers: { [base64('etag')]: base64('x') }, status: 200 } };

/** One of everything that a pip cache can hold. */
const whole = filesOf(
  {
    ...pipResponse('https://x/a', wheel, {}, mtime),
    ...pipResponse('https://x/foo-1.0.zip', sdist, headers, mtime),
    ...pipResponse('https://x/simple/foo/', gzipSync(page), { ...json, 'content-encoding': 'gzip' }, mtime),
    ...pipResponse('https://x/b', Buffer.from(info), {}, mtime),
    ...pipResponse('https://x/c', Buffer.from(''), { location: 'https://x/foo-1.0.zip' }, mtime, 301),
    ...oldPipResponse('https://x/d', wheel, {}, mtime),
    ...oldPipResponse(
      'https://x/e',
      Buffer.from('<title>Links for foo</title>'),
      { 'content-type': 'text/html' },
      mtime,
    ),
    [`http/a/b/c/d/e/abcde${'0'.repeat(51)}`]: Buffer.concat([
      Buffer.from('cc=2,'),
      deflateSync(JSON.stringify(ofPip9)),
    ]),
    [`wheels/ab/cd/ef/${'0'.repeat(50)}/foo-1.0-py3-none-any.whl`]: wheel,
    [`wheels/ab/cd/ef/${'0'.repeat(50)}/origin.json`]: JSON.stringify({ url: 'https://x/foo-1.0.zip' }),
  },
  '/c',
);

async function list(files: ReadonlyMap<string, Uint8Array>): Promise<CacheEntry[]> {
  const paths = ['/c/http-v2', '/c/http', '/c/wheels'];
  const found: CacheEntry[] = [];
  for await (const entry of pipEntries({ id: 'all', paths } as unknown as FoundSection, filesInMemory(files))) {
    found.push(entry);
  }
  return found;
}

/** Each file is in one entry at most, and all that is said can be shown: so what is listed and what is left add up. */
function expectSound(entries: readonly CacheEntry[], files: ReadonlyMap<string, Uint8Array>): void {
  const taken = entries.flatMap(({ paths }) => paths);
  if (new Set(taken).size !== taken.length || !taken.every((path) => files.has(path)))
    expect(taken).toEqual([...files.keys()]);
  for (const { paths, shared, lastUsed, ...said } of entries) {
    for (const text of Object.values(said)) if (!/^[\x20-\x7e]+$/.test(text)) expect(said).toBe('printable');
  }
}

test('unharmed, all of it has a name', async () => {
  const entries = await list(whole);
  expectSound(entries, whole);
  expect(new Set(entries.map(({ name }) => name))).toEqual(new Set(['foo']));
  expect(entries.map(({ kind }) => kind).sort()).toEqual(
    ['index', 'index', 'metadata', 'redirect', 'sdist', 'wheel', 'wheel', 'wheel', 'wheel'].sort(),
  );
});

for (const [path, content] of whole) {
  test(`no harm to ${path.slice(0, 22)}…${path.slice(-9)} makes the list fail`, { timeout: 120_000 }, async () => {
    // With what is read together with it: a header's body, a wheel's origin, another of its kind.
    const together = [...whole].filter(([other]) => other.slice(0, 12) === path.slice(0, 12));
    for (let at = 0; at < content.length; at++) {
      const bytes = [0x00, 0xff, 0x80, (content[at] ?? 0) ^ 0x01, (content[at] ?? 0) ^ 0x10];
      const harms = [content.subarray(0, at), ...bytes.map((byte) => content.with(at, byte))];
      // Each place is cut, or changed in one of five ways that take turns: a neighbour meets the next.
      for (const damaged of [harms[0], harms[1 + (at % 5)]] as Uint8Array[]) {
        const files = new Map([...together, [path, damaged]]);
        expectSound(await list(files), files);
      }
    }
  });
}

test('nor does any content in their place', async () => {
  const anywhere = fc.constantFrom(...whole.keys());
  const start = fc.constantFrom(
    '',
    'cc=4,',
    'cc=3,',
    'cc=2,',
    'cc=1,',
    'PK\x03\x04',
    '\x1f\x8b\x08',
    '{',
    '<a href=',
    'BZh',
    'Metadata-Version: ',
  );
  const content = fc
    .tuple(start, fc.oneof(fc.uint8Array({ maxLength: 600 }), fc.string({ maxLength: 200 })))
    .map(([first, rest]) => Buffer.concat([Buffer.from(first, 'latin1'), Buffer.from(rest)]));
  await fc.assert(
    fc.asyncProperty(fc.dictionary(anywhere, content, { maxKeys: 4 }), async (changes) => {
      const files = new Map([...whole, ...Object.entries(changes)]);
      expectSound(await list(files), files);
    }),
    { numRuns: 1500 },
  );
});
