import { gunzipSync } from 'node:zlib';
import { tarGz } from '@devclean/testkit/known-tools';
import { describe, expect, test } from 'vitest';
import { nameInTar } from './tar-names.js';

const info = (name: string, version: string) =>
  `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n\nName: not-this\n`;

async function nameIn(archive: Uint8Array, chunkLength = 700) {
  const taken = { bytes: 0 };
  async function* chunks() {
    for (let at = 0; at < archive.length; at += chunkLength) {
      taken.bytes = at + chunkLength;
      yield archive.subarray(at, at + chunkLength);
    }
  }
  return { found: await nameInTar(chunks()), read: taken.bytes };
}

const tar = (files: Readonly<Record<string, string | Uint8Array>>) => gunzipSync(tarGz(files));

describe('a source archive', () => {
  test('is named by its PKG-INFO, and read no further', async () => {
    const archive = tar({ 'x/setup.py': '#', 'x/PKG-INFO': info('Foo.Bar', '1.2'), 'x/data': Buffer.alloc(1_000_000) });
    const { found, read } = await nameIn(archive);
    expect(found).toEqual({ name: 'Foo.Bar', version: '1.2', kind: 'sdist' });
    expect(read).toBeLessThan(5000);
  });

  test.for([1, 511, 512, 4096])('whatever pieces of %d bytes it comes in', async (length) => {
    const archive = tar({ 'x/a': 'a'.repeat(600), './x/b': '', 'x/PKG-INFO': info('foo', '1') });
    expect((await nameIn(archive, length)).found).toMatchObject({ name: 'foo', version: '1' });
  });

  test('is named by its folder where PKG-INFO comes late, is missing, or says nothing', async () => {
    const expected = { name: 'foo-bar', version: '1.2', kind: 'sdist' };
    const late = tar({ 'foo-bar-1.2/data': Buffer.alloc(1_000_000), 'foo-bar-1.2/PKG-INFO': info('other', '3') });
    const { found, read } = await nameIn(late);
    expect([found, read < 300_000]).toEqual([expected, true]);
    expect((await nameIn(tar({ 'foo-bar-1.2/setup.py': '' }))).found).toEqual(expected);
    expect((await nameIn(tar({ 'foo-bar-1.2/PKG-INFO': 'nothing' }))).found).toEqual(expected);
  });

  test('of a repository is not named', async () => {
    expect((await nameIn(tar({ 'repo-main/README.md': '' }))).found).toBeUndefined();
  });

  test('wherever it is damaged, it does not throw', async () => {
    const archive = tar({ 'foo-1.2/setup.py': '#', 'foo-1.2/PKG-INFO': info('foo', '1.2') });
    for (let at = 0; at < 2200; at++) {
      await nameIn(archive.subarray(0, at));
      for (const byte of [0, 0x37, 0xff]) await nameIn(archive.with(at, byte));
    }
  });
});
