import type { Bytes } from '@devclean/core';
import { zip } from '@devclean/testkit/known-tools';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nameInZip } from './zip-names.js';

function counting(content: Uint8Array): Bytes & { bytes: number } {
  return {
    size: content.length,
    bytes: 0,
    async read(offset, length) {
      const piece = content.subarray(offset, offset + length);
      this.bytes += piece.length;
      return piece;
    },
  };
}

const files = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`foo/a_module_with_quite_a_name_${i}.py`, `${i}`]));
const info = { 'foo_bar-1.2.dist-info/METADATA': 'Name: foo_bar\n', 'foo_bar-1.2.dist-info/RECORD': '' };
const wheel = { name: 'foo_bar', version: '1.2', kind: 'wheel' };
const nameIn = (archive: Uint8Array) => nameInZip(counting(archive));

describe('a wheel', () => {
  test('is named by the last 4 KiB of it', async () => {
    const archive = counting(zip({ 'foo/data.bin': Buffer.alloc(1_000_000), ...info }));
    expect(await nameInZip(archive)).toEqual(wheel);
    expect(archive.bytes).toBe(4096);
  });

  test('is named wherever in its directory that stands', async () => {
    expect(await nameIn(zip({ ...info, ...files(3000) }))).toEqual(wheel);
    expect(await nameIn(zip({ ...files(1500), ...info, ...files(1400) }))).toEqual(wheel);
  });

  test('may have a comment, and something before it', async () => {
    const archive = zip({ ...info, ...files(500) });
    const commented = Buffer.concat([archive, Buffer.alloc(60_000, 'PK\x05\x06')]);
    commented.writeUInt16LE(60_000, archive.length - 2);
    expect(await nameIn(commented)).toEqual(wheel);
    expect(await nameIn(Buffer.concat([Buffer.alloc(100_000, '#'), archive]))).toEqual(wheel);
  });

  test('may be in the form for more than 4 GB', async () => {
    const archive = zip({ ...info, ...files(500) });
    const end = archive.length - 22;
    const long = Buffer.alloc(56);
    long.writeUInt32LE(0x0606_4b50, 0);
    long.writeBigUInt64LE(BigInt(archive.readUInt32LE(end + 12)), 40);
    long.writeBigUInt64LE(BigInt(archive.readUInt32LE(end + 16)), 48);
    const locator = Buffer.alloc(20);
    locator.writeUInt32LE(0x0706_4b50, 0);
    locator.writeBigUInt64LE(BigInt(end), 8);
    const short = Buffer.from(archive.subarray(end));
    short.writeUInt32LE(0xffff_ffff, 12);
    short.writeUInt32LE(0xffff_ffff, 16);
    expect(await nameIn(Buffer.concat([archive.subarray(0, end), long, locator, short]))).toEqual(wheel);
  });

  test('is not named after what it carries along', async () => {
    const vendored = { 'foo/_vendor/other-9.9.dist-info/METADATA': '', 'foo/PKG-INFO': '' };
    expect(await nameIn(zip({ ...info, ...vendored, ...files(200) }))).toEqual(wheel);
    expect(await nameIn(zip(vendored))).toBeUndefined();
  });
});

test('a source archive is named by the folder of its PKG-INFO', async () => {
  const archive = zip({
    'foo-bar-1.2/setup.py': '',
    'foo-bar-1.2/PKG-INFO': '',
    'foo-bar-1.2/x.egg-info/PKG-INFO': '',
  });
  expect(await nameIn(archive)).toEqual({ name: 'foo-bar', version: '1.2', kind: 'sdist' });
});

test('an archive of something else is not named', async () => {
  expect(await nameIn(zip({ 'repo-main/README.md': '' }))).toBeUndefined();
  expect(await nameIn(zip({}))).toBeUndefined();
});

test('no damage makes it throw, or read more than there may be of a directory', async () => {
  const archive = zip({ ...files(20), ...info });
  const damaged = fc.oneof(
    fc.nat(archive.length).map((length) => archive.subarray(0, length)),
    fc
      .tuple(fc.integer({ min: archive.length - 400, max: archive.length - 1 }), fc.nat(255))
      .map(([at, byte]) => archive.with(at, byte)),
    fc.uint8Array({ maxLength: 500 }),
  );
  await fc.assert(
    fc.asyncProperty(damaged, async (bytes) => {
      const counted = counting(bytes);
      await nameInZip(counted);
      expect(counted.bytes).toBeLessThan(20 * archive.length);
    }),
    { numRuns: 3000 },
  );
});
