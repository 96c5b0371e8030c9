/** At most, but for a value that is longer; the first chunks are smaller. */
const chunkBytes = 2 ** 20;
const firstBytes = 2 ** 12;
const lengthBytes = 4;

/**
 * Many small values, kept as the bytes of their JSON outside of the heap: a list of a cache has hundreds of thousands of them, and
 * as objects each takes several times as much. Of plain data only; what is read is a copy.
 */
export class PackedList<Value> implements Iterable<Value> {
  readonly #chunks: Buffer[] = [];
  /** Where each value begins: the number of its chunk times `chunkBytes`, and the place in it. */
  readonly #starts: number[] = [];
  /** Where the last chunk is free. */
  #free = 0;

  get length(): number {
    return this.#starts.length;
  }

  /** @returns its index. */
  push(value: Value): number {
    const json = JSON.stringify(value);
    const bytes = Buffer.byteLength(json);
    const chunk = this.#chunkFor(lengthBytes + bytes);
    chunk.writeUInt32LE(bytes, this.#free);
    chunk.write(json, this.#free + lengthBytes);
    const start = (this.#chunks.length - 1) * chunkBytes + this.#free;
    this.#free += lengthBytes + bytes;
    return this.#starts.push(start) - 1;
  }

  #chunkFor(bytes: number): Buffer {
    const last = this.#chunks.at(-1);
    if (last !== undefined && this.#free + bytes <= last.length) return last;
    const usual = Math.min(firstBytes * 2 ** this.#chunks.length, chunkBytes);
    const chunk = Buffer.allocUnsafeSlow(Math.max(usual, bytes));
    this.#chunks.push(chunk);
    this.#free = 0;
    return chunk;
  }

  /** @throws RangeError where there is none. */
  at(index: number): Value {
    const start = this.#starts[index];
    if (start === undefined) throw new RangeError(`There is no value ${index}`);
    const chunk = this.#chunks[Math.floor(start / chunkBytes)] as Buffer;
    const at = start % chunkBytes;
    const from = at + lengthBytes;
    return JSON.parse(chunk.toString('utf8', from, from + chunk.readUInt32LE(at)));
  }

  *[Symbol.iterator](): Generator<Value> {
    for (let index = 0; index < this.length; index++) yield this.at(index);
  }
}
