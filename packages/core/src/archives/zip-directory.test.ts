import { crc32, deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { zip } from '../../../testkit/src/archives/zip.js';
import type { Bytes } from './bytes.js';
import { type ZipRecord, zipContent, zipDirectory } from './zip-directory.js';

function bytesOf(content: Uint8Array): Bytes {
  return { size: content.length, read: async (offset, length) => content.subarray(offset, offset + length) };
}

async function namesIn(archive: Uint8Array): Promise<string[] | undefined> {
  const directory = await zipDirectory(bytesOf(archive));
  if (directory === undefined) return undefined;
  const names: string[] = [];
  for await (const { name } of directory.records()) names.push(name);
  return names;
}

/** One file, deflated. */
function deflated(name: string, content: Uint8Array): Buffer {
  const archive = zip({ [name]: deflateRawSync(content) });
  const directory = archive.readUInt32LE(archive.length - 22 + 16);
  for (const at of [8, directory + 10]) archive.writeUInt16LE(8, at);
  for (const at of [14, directory + 16]) archive.writeUInt32LE(crc32(content), at);
  return archive;
}

async function contentOf(archive: Uint8Array, limit = 1_000_000): Promise<string | undefined> {
  const bytes = bytesOf(archive);
  const [record] = (await zipDirectory(bytes))?.near ?? [];
  return record && (await zipContent(bytes, record, limit))?.toString();
}

test('every file of an archive is named, in order', async () => {
  const files = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`a/file number ${i}`, `${i}`]));
  expect(await namesIn(zip(files))).toEqual(Object.keys(files));
  expect(await namesIn(zip({}))).toEqual([]);
});

test('the last files are at hand at once', async () => {
  const directory = await zipDirectory(bytesOf(zip({ 'data.bin': Buffer.alloc(100_000), 'a.txt': 'a' })));
  expect(directory?.near.map(({ name }) => name)).toEqual(['data.bin', 'a.txt']);
});

test('a file is read as it is, or inflated', async () => {
  expect(await contentOf(zip({ 'a.txt': 'hello' }))).toBe('hello');
  expect(await contentOf(deflated('a.txt', Buffer.from('hello '.repeat(100))))).toBe('hello '.repeat(100));
});

test('a file that is longer than asked for, when packed or unpacked, is not read', async () => {
  expect(await contentOf(zip({ 'a.txt': 'x'.repeat(1001) }), 1000)).toBeUndefined();
  expect(await contentOf(deflated('bomb', Buffer.alloc(50_000_000)), 100_000)).toBeUndefined();
});

test('what is no archive, is cut off, or says what is not so, gives nothing and no error', async () => {
  const archive = zip({ 'a.txt': 'hello', 'b.txt': 'x'.repeat(3000) });
  expect(await namesIn(new Uint8Array())).toBeUndefined();
  expect(await namesIn(Buffer.alloc(100_000, 'PK'))).toBeUndefined();
  expect(await namesIn(archive.subarray(0, archive.length - 30))).toBeUndefined();
  const record: ZipRecord = { name: 'a.txt', method: 0, packedSize: 5, offset: 3 };
  expect(await zipContent(bytesOf(archive), record, 1000)).toBeUndefined();
  expect(await zipContent(bytesOf(archive), { ...record, offset: 0, packedSize: 999_999 }, 1e9)).toBeUndefined();
  expect(await zipContent(bytesOf(archive), { ...record, offset: 0, method: 93 }, 1000)).toBeUndefined();
});

test('any damage', async () => {
  const archive = deflated('node_modules/a/package.json', Buffer.from('{"name":"a"}'));
  await fc.assert(
    fc.asyncProperty(fc.nat(archive.length - 1), fc.nat(255), fc.nat(archive.length), async (at, byte, length) => {
      const damaged = Buffer.from(archive);
      damaged[at] = byte;
      await namesIn(damaged);
      await contentOf(damaged.subarray(0, length));
    }),
  );
});
