import type { Stats } from 'node:fs';
import { SharedLock } from '../crew/shared-lock.js';
import type { Identity } from '../usage.js';

/** What two threads need to write into one ledger. Its memory is reserved at once and taken by the system page by page, as it is used. */
export interface SharedLinks {
  readonly header: SharedArrayBuffer;
  readonly records: SharedArrayBuffer;
  readonly slots: SharedArrayBuffer;
}

interface LinkedBytes {
  allocatedBytes: number;
  reclaimableBytes: number;
}

/** The bytes of inodes whose names are all in one tally, and the records of those with names in several. */
interface Summary {
  readonly notes: number;
  readonly byTally: ReadonlyMap<number, LinkedBytes>;
  readonly crossing: readonly number[];
}

/** Words of the header. */
const lock = 0;
const inodeCount = 1;
const recordEnd = 2;
const deviceCount = 3;
const overflow = 4;
const slotBits = 5;
const noteCount = 6;
const devicesAt = 8;
const headerWords = 1024;
const maxDevices = (headerWords - devicesAt) / 2;

/** Words of an inode's record: who it is, what it takes up, its names in the first tally, and where its names in further ones are. */
const low = 0;
const high = 1;
/** Blocks of 512 bytes: the lower 32 bits; the upper 16 are in the upper half of the next word. */
const blocks = 2;
const deviceAndBlocks = 3;
const links = 4;
const tallyOf = 5;
const namesOf = 6;
const further = 7;
const inodeWords = 8;
/** Words of a record of names in a further tally: the tally, the names, the next such record. */
const furtherWords = 3;

const firstSlotBits = 10;

/**
 * Remembers inodes with several links, each once, and how many of its names each tally holds. In shared memory, so that the threads of a
 * walk fill one ledger: about 48 bytes an inode (a store of a million hard links is ordinary), and 12 more for each further tally.
 *
 * Bounded: what would not fit any more is not counted at all, and the tallies say that they are not complete.
 */
export class LinkLedger {
  /** Inodes that one ledger holds. With twice as many slots, and as much again for the tables that were outgrown. */
  static readonly limit = 2 ** 22;
  #shared: SharedLinks | undefined;
  #header: Int32Array = new Int32Array();
  #records: Uint32Array = new Uint32Array();
  #slots: Uint32Array = new Uint32Array();
  #lock: SharedLock | undefined;
  #limit: number;
  readonly #tallies = new Set<number>();
  readonly #devices = new Map<string, number>();
  #summary: Summary | undefined;

  /** @param limit A power of two, at least 1,024. */
  constructor(limit = LinkLedger.limit) {
    this.#limit = Math.max(limit, 2 ** firstSlotBits);
  }

  /** The same ledger, in another thread. */
  static attach(shared: SharedLinks): LinkLedger {
    const ledger = new LinkLedger();
    ledger.#use(shared);
    return ledger;
  }

  /** Inodes remembered. */
  get size(): number {
    return this.#shared === undefined ? 0 : Atomics.load(this.#header, inodeCount);
  }

  /** True when an inode did not fit, so that some sums are "at least". */
  get isFull(): boolean {
    return this.#header[overflow] === 1;
  }

  /** @internal */
  enrol(tally: number): void {
    this.#tallies.add(tally);
  }

  /** @internal */
  knows(tally: number): boolean {
    return this.#tallies.has(tally);
  }

  /** The memory of the ledger, to be sent to another thread. @internal */
  share(): SharedLinks {
    if (this.#shared === undefined) {
      this.#use(reserve(this.#limit));
      this.#header[slotBits] = firstSlotBits;
      this.#header[recordEnd] = inodeWords; // Record 0 stands for none
    }
    return this.#shared as SharedLinks;
  }

