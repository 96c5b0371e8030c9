import type { Bytes } from '@devclean/core';

/** What a msgpack value is to us. Bytes are never loaded: only where they lie. Numbers other than integers are nothing. */
export type Packed = string | number | boolean | Span | ReadonlyMap<string, Packed> | undefined;

/** Where some bytes lie. */
interface Span {
  readonly offset: number;
  readonly length: number;
  /** Short ones as text too: Python 2 kept some of its text as bytes. */
  readonly text?: string;
}

const limits = { depth: 6, values: 4096, text: 16 * 1024, shortBytes: 512, reads: 64 } as const;
const windowLength = 4096;

/**
 * Reads one msgpack value, which may be anything, or damaged: `undefined` then. Bounded in depth, in values, in reads; bytes
 * are jumped over, so that the headers behind a payload of 2 GB cost two reads.
 * A reader of our own, because the libraries want all of the input in memory. https://github.com/msgpack/msgpack/blob/master/spec.md
 *
 * @param stopAfter The key of a map: what comes after its value is not read.
 */
export async function readPacked(bytes: Bytes, offset: number, stopAfter?: string): Promise<Packed> {
  const cursor = new Cursor(bytes, offset);
  try {
    return await readValue(cursor, 0, stopAfter);
  } catch (error) {
    if (error instanceof Damaged) return undefined;
    throw error;
  }
}

class Damaged extends Error {}

class Cursor {
  position: number;
  values = 0;
  readonly #bytes: Bytes;
  #window: Buffer = Buffer.alloc(0);
  #start = 0;
  #reads = 0;

  constructor(bytes: Bytes, position: number) {
    this.#bytes = bytes;
    this.position = position;
  }

  /** The next so many bytes, which are then behind. */
  async take(length: number): Promise<Buffer> {
    const from = this.position - this.#start;
    if (from < 0 || from + length > this.#window.length) return this.#takeFromNext(length);
    this.position += length;
    return this.#window.subarray(from, from + length);
  }

  async #takeFromNext(length: number): Promise<Buffer> {
    if (++this.#reads > limits.reads) throw new Damaged();
    const read = await this.#bytes.read(this.position, Math.max(windowLength, length));
    this.#window = Buffer.from(read.buffer, read.byteOffset, read.byteLength);
    this.#start = this.position;
    if (this.#window.length < length) throw new Damaged();
    this.position += length;
    return this.#window.subarray(0, length);
  }

  skip(length: number): Span {
    const offset = this.position;
    if (offset + length > this.#bytes.size) throw new Damaged();
    this.position += length;
    return { offset, length };
  }
}

async function readValue(cursor: Cursor, depth: number, stopAfter?: string): Promise<Packed> {
  if (depth > limits.depth || ++cursor.values > limits.values) throw new Damaged();
  const [type = 0] = await cursor.take(1);
  if (type < 0x80) return type;
  if (type < 0x90) return readMap(cursor, type & 0x0f, depth, stopAfter);
  if (type < 0xa0) return readArray(cursor, type & 0x0f, depth);
  if (type < 0xc0) return readText(cursor, type & 0x1f);
  if (type >= 0xe0) return type - 0x100;
  switch (type) {
    case 0xc0:
      return undefined;
    case 0xc2:
      return false;
    case 0xc3:
      return true;
    case 0xc4:
    case 0xc5:
    case 0xc6:
      return readBinary(cursor, await readLength(cursor, 1 << (type - 0xc4)));
    case 0xc7:
    case 0xc8:
    case 0xc9: // extensions: a length, a type, data
      return nothing(cursor.skip((await readLength(cursor, 1 << (type - 0xc7))) + 1));
    case 0xca:
      return nothing(cursor.skip(4));
    case 0xcb:
      return nothing(cursor.skip(8));
    case 0xcc:
    case 0xcd:
    case 0xce:
      return readLength(cursor, 1 << (type - 0xcc));
    case 0xcf:
      return Number((await cursor.take(8)).readBigUInt64BE());
    case 0xd0:
      return (await cursor.take(1)).readInt8();
    case 0xd1:
      return (await cursor.take(2)).readInt16BE();
    case 0xd2:
      return (await cursor.take(4)).readInt32BE();
    case 0xd3:
      return Number((await cursor.take(8)).readBigInt64BE());
    case 0xd4:
    case 0xd5:
    case 0xd6:
    case 0xd7:
    case 0xd8: // extensions of 1, 2, 4, 8, 16 bytes, and their type
      return nothing(cursor.skip((1 << (type - 0xd4)) + 1));
    case 0xd9:
    case 0xda:
    case 0xdb:
      return readText(cursor, await readLength(cursor, 1 << (type - 0xd9)));
    case 0xdc:
    case 0xdd:
      return readArray(cursor, await readLength(cursor, 2 << (type - 0xdc)), depth);
    case 0xde:
    case 0xdf:
      return readMap(cursor, await readLength(cursor, 2 << (type - 0xde)), depth, stopAfter);
    default: // 0xc1 is never used
      throw new Damaged();
  }
}

function nothing(_: Span): undefined {}

async function readLength(cursor: Cursor, width: number): Promise<number> {
  return (await cursor.take(width)).readUIntBE(0, width);
}

async function readText(cursor: Cursor, length: number): Promise<Packed> {
  return length > limits.text ? cursor.skip(length) : (await cursor.take(length)).toString();
}

async function readBinary(cursor: Cursor, length: number): Promise<Packed> {
  if (length > limits.shortBytes) return cursor.skip(length);
  const offset = cursor.position;
  return { offset, length, text: (await cursor.take(length)).toString() };
}

async function readArray(cursor: Cursor, length: number, depth: number): Promise<undefined> {
  for (let i = 0; i < length; i++) await readValue(cursor, depth + 1);
}

async function readMap(cursor: Cursor, length: number, depth: number, stopAfter?: string): Promise<Packed> {
  const map = new Map<string, Packed>();
  for (let i = 0; i < length; i++) {
    const key = textOf(await readValue(cursor, depth + 1));
    const value = await readValue(cursor, depth + 1);
    if (key === undefined) continue;
    map.set(key, value);
    if (key === stopAfter) break;
  }
  return map;
}

/** The text of what is text, or short bytes. */
export function textOf(value: Packed): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'object' && !(value instanceof Map) ? (value as Span).text : undefined;
}
