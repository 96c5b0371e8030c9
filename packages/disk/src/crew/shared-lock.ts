/** A lock between threads, on one word of shared memory: 0 free, 1 taken, 2 taken and waited for. */
export class SharedLock {
  readonly #words: Int32Array;
  readonly #at: number;

  constructor(words: Int32Array, at: number) {
    this.#words = words;
    this.#at = at;
  }

  /** Blocks, which is for sections of a microsecond only. */
  take(): void {
    if (Atomics.compareExchange(this.#words, this.#at, 0, 1) === 0) return;
    while (Atomics.exchange(this.#words, this.#at, 2) !== 0) Atomics.wait(this.#words, this.#at, 2);
  }

  release(): void {
    if (Atomics.exchange(this.#words, this.#at, 0) === 2) Atomics.notify(this.#words, this.#at, 1);
  }
}
