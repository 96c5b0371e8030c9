import type { Bytes } from './bytes.js';

/** What a zip archive's directory says of one file in it. Nothing of it is proven: an archive may say anything. */
export interface ZipRecord {
  readonly name: string;
  /** 0: as it is; 8: deflated. */
  readonly method: number;
  readonly packedSize: number;
  /** Where the file's own header lies, counted from the archive's beginning. */
  readonly offset: number;
}

/** The directory at an archive's end, read piece by piece. */
export interface ZipDirectory {
  /** The records that lie whole in what had to be read anyway: of a small archive all, of a large one the last. */
  readonly near: readonly ZipRecord[];
  /** All of them in order, as far as the directory may reach. */
  records(): AsyncGenerator<ZipRecord>;
}

const tailLength = 4096;
/** The end record with the longest comment that it may have. */
const longestTail = 22 + 65_535 + 20;
const windowLength = 64 * 1024;
const mostDirectory = 16 * 1024 * 1024;

/** Of most archives only the last 4 KiB are read at first. Nothing where it is no zip archive, or cut off. */
export async function zipDirectory(bytes: Bytes): Promise<ZipDirectory | undefined> {
  for (const length of [tailLength, longestTail]) {
    const start = Math.max(0, bytes.size - length);
    const tail = buffer(await bytes.read(start, length));
    const end = endRecord(tail);
    if (end === -1) {
      if (start === 0) return undefined;
      continue;
    }
    return {
      near: Array.from(recordsIn(tail.subarray(0, end)), ({ record }) => record),
      records: () => recordsOf(bytes, { tail, start, end }),
    };
  }
  return undefined;
}

/** A file of an archive; nothing where it is longer than `limit`, packed in another way, or damaged. */
export async function zipContent(bytes: Bytes, record: ZipRecord, limit: number): Promise<Buffer | undefined> {
  if (record.packedSize > limit) return undefined;
  const header = buffer(await bytes.read(record.offset, 30));
  if (header.length < 30 || header.readUInt32LE(0) !== 0x0403_4b50) return undefined;
  const start = record.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  const packed = buffer(await bytes.read(start, record.packedSize));
  if (packed.length < record.packedSize) return undefined;
  if (record.method === 0) return packed;
  if (record.method !== 8) return undefined;
  try {
    // A few kilobytes may stand for gigabytes.
    return process.getBuiltinModule('node:zlib').inflateRawSync(packed, { maxOutputLength: limit });
  } catch {
    return undefined;
  }
}

const endSignature = Buffer.from('PK\x05\x06', 'latin1');

/** Where in the tail the end record begins, whose comment must reach the archive's end; -1 where there is none. */
function endRecord(tail: Buffer): number {
  for (
    let at = tail.lastIndexOf(endSignature);
    at !== -1;
    at = at === 0 ? -1 : tail.lastIndexOf(endSignature, at - 1)
  ) {
    if (at + 22 <= tail.length && at + 22 + tail.readUInt16LE(at + 20) === tail.length) return at;
  }
  return -1;
}

interface Tail {
  readonly tail: Buffer;
  /** Where it lies in the archive. */
  readonly start: number;
  /** Where in it the end record begins. */
  readonly end: number;
}

async function* recordsOf(bytes: Bytes, at: Tail): AsyncGenerator<ZipRecord> {
  const { offset, length } = await directoryAt(bytes, at);
  const end = Math.min(bytes.size, offset + Math.min(length, mostDirectory));
  for (let next = offset; next < end; ) {
    const window = buffer(await bytes.read(next, Math.min(windowLength, end - next)));
    let read = 0;
    for (const { record, end: recordEnd } of recordsIn(window)) {
      yield record;
      read = recordEnd;
    }
    if (read === 0) break;
    next += read;
  }
}

async function directoryAt(
  bytes: Bytes,
  { tail, start, end }: Tail,
): Promise<{ readonly offset: number; readonly length: number }> {
  const part = { length: tail.readUInt32LE(end + 12), offset: tail.readUInt32LE(end + 16) };
  if (part.length !== 0xffff_ffff && part.offset !== 0xffff_ffff) {
    // Counted from the end: something may have been put before the archive.
    return { ...part, offset: Math.max(0, start + end - part.length) };
  }
  // More than 4 GB: a locator before the end record says where the long form of that lies.
  const locator = end - 20;
  if (locator < 0 || tail.readUInt32LE(locator) !== 0x0706_4b50) return { offset: 0, length: 0 };
  const long = buffer(await bytes.read(Number(tail.readBigUInt64LE(locator + 8)), 56));
  if (long.length < 56 || long.readUInt32LE(0) !== 0x0606_4b50) return { offset: 0, length: 0 };
  return { length: Number(long.readBigUInt64LE(40)), offset: Number(long.readBigUInt64LE(48)) };
}

const recordSignature = Buffer.from('PK\x01\x02', 'latin1');

/** The records that lie whole in a piece of the directory, and where in it each ends. */
function* recordsIn(piece: Buffer): Generator<{ readonly record: ZipRecord; readonly end: number }> {
  for (let at = piece.indexOf(recordSignature); at !== -1 && at + 46 <= piece.length; ) {
    const nameEnd = at + 46 + piece.readUInt16LE(at + 28);
    const end = nameEnd + piece.readUInt16LE(at + 30) + piece.readUInt16LE(at + 32);
    if (end <= piece.length) {
      const record = {
        name: piece.toString('utf8', at + 46, nameEnd),
        method: piece.readUInt16LE(at + 10),
        packedSize: piece.readUInt32LE(at + 20),
        offset: piece.readUInt32LE(at + 42),
      };
      yield { record, end };
    }
    at = piece.indexOf(recordSignature, Math.min(end, piece.length));
  }
}

function buffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
