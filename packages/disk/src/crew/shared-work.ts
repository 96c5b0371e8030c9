import type { Progress } from '../walk/progress.js';
import type { Walk } from '../walk/walk.js';
import { SharedLock } from './shared-lock.js';

/** The memory that the threads of one walk share. */
export interface SharedMemory {
  readonly words: SharedArrayBuffer;
  readonly parts: SharedArrayBuffer;
  readonly progress: SharedArrayBuffer;
}

const lock = 0;
/** Parts that nobody has finished yet, whether they wait here or a thread works on them. */
const unfinished = 1;
const waitingThreads = 2;
/** Counts up whenever a waiting thread should look again. */
const changes = 3;
const stopped = 4;
const queuedParts = 5;
const queuedBytes = 6;
/** A bit for each thread that takes part, and one that says that it is too late to. */
const joined = 7;
const wordCount = 8;
const closed = 1 << 30;

const queueBytes = 2 ** 20;
const progressFields = 3;

/** The one queue of parts of a walk that its threads share, and what they tell each other. */
export class SharedWork {
  readonly memory: SharedMemory;
  readonly #words: Int32Array;
  readonly #parts: Buffer;
  readonly #progress: Float64Array;
  readonly #lock: SharedLock;

  constructor(memory: SharedMemory) {
    this.memory = memory;
    this.#words = new Int32Array(memory.words);
    this.#parts = Buffer.from(memory.parts);
    this.#progress = new Float64Array(memory.progress);
    this.#lock = new SharedLock(this.#words, lock);
  }

  /** For a walk of which one thread has a part in hand. */
  static create(threads: number): SharedWork {
    const work = new SharedWork({
      words: new SharedArrayBuffer(wordCount * 4),
      parts: new SharedArrayBuffer(queueBytes),
      progress: new SharedArrayBuffer(threads * progressFields * 8),
    });
    Atomics.store(work.#words, unfinished, 1);
    return work;
  }

  get isStopped(): boolean {
    return Atomics.load(this.#words, stopped) === 1;
  }

  get isFinished(): boolean {
    return Atomics.load(this.#words, unfinished) === 0;
  }

  /** A thread that comes to take part. @returns false when the walk is over already. */
  join(thread: number): boolean {
    return (Atomics.or(this.#words, joined, 1 << thread) & closed) === 0;
  }

  hasJoined(thread: number): boolean {
    return (Atomics.load(this.#words, joined) & (1 << thread)) !== 0;
  }

  /** Lets no further thread in. @returns whether a thread takes part, so that its answer has to be waited for. */
  close(): (thread: number) => boolean {
    const threads = Atomics.or(this.#words, joined, closed);
    return (thread) => (threads & (1 << thread)) !== 0;
  }

  /** Ends the walk in all threads. */
  stop(): void {
    Atomics.store(this.#words, stopped, 1);
    this.#announce();
  }

  /**
   * Walks on until the part in hand is finished.
   * @returns false when the clock reached `until`, or the walk was stopped, before that.
   */
  walkOn(walk: Walk, thread: number, until = Infinity): boolean {
    for (;;) {
      if (!walk.step()) {
        this.#report(thread, walk);
        if (Atomics.sub(this.#words, unfinished, 1) === 1) this.#announce();
        return true;
      }
      if (this.#isWanted) {
        const part = walk.split();
        if (part !== undefined && !this.#push(part)) throw new Error('A part of a walk is too large to be shared');
      }
      if (this.isStopped) return false;
      this.#report(thread, walk);
      if (performance.now() >= until) return false;
    }
  }

  /** Works on whatever there is until the whole walk is finished or stopped. Blocks the thread. */
  workOff(walk: Walk, thread: number): void {
    for (;;) {
      const seen = Atomics.load(this.#words, changes);
      const part = this.takePart();
      if (part !== undefined) {
        walk.take(part);
        if (!this.walkOn(walk, thread)) return;
      } else {
        if (this.isFinished || this.isStopped) return;
        Atomics.add(this.#words, waitingThreads, 1);
        Atomics.wait(this.#words, changes, seen);
        Atomics.sub(this.#words, waitingThreads, 1);
      }
    }
  }

  /** Waits for a part to be had or the walk to be finished, without blocking the thread; no longer than `ms`. */
  async somethingNew(ms: number): Promise<void> {
    const seen = Atomics.load(this.#words, changes);
    if (this.isFinished || Atomics.load(this.#words, queuedParts) > 0) return;
    Atomics.add(this.#words, waitingThreads, 1);
    const change = Atomics.waitAsync(this.#words, changes, seen, ms);
    if (change.async) await change.value;
    Atomics.sub(this.#words, waitingThreads, 1);
  }

  /** A part to work on, if one is waiting. */
  takePart(): string | undefined {
    if (Atomics.load(this.#words, queuedParts) === 0) return undefined;
    this.#lock.take();
    try {
      const end = this.#words[queuedBytes] ?? 0;
      if (end === 0) return undefined;
      const start = end - 4 - this.#parts.readUInt32LE(end - 4);
      this.#words[queuedBytes] = start;
      Atomics.sub(this.#words, queuedParts, 1);
      return this.#parts.toString('latin1', start, end - 4);
    } finally {
      this.#lock.release();
    }
  }

  /** What all threads have come by. */
  totals(): Progress {
    const sums = [0, 0, 0];
    for (const [at, value] of this.#progress.entries())
      sums[at % progressFields] = (sums[at % progressFields] ?? 0) + value;
    const [files = 0, apparentBytes = 0, allocatedBytes = 0] = sums;
    return { files, apparentBytes, allocatedBytes };
  }

  get #isWanted(): boolean {
    return Atomics.load(this.#words, waitingThreads) > Atomics.load(this.#words, queuedParts);
  }

  #push(part: string): boolean {
    this.#lock.take();
    try {
      const start = this.#words[queuedBytes] ?? 0;
      const end = start + part.length + 4;
      if (end > this.#parts.length) return false;
      this.#parts.write(part, start, 'latin1');
      this.#parts.writeUInt32LE(part.length, end - 4);
      this.#words[queuedBytes] = end;
      Atomics.add(this.#words, unfinished, 1);
      Atomics.add(this.#words, queuedParts, 1);
    } finally {
      this.#lock.release();
    }
    this.#announce();
    return true;
  }

  #announce(): void {
    Atomics.add(this.#words, changes, 1);
    Atomics.notify(this.#words, changes);
  }

  /** Torn numbers are possible in theory, and would be shown for a tenth of a second. */
  #report(thread: number, walk: Progress): void {
    const at = thread * progressFields;
    this.#progress[at] = walk.files;
    this.#progress[at + 1] = walk.apparentBytes;
    this.#progress[at + 2] = walk.allocatedBytes;
  }
}

/** Parts are at most so long, so that each of a crew's threads finds room for the one that it cuts off. */
export const maxPartBytes = 2 ** 15;