  /**
   * Notes one name of an inode. With only one link left it is not noted, unless others of its names have been.
   * @internal
   * @param identity Asked for only where a double cannot hold the inode.
   * @returns true when this is the first name of the inode.
   */
  note(tally: number, stats: Stats, identity: () => Identity): boolean {
    if (this.#shared === undefined) this.share();
    return this.#locked(stats, identity, (...who) => this.#note(tally, stats, ...who));
  }

  /**
   * Takes back one name that was noted.
   * @internal
   */
  takeBack(tally: number, stats: Stats, identity: () => Identity): void {
    this.#locked(stats, identity, (lowBits, highBits, dev) => {
      const record = this.#slots[this.#slotOf(lowBits, highBits, this.#deviceNumber(dev))];
      if (record) this.#addNames(record, tally, -1);
    });
  }

  #locked<T>(stats: Stats, identity: () => Identity, work: (low: number, high: number, dev: string) => T): T {
    const exact = Number.isSafeInteger(stats.ino) && Number.isSafeInteger(stats.dev) ? undefined : identity();
    const [lowBits, highBits] = halves(stats.ino, exact?.ino);
    const theLock = this.#lock as SharedLock;
    theLock.take();
    try {
      this.#header[noteCount] = (this.#header[noteCount] ?? 0) + 1;
      return work(lowBits, highBits, exact?.dev ?? String(stats.dev));
    } finally {
      theLock.release();
    }
  }

  #note(tally: number, stats: Stats, lowBits: number, highBits: number, dev: string): boolean {
    const records = this.#records;
    const device = this.#deviceNumber(dev);
    let slot = this.#slotOf(lowBits, highBits, device);
    let record = this.#slots[slot] ?? 0;
    if (record === 0) {
      if (stats.nlink <= 1) return true;
      const size = this.size;
      const end = this.#header[recordEnd] ?? 0;
      if (size >= this.#limit - 1 || end + inodeWords > records.length || device < 0) {
        this.#header[overflow] = 1;
        return false;
      }
      if (size * 2 >= 2 ** this.#bits) {
        this.#rehash();
        slot = this.#slotOf(lowBits, highBits, device);
      }
      record = end;
      this.#header[recordEnd] = end + inodeWords;
      this.#header[inodeCount] = size + 1;
      this.#slots[slot] = record;
      records[record + low] = lowBits;
      records[record + high] = highBits;
      records[record + blocks] = stats.blocks >>> 0;
      records[record + deviceAndBlocks] = (device | (Math.min(Math.floor(stats.blocks / 2 ** 32), 0xffff) << 16)) >>> 0;
      records[record + links] = stats.nlink;
      records[record + tallyOf] = tally;
      records[record + namesOf] = 1;
      return true;
    }
    // The most links that were ever seen: should one have come or gone meanwhile, too little is promised and not too much.
    records[record + links] = Math.max(records[record + links] ?? 0, stats.nlink);
    this.#addNames(record, tally, 1);
    return false;
  }

  /** The names in a first tally are in the inode's own record; those in further tallies, which are few, in a chain behind it. */
  #addNames(record: number, tally: number, count: number): void {
    const records = this.#records;
    if (records[record + tallyOf] === tally) {
      records[record + namesOf] = (records[record + namesOf] ?? 0) + count;
      return;
    }
    let next = records[record + further] ?? 0;
    for (; next !== 0; next = records[next + 2] ?? 0) {
      if (records[next] !== tally) continue;
      records[next + 1] = (records[next + 1] ?? 0) + count;
      return;
    }
    const end = this.#header[recordEnd] ?? 0;
    if (end + furtherWords > records.length) {
      this.#header[overflow] = 1;
      return;
    }
    this.#header[recordEnd] = end + furtherWords;
    records[end] = tally;
    records[end + 1] = count;
    records[end + 2] = records[record + further] ?? 0;
    records[record + further] = end;
  }

  /**
   * Bytes of the inodes that have a name in one of these tallies, and of those that have no name outside of them.
   * @internal
   */
  sum(tallies: ReadonlySet<number>): LinkedBytes {
    const { byTally, crossing } = this.#summarise();
    const sum = { allocatedBytes: 0, reclaimableBytes: 0 };
    for (const tally of tallies) {
      const own = byTally.get(tally);
      sum.allocatedBytes += own?.allocatedBytes ?? 0;
      sum.reclaimableBytes += own?.reclaimableBytes ?? 0;
    }
    for (const record of crossing) this.#addTo(sum, record, (tally) => tallies.has(tally));
    return sum;
  }

  /** One pass for all sums that are asked for: most inodes have their names in one tally only. */
  #summarise(): Summary {
    const notes = this.#header[noteCount] ?? 0;
    if (this.#summary?.notes === notes) return this.#summary;
    const byTally = new Map<number, LinkedBytes>();
    const crossing: number[] = [];
    const table = 2 ** this.#bits;
    for (let slot = table; slot < 2 * table && this.size > 0; slot++) {
      const record = this.#slots[slot] ?? 0;
      if (record === 0) continue;
      if (this.#records[record + further] !== 0) {
        crossing.push(record);
        continue;
      }
      const tally = this.#records[record + tallyOf] ?? 0;
      let sum = byTally.get(tally);
      if (sum === undefined) {
        sum = { allocatedBytes: 0, reclaimableBytes: 0 };
        byTally.set(tally, sum);
      }
      this.#addTo(sum, record, () => true);
    }
    this.#summary = { notes, byTally, crossing };
    return this.#summary;
  }

  #addTo(sum: LinkedBytes, record: number, isIn: (tally: number) => boolean): void {
    const records = this.#records;
    let names = isIn(records[record + tallyOf] ?? 0) ? (records[record + namesOf] ?? 0) : 0;
    for (let next = records[record + further] ?? 0; next !== 0; next = records[next + 2] ?? 0) {
      if (isIn(records[next] ?? 0)) names += records[next + 1] ?? 0;
    }
    if (names === 0) return;
    const upper = (records[record + deviceAndBlocks] ?? 0) >>> 16;
    const bytes = (upper * 2 ** 32 + (records[record + blocks] ?? 0)) * 512;
    sum.allocatedBytes += bytes;
    if (names >= (records[record + links] ?? 0)) sum.reclaimableBytes += bytes;
  }

  #use(shared: SharedLinks): void {
    this.#shared = shared;
    this.#limit = shared.slots.byteLength / 16;
    this.#header = new Int32Array(shared.header);
    this.#records = new Uint32Array(shared.records);
    this.#slots = new Uint32Array(shared.slots);
    this.#lock = new SharedLock(this.#header, lock);
  }

  get #bits(): number {
    return this.#header[slotBits] ?? 0;
  }

  /** The slot that holds this inode, or the free one where it belongs. Open addressing, at most half full. */
  #slotOf(lowBits: number, highBits: number, device: number): number {
    const records = this.#records;
    const table = 2 ** this.#bits;
    const mask = table - 1;
    let hash = Math.imul(lowBits ^ Math.imul(highBits, 0x9e3779b1) ^ (device << 24), 0x85ebca6b);
    hash = (hash ^ (hash >>> 15)) & mask;
    for (;;) {
      const record = this.#slots[table + hash] ?? 0;
      if (record === 0) return table + hash;
      if (
        records[record + low] === lowBits &&
        records[record + high] === highBits &&
        ((records[record + deviceAndBlocks] ?? 0) & 0xffff) === device
      )
        return table + hash;
      hash = (hash + 1) & mask;
    }
  }

  /** Fills the next larger table. The tables before it take as much as it does, together. */
  #rehash(): void {
    const old = 2 ** this.#bits;
    this.#header[slotBits] = this.#bits + 1;
    for (let slot = old; slot < 2 * old; slot++) {
      const record = this.#slots[slot] ?? 0;
      if (record === 0) continue;
      const device = (this.#records[record + deviceAndBlocks] ?? 0) & 0xffff;
      this.#slots[this.#slotOf(this.#records[record + low] ?? 0, this.#records[record + high] ?? 0, device)] = record;
    }
  }

  /** Devices are numbered in the shared header, as two halves each. -1 when there are more than fit. */
  #deviceNumber(dev: string): number {
    const known = this.#devices.get(dev);
    if (known !== undefined) return known;
    const bits = BigInt.asUintN(64, BigInt(dev));
    const lowBits = Number(BigInt.asIntN(32, bits));
    const highBits = Number(BigInt.asIntN(32, bits >> 32n));
    const count = this.#header[deviceCount] ?? 0;
    let number = 0;
    while (number < count) {
      const at = devicesAt + number * 2;
      if (this.#header[at] === lowBits && this.#header[at + 1] === highBits) break;
      number++;
    }
    if (number === count) {
      if (count === maxDevices) return -1;
      this.#header[devicesAt + number * 2] = lowBits;
      this.#header[devicesAt + number * 2 + 1] = highBits;
      this.#header[deviceCount] = count + 1;
    }
    this.#devices.set(dev, number);
    return number;
  }
}

/** The bookkeeping for measurements whose usages are to be combined. They must not overlap: a name seen twice counts as two. */
export function createLinkLedger(): LinkLedger {
  return new LinkLedger();
}

/** Less where the system denies so much address space (`ulimit -v`). */
function reserve(inodes: number): SharedLinks {
  try {
    return {
      header: new SharedArrayBuffer(headerWords * 4),
      records: new SharedArrayBuffer(inodes * (inodeWords + furtherWords) * 4),
      // Tables of 2^k slots begin at slot 2^k, up to twice as many slots as inodes.
      slots: new SharedArrayBuffer(inodes * 4 * 4),
    };
  } catch (error) {
    if (!(error instanceof RangeError) || inodes <= 2 ** firstSlotBits) throw error;
    return reserve(inodes / 2);
  }
}

function halves(ino: number, exact: string | undefined): [low: number, high: number] {
  if (exact === undefined) return [ino >>> 0, Math.floor(ino / 2 ** 32)];
  const all = BigInt(exact);
  return [Number(all & 0xffff_ffffn), Number(BigInt.asUintN(32, all >> 32n))];
}
