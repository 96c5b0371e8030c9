import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import type { Bytes } from '@devclean/core';
import { describe, expect, test } from 'vitest';
import { fileNameOf, readIndexPage } from './index-page.js';

async function read(page: string | Uint8Array, contentEncoding?: string) {
  const content = Buffer.from(page);
  const bytes: Bytes = {
    size: content.length,
    read: async (offset, length) => content.subarray(offset, offset + length),
  };
  const addresses: string[] = [];
  const project = await readIndexPage(bytes, contentEncoding, (address) => addresses.push(address));
  return { project, addresses };
}

const json = (files: readonly object[], rest = {}) =>
  JSON.stringify({ files, meta: { 'api-version': '1.4' }, ...rest });

describe('a page in JSON', () => {
  test('says its project, also at its end, and its files', async () => {
    const url = 'https://x/foo-1.0.tar.gz';
    expect(await read(json([{ filename: 'foo-1.0.tar.gz', url }], { name: 'foo' }))).toEqual({
      project: 'foo',
      addresses: [url],
    });
  });

  test('may be written with spaces and escapes', async () => {
    const page = '{ "name" :\n"foo", "files": [{"url": "https:\\/\\/x\\/na\\u00efve-1.0.zip?a=\\"b"}, {"url" : "ü"}] }';
    expect(await read(page)).toEqual({ project: 'foo', addresses: ['https://x/naïve-1.0.zip?a="b', 'ü'] });
  });

  test('is not misled by what stands within a string', async () => {
    const yanked = '"name": "evil", "url": "https://evil"';
    expect(await read(json([{ url: 'a', yanked }], { name: 'foo' }))).toEqual({ project: 'foo', addresses: ['a'] });
  });

  test('of many pieces loses nothing between two of them', async () => {
    const urls = Array.from(
      { length: 5000 },
      (_, i) => `https://files.example.org/${'é'.repeat(i % 40)}/foo-1.${i}.tar.gz`,
    );
    const page = json(
      urls.map((url) => ({ url })),
      { name: 'foo' },
    );
    expect(await read(page)).toEqual({ project: 'foo', addresses: urls });
    expect((await read(gzipSync(page), 'gzip')).addresses).toEqual(urls);
  });
});

describe('a page in HTML', () => {
  test('says its project in the title, and its files in links', async () => {
    const page = `<!DOCTYPE html><html><head><title>Links for Foo.Bar</title></head><body><h1>Links for Foo.Bar</h1>
      <a href="https://x/a-1.0.zip?a=1&amp;b=2#sha256=0" data-requires-python="&gt;=3">a</a><a rel=x HREF = '../b.whl'>b</a> <a href=c.zip>c</a>`;
    const addresses = ['https://x/a-1.0.zip?a=1&b=2#sha256=0', '../b.whl', 'c.zip'];
    expect(await read(page)).toEqual({ project: 'Foo.Bar', addresses });
  });

  test('without a title is about the project that all its files are of, if there is one', async () => {
    const links = (...names: string[]) => names.map((name) => `<a href="../../${name}#sha256=1">x</a>`).join('');
    expect((await read(links('Foo_Bar-1.0.zip', 'foo.bar-2.0-py3-none-any.whl'))).project).toBe('foo-bar');
    expect((await read(links('foo-1.0.zip', 'bar-1.0.zip'))).project).toBeUndefined();
    expect((await read('<p>nothing')).project).toBeUndefined();
  });
});

describe('packed', () => {
  const page = json([{ url: 'a' }], { name: 'foo' });
  test.for([
    ['gzip', gzipSync(page)],
    [undefined, gzipSync(page)],
    ['deflate', deflateSync(page)],
    ['br', brotliCompressSync(page)],
    // A header may be wrong.
    ['gzip', page],
    ['deflate', page],
    ['zstd', page],
  ] as const)('as %s, it is read', async ([encoding, body]) => {
    expect(await read(body, encoding)).toEqual({ project: 'foo', addresses: ['a'] });
  });

  test('and cut off, it says what is left of it', async () => {
    const urls = Array.from({ length: 2000 }, (_, i) => `https://x/${i * 7919}`);
    const packed = gzipSync(json(urls.map((url) => ({ url }))));
    const { addresses } = await read(packed.subarray(0, packed.length / 2));
    expect(addresses.length).toBeGreaterThan(500);
    expect(urls.slice(0, addresses.length)).toEqual(addresses);
  });

  test('to almost nothing, it is unpacked to a limit', async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024, ' '));
    expect(await read(bomb)).toEqual({ project: undefined, addresses: [] });
  });
});

test('hostile pages are read in one pass', async () => {
  for (const piece of ['"url":"', 'href="', '<a href', '"url"   ', '\\"', "href='", '<title>Links for ']) {
    await read(`{${piece.repeat(200_000)}`);
    await read(piece.repeat(200_000));
  }
});

test.for([
  ['https://x/y/foo-1.0.zip?a/b#c/d', 'foo-1.0.zip'],
  ['foo%2B1.zip', 'foo+1.zip'],
  ['https://x/y/', undefined],
  ['a/%2E%2E%2Fb', undefined],
  ['%E0%A4%A', undefined],
  ['x%1b%5b2J', undefined],
  ['', undefined],
] as const)('the file of %s is %s', ([address, name]) => {
  expect(fileNameOf(address)).toBe(name);
});
