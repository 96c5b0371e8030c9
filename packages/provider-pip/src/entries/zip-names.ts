import type { Bytes } from './bytes.js';
import { type Distribution, parseFileName, splitStem } from './distribution.js';

const tailLength = 4096;
/** The end record with the longest comment that it may have. */
const longestTail = 22 + 65_535 + 20;
const windowLength = 64 * 1024;
const mostDirectory = 16 * 1024 * 1024;

/**
 * What a zip archive calls itself: a wheel by its `name-version.dist-info` folder, a source archive by the folder in which
 * its `PKG-INFO` lies. Only the directory at the archive's end is read, of most wheels just its last 4 KiB: `dist-info` comes last.
 */
export async function nameInZip(bytes: Bytes): Promise<Distribution | undefined> {
  for (const length of [tailLength, longestTail]) {
    const start = Math.max(0, bytes.size - length);
    const tail = buffer(await bytes.read(start, length));
    const end = endRecord(tail);
    if (end === -1) {
      if (start === 0) return undefined;
      continue;
    }
    const near = Array.from(records(tail.subarray(0, end)), ({ name }) => wheelOf(name)).findLast((found) => found);
    return near ?? (await inDirectory(bytes, await directoryAt(bytes, tail, start, end)));
  }
  return undefined;
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

interface Part {
  readonly offset: number;
  readonly length: number;
}

async function directoryAt(bytes: Bytes, tail: Buffer, tailStart: number, end: number): Promise<Part> {
  const part = { length: tail.readUInt32LE(end + 12), offset: tail.readUInt32LE(end + 16) };
  if (part.length !== 0xffff_ffff && part.offset !== 0xffff_ffff) {
    // Counted from the end: something may have been put before the archive.
    return { ...part, offset: Math.max(0, tailStart + end - part.length) };
  }
  // More than 4 GB: a locator before the end record says where the long form of that lies.
  const locator = end - 20;
  if (locator < 0 || tail.readUInt32LE(locator) !== 0x0706_4b50) return { offset: 0, length: 0 };
  const long = buffer(await bytes.read(Number(tail.readBigUInt64LE(locator + 8)), 56));
  if (long.length < 56 || long.readUInt32LE(0) !== 0x0606_4b50) return { offset: 0, length: 0 };
  return { length: Number(long.readBigUInt64LE(40)), offset: Number(long.readBigUInt64LE(48)) };
}

async function inDirectory(bytes: Bytes, { offset, length }: Part): Promise<Distribution | undefined> {
  const end = Math.min(bytes.size, offset + Math.min(length, mostDirectory));
  let source: Distribution | undefined;
  for (let at = offset; at < end; ) {
    const window = buffer(await bytes.read(at, Math.min(windowLength, end - at)));
    let read = 0;
    for (const record of records(window)) {
      const wheel = wheelOf(record.name);
      if (wheel !== undefined) return wheel;
      source ??= sourceOf(record.name);
      read = record.end;
    }
    if (read === 0) break;
    at += read;
  }
  return source;
}

const recordSignature = Buffer.from('PK\x01\x02', 'latin1');

/** The records that lie whole in a piece of the directory. */
function* records(piece: Buffer): Generator<{ readonly name: string; readonly end: number }> {
  for (let at = piece.indexOf(recordSignature); at !== -1 && at + 46 <= piece.length; ) {
    const nameEnd = at + 46 + piece.readUInt16LE(at + 28);
    const end = nameEnd + piece.readUInt16LE(at + 30) + piece.readUInt16LE(at + 32);
    if (end <= piece.length) yield { name: piece.toString('utf8', at + 46, nameEnd), end };
    at = piece.indexOf(recordSignature, Math.min(end, piece.length));
  }
}

function wheelOf(name: string): Distribution | undefined {
  const folder = /^([^/]+)\.dist-info\/[^/]+$/.exec(name)?.[1];
  // A wheel's name without its tags.
  return folder === undefined ? undefined : parseFileName(`${folder}-py3-none-any.whl`);
}

function sourceOf(name: string): Distribution | undefined {
  const folder = /^([^/]+)\/PKG-INFO$/.exec(name)?.[1];
  return folder === undefined ? undefined : splitStem(folder, 'sdist');
}

function buffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
