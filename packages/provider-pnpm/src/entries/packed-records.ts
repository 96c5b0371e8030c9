/** What a value is to us: maps and records alike as maps; what is of no use as nothing. */
export type Unpacked = string | number | boolean | readonly Unpacked[] | ReadonlyMap<string, Unpacked> | undefined;

const limits = { depth: 16, values: 2_000_000, keys: 256 } as const;

class Damaged extends Error {}

/**
 * Reads one value of msgpack with the records of msgpackr, as pnpm 11 and 12 write them: the extension `r` gives a number from 0x40 to
 * 0x7f a list of keys, after which that number stands for a record, followed by the values alone. Nothing of what is damaged.
 * https://github.com/kriszyp/msgpackr#record--structure-extension, https://github.com/msgpack/msgpack/blob/master/spec.md
 */
export function unpackRecords(bytes: Uint8Array): Unpacked {
  try {
    return new Reader(bytes).value(0);
  } catch (error) {
    if (error instanceof Damaged || error instanceof RangeError) return undefined;
    throw error;
  }
}

class Reader {
  readonly #bytes: Buffer;
  readonly #records = new Map<number, readonly string[]>();
  #at = 0;
  #values = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  value(depth: number): Unpacked {
    if (depth > limits.depth || ++this.#values > limits.values) throw new Damaged();
    const type = this.#number(1);
    if (type >= 0x40 && type < 0x80) {
      const keys = this.#records.get(type);
      return keys === undefined ? type : this.#record(keys, depth);
    }
    if (type < 0x40) return type;
    if (type < 0x90) return this.#map(type & 0x0f, depth);
    if (type < 0xa0) return this.#array(type & 0x0f, depth);
    if (type < 0xc0) return this.#text(type & 0x1f);
    if (type >= 0xe0) return type - 0x100;
    return this.#long(type, depth);
  }

  #long(type: number, depth: number): Unpacked {
    switch (type) {
      case 0xc0:
        return undefined;
      case 0xc2:
      case 0xc3:
        return type === 0xc3;
      case 0xc4:
      case 0xc5:
      case 0xc6:
        return this.#skip(this.#number(1 << (type - 0xc4)));
      case 0xc7:
      case 0xc8:
      case 0xc9: // extensions: a length, a type, data
        return this.#skip(this.#number(1 << (type - 0xc7)) + 1);
      case 0xca:
        return this.#take(4).readFloatBE();
      case 0xcb:
        return this.#take(8).readDoubleBE();
      case 0xcc:
      case 0xcd:
      case 0xce:
        return this.#number(1 << (type - 0xcc));
      case 0xcf:
        return Number(this.#take(8).readBigUInt64BE());
      case 0xd0:
        return this.#take(1).readInt8();
      case 0xd1:
        return this.#take(2).readInt16BE();
      case 0xd2:
        return this.#take(4).readInt32BE();
      case 0xd3:
        return Number(this.#take(8).readBigInt64BE());
      case 0xd4:
        return this.#extension(depth);
      case 0xd5:
      case 0xd6:
      case 0xd7:
      case 0xd8: // extensions of 2, 4, 8, 16 bytes, and their type
        return this.#skip((1 << (type - 0xd4)) + 1);
      case 0xd9:
      case 0xda:
      case 0xdb:
        return this.#text(this.#number(1 << (type - 0xd9)));
      case 0xdc:
      case 0xdd:
        return this.#array(this.#number(2 << (type - 0xdc)), depth);
      case 0xde:
      case 0xdf:
        return this.#map(this.#number(2 << (type - 0xde)), depth);
      default: // 0xc1 is never used
        throw new Damaged();
    }
  }

  /** `r` and a number: keys follow, and the first record of them. Any other extension is of no use. */
  #extension(depth: number): Unpacked {
    const kind = this.#number(1);
    const id = this.#number(1);
    if (kind !== 0x72) return undefined;
    const keys = this.value(depth + 1);
    const known = Array.isArray(keys) ? keys.filter((key) => typeof key === 'string') : [];
    if (!Array.isArray(keys) || known.length !== keys.length || known.length > limits.keys) throw new Damaged();
    this.#records.set(id, known);
    return this.#record(known, depth);
  }

  #record(keys: readonly string[], depth: number): ReadonlyMap<string, Unpacked> {
    return new Map(keys.map((key) => [key, this.value(depth + 1)]));
  }

  #map(length: number, depth: number): ReadonlyMap<string, Unpacked> {
    const map = new Map<string, Unpacked>();
    for (let i = 0; i < length; i++) {
      const key = this.value(depth + 1);
      const value = this.value(depth + 1);
      if (typeof key === 'string') map.set(key, value);
    }
    return map;
  }

  #array(length: number, depth: number): readonly Unpacked[] {
    const all: Unpacked[] = [];
    for (let i = 0; i < length; i++) all.push(this.value(depth + 1));
    return all;
  }

  #text(length: number): string {
    return this.#take(length).toString();
  }

  #number(width: number): number {
    return this.#take(width).readUIntBE(0, width);
  }

  #skip(length: number): undefined {
    this.#take(length);
  }

  #take(length: number): Buffer {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new Damaged();
    const piece = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return piece;
  }
}
