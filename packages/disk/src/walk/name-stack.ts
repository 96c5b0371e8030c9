const separator = 0x2f;

/**
 * A stack of entry names in one growing buffer. A folder with a million folders in it costs the bytes of their names, where a million
 * Buffers would cost a hundred megabytes.
 */
export class NameStack {
  #bytes = Buffer.allocUnsafe(4096);
  #end = 0;

  push(name: Buffer): void {
    const end = this.#end + name.length + 1;
    if (end > this.#bytes.length) {
      const grown = Buffer.allocUnsafe(Math.max(end, this.#bytes.length * 2));
      this.#bytes.copy(grown, 0, 0, this.#end);
      this.#bytes = grown;
    }
    name.copy(this.#bytes, this.#end);
    this.#bytes[end - 1] = separator;
    this.#end = end;
  }

  /** @throws RangeError when the stack is empty. */
  pop(): Buffer {
    if (this.#end === 0) throw new RangeError('No names are left');
    const end = this.#end - 1;
    const start = end === 0 ? 0 : this.#bytes.lastIndexOf(separator, end - 1) + 1;
    this.#end = start;
    return Buffer.from(this.#bytes.subarray(start, end));
  }
}
