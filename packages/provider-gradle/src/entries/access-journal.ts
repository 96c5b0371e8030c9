import { join } from 'node:path';
import type { ToolContext } from '@devclean/core';

/** When Gradle itself last used a file or folder of its user home, as far as it noted that. */
export interface AccessJournal {
  /** ISO 8601; nothing where it says nothing of this path. */
  lastAccess(path: string): string | undefined;
}

/**
 * Reads Gradle's own journal, `caches/journal-1/file-access.bin` (Gradle 4.8 and newer): by it, Gradle decides what it forgets. Nothing
 * when it is not there or is not the file that we know: a Gradle may be writing it at this moment.
 *
 * It is a B-tree of blocks, numbers with the highest byte first: a type, the room for the content (4 bytes), the content, and how long
 * type, room and content are (4). The list of free blocks comes first, then the header with the place of the root. Keys are not kept, but
 * the last eight bytes of the MD5 of the path as Kryo writes it. https://github.com/gradle/gradle/tree/master/platforms/core-execution/persistent-cache
 * (BTreePersistentIndexedCache, FileBackedBlockStore, KeyHasher), DefaultFileAccessTimeJournal.
 */
export async function readAccessJournal(userHome: string, context: ToolContext): Promise<AccessJournal | undefined> {
  const bytes = await wholeFile(join(userHome, 'caches', 'journal-1', 'file-access.bin'), context);
  const root = bytes && rootOf(bytes);
  if (bytes === undefined || root === undefined) return undefined;
  const now = Date.now();
  return {
    lastAccess(path) {
      const [ms] = keysOf(path).flatMap((key) => valueAt(bytes, find(bytes, root, key)) ?? []);
      return ms !== undefined && ms >= firstJournal && ms <= now + oneDay ? new Date(ms).toISOString() : undefined;
    },
  };
}

const blockTypes = { freeList: 0x44, header: 0x55, index: 0x77, data: 0x33 } as const;
const headLength = 5;
const tailLength = 4;
/** Of an index block; Gradle takes a file with another number for damaged. */
const mostEntries = 512;
/** Sixteen levels of half-full blocks hold more than any disk. */
const mostLevels = 16;
const mostBytes = 64 * 1024 * 1024;
const oneDay = 86_400_000;
/** No Gradle before this kept a journal. */
const firstJournal = Date.UTC(2018, 0, 1);

async function wholeFile(path: string, context: ToolContext): Promise<Buffer | undefined> {
  const parts: Uint8Array[] = [];
  const step = 1024 * 1024;
  for (let offset = 0; offset <= mostBytes; offset += step) {
    const part = await context.readBytes(path, offset, step);
    if (part === undefined) return undefined;
    parts.push(part);
    if (part.length < step) return Buffer.concat(parts);
  }
  return undefined;
}

/** Where a block's content begins, and how long it is; nothing when no such block is there, whole. */
function contentAt(bytes: Buffer, at: number, type: number, lengthOf: (content: number) => number): number | undefined {
  const content = at + headLength;
  if (!Number.isSafeInteger(at) || at < 0 || content + 16 > bytes.length || bytes[at] !== type) return undefined;
  const length = lengthOf(content);
  const isWhole = length <= bytes.readUInt32BE(at + 1) && content + length + tailLength <= bytes.length;
  return isWhole && bytes.readUInt32BE(content + length) === headLength + length ? content : undefined;
}

function rootOf(bytes: Buffer): number | undefined {
  if (bytes.length < headLength || bytes[0] !== blockTypes.freeList) return undefined;
  const first = headLength + bytes.readUInt32BE(1) + tailLength;
  const header = contentAt(bytes, first, blockTypes.header, () => 10);
  if (header === undefined || bytes.readUInt16BE(header + 8) !== mostEntries) return undefined;
  return positionAt(bytes, header);
}

/** A place in the file, as eight bytes; less than nothing stands for none. */
function positionAt(bytes: Buffer, at: number): number {
  return Number(bytes.readBigInt64BE(at));
}

const entryLength = 24;

/** The place of the data that belongs to a key. */
function find(bytes: Buffer, root: number, key: bigint): number | undefined {
  let at = root;
  for (let level = 0; level < mostLevels; level++) {
    const content = contentAt(bytes, at, blockTypes.index, (start) => 12 + entryLength * bytes.readUInt32BE(start));
    if (content === undefined) return undefined;
    const count = bytes.readUInt32BE(content);
    if (count > mostEntries) return undefined;
    let low = 0;
    for (let high = count; low < high; ) {
      const middle = (low + high) >> 1;
      const entry = content + 4 + entryLength * middle;
      const found = bytes.readBigInt64BE(entry);
      if (found === key) return positionAt(bytes, entry + 8);
      if (found < key) low = middle + 1;
      else high = middle;
    }
    // Behind the last entry stands the block of what is larger than all of them.
    const below = content + 4 + entryLength * low;
    at = positionAt(bytes, low < count ? below + 16 : below);
    if (at < 0) return undefined;
  }
  return undefined;
}

function valueAt(bytes: Buffer, at: number | undefined): number | undefined {
  const content = at === undefined ? undefined : contentAt(bytes, at, blockTypes.data, () => 16);
  if (content === undefined || bytes.readUInt32BE(content + 4) !== 8) return undefined;
  return Number(bytes.readBigInt64BE(content + 8));
}

/**
 * A path's keys: Kryo has a short form for short ASCII text, which Gradle 4.4.1 does not use; which of the two a version uses is only known
 * by what it finds.
 */
function keysOf(path: string): bigint[] {
  const short = path.length > 1 && path.length < 64 && Buffer.byteLength(path) === path.length;
  const { createHash } = process.getBuiltinModule('node:crypto');
  return [kryoString(path), ...(short ? [shortKryoString(path)] : [])].map((bytes) =>
    createHash('md5').update(bytes).digest().readBigInt64BE(8),
  );
}

/** A length in groups of bits, and UTF-8, surrogates each by itself. */
function kryoString(text: string): Buffer {
  const bytes: number[] = [];
  const length = text.length + 1;
  bytes.push((length & 0x3f) | (length >>> 6 === 0 ? 0x80 : 0xc0));
  for (let rest = length >>> 6; rest > 0; rest >>>= 7) bytes.push((rest & 0x7f) | (rest >>> 7 === 0 ? 0 : 0x80));
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit <= 0x7f) bytes.push(unit);
    else if (unit <= 0x7ff) bytes.push(0xc0 | (unit >> 6), 0x80 | (unit & 0x3f));
    else bytes.push(0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 0x3f), 0x80 | (unit & 0x3f));
  }
  return Buffer.from(bytes);
}

/** The text as it is, its last byte marked. */
function shortKryoString(text: string): Buffer {
  const bytes = Buffer.from(text, 'latin1');
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) | 0x80;
  return bytes;
}
