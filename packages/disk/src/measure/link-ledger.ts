import type { Stats } from 'node:fs';
import { isExact } from '../identity.js';
import type { Identity } from '../usage.js';

/** A part of what a ledger holds, as plain data that one process can send to another. */
export interface LedgerImage {
  readonly devices: readonly string[];
  /** For each inode its words from `low` to `links`, how many tallies have names of it, and for each of those the tally and the names. */
  readonly inodes: Uint32Array;
  /** Something did not fit, so it is in none of the pieces. */
  readonly isFull: boolean;
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

const firstInodes = 2 ** 10;
const maxDevices = 2 ** 16;
const imageWords = 2 ** 16;

/**
 * Remembers inodes with several links, each once, and how many of its names each tally holds: some 48 bytes an inode (a store of a
 * million hard links is ordinary), and 12 more for each further tally.
 *
 * Bounded: what would not fit any more is not counted at all, and the tallies say that they are not complete.
 */
export class LinkLedger {
  /** Inodes that one ledger holds. */
  static readonly limit = 2 ** 22;
  readonly #limit: number;
  /** Reserved at once when first needed, and taken from the system page by page, as it is used: to grow would be to copy. */
  #records = new Uint32Array();
  /** Record 0 stands for none. */
  #recordEnd = inodeWords;
  /** Where the record of an inode is, by its hash. A power of two, at most half full. */
  #slots = new Uint32Array(firstInodes);
  #size = 0;
  #isFull = false;
  #removingSinceMs = Infinity;
  /** Counts up with every change. */
  #notes = 0;
  /** Runs of ids, in order: those of one measurement follow one another. */
  readonly #tallies: { readonly first: number; count: number }[] = [];
  readonly #devices = new Map<string, number>();
  #summary: Summary | undefined;

  constructor(limit = LinkLedger.limit) {
    this.#limit = limit;
  }

  /** Inodes remembered. */
  get size(): number {
    return this.#size;
  }

  /** True when an inode did not fit, so that some sums are "at least". */
  get isFull(): boolean {
    return this.#isFull;
  }

  /** @internal */
  enrol(first: number, count = 1): void {
    const last = this.#tallies.at(-1);
    if (last !== undefined && last.first + last.count === first) last.count += count;
    else if (!this.knows(first)) this.#tallies.splice(this.#tallyRun(first) + 1, 0, { first, count });
  }

  /** @internal */
  knows(tally: number): boolean {
    const run = this.#tallies[this.#tallyRun(tally)];
    return run !== undefined && tally < run.first + run.count;
  }

  /** Where the last run of tallies is that begins at this one or before it; -1 when none does. */
  #tallyRun(tally: number): number {
    let low = 0;
    let high = this.#tallies.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#tallies[middle]?.first ?? Infinity) <= tally) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** Whether a name of the inode was noted. @internal */
  isKnown(stats: Stats, identity: () => Identity): boolean {
    return this.#size > 0 && this.#recordOf(stats, identity) !== 0;
  }

  /**
   * When names that are noted here began to be removed: the earliest of the times it was told, each by the clock of the file system.
   * @internal
   * @param ms Milliseconds since 1970.
   */
  removingSince(ms: number): number {
    this.#removingSinceMs = Math.min(this.#removingSinceMs, ms);
    return this.#removingSinceMs;
  }

  /**
   * Notes one name of an inode.
   * @internal
   * @param identity Asked for only where a double cannot hold the inode.
   * @returns true when this is the first name of the inode.
   */
  note(tally: number, stats: Stats, identity: () => Identity): boolean {
    const [lowBits, highBits, device] = this.#key(stats, identity);
    const upper = Math.min(Math.floor(stats.blocks / 2 ** 32), 0xffff);
    const { record, isNew } = this.#ensure(lowBits, highBits, device, stats.blocks >>> 0, upper, stats.nlink);
    if (record !== 0) this.#addNames(record, tally, 1);
    return isNew;
  }

  /**
   * Empties it, piece by piece, for another ledger to hold.
   * @internal
   */
  *drain(): Generator<LedgerImage> {
    const devices = [...this.#devices.keys()];
    let words: number[] = [];
    for (const record of this.#inodes()) {
      for (let word = low; word <= links; word++) words.push(this.#records[record + word] ?? 0);
      const names = [...this.#namesOf(record)];
      words.push(names.length, ...names.flat());
      if (words.length < imageWords) continue;
      yield { devices, inodes: Uint32Array.from(words), isFull: this.#isFull };
      words = [];
    }
    if (words.length > 0 || this.#isFull) yield { devices, inodes: Uint32Array.from(words), isFull: this.#isFull };
    this.#slots.fill(0);
    this.#records.fill(0, 0, this.#recordEnd);
    this.#recordEnd = inodeWords;
    this.#size = 0;
    this.#notes++;
  }

  /** Adds what another ledger holds, of the same tallies. @internal */
  merge({ devices, inodes, isFull }: LedgerImage): void {
    this.#isFull ||= isFull;
    const numbers = devices.map((dev) => this.#deviceNumber(dev));
    for (let at = 0; at < inodes.length; ) {
      const [lowBits = 0, highBits = 0, low32 = 0, packed = 0, nlink = 0, tallies = 0] = inodes.subarray(at, at + 6);
      const device = numbers[packed & 0xffff] ?? -1;
      const { record } = this.#ensure(lowBits, highBits, device, low32, packed >>> 16, nlink);
      at += 6;
      for (const end = at + 2 * tallies; at < end; at += 2)
        if (record !== 0) this.#addNames(record, inodes[at] as number, inodes[at + 1] as number);
    }
  }

  /**
   * Bytes of the inodes that have a name in one of these tallies, and of those that have no name outside of them.
   * @internal
   */
  sum(tallies: Pick<ReadonlySet<number>, 'has' | 'keys'>): LinkedBytes {
    const { byTally, crossing } = this.#summarise();
    const sum = { allocatedBytes: 0, reclaimableBytes: 0 };
    for (const tally of tallies.keys()) {
      const own = byTally.get(tally);
      sum.allocatedBytes += own?.allocatedBytes ?? 0;
      sum.reclaimableBytes += own?.reclaimableBytes ?? 0;
    }
    for (const record of crossing) this.#addTo(sum, record, (tally) => tallies.has(tally));
    return sum;
  }

  /**
   * As `sum` for each of several groups of tallies; but the allocated bytes of an inode with names in several groups are the first one's.
   * @internal
   * @param groupOf The number of each tally's group.
   */
  shares(groupOf: ReadonlyMap<number, number>): ReadonlyMap<number, LinkedBytes> {
    const { byTally, crossing } = this.#summarise();
    const shares = new Map<number, LinkedBytes>();
    const shareOf = (group: number): LinkedBytes => {
      const share = shares.get(group) ?? { allocatedBytes: 0, reclaimableBytes: 0 };
      shares.set(group, share);
      return share;
    };
    for (const [tally, { allocatedBytes, reclaimableBytes }] of byTally) {
      const group = groupOf.get(tally);
      if (group === undefined) continue;
      shareOf(group).allocatedBytes += allocatedBytes;
      shareOf(group).reclaimableBytes += reclaimableBytes;
    }
    for (const record of crossing) {
      const groups = new Set<number>();
      for (const [tally] of this.#namesOf(record)) {
        const group = groupOf.get(tally);
        if (group !== undefined) groups.add(group);
      }
      const first = Math.min(...groups);
      for (const group of groups) {
        const all = { allocatedBytes: 0, reclaimableBytes: 0 };
        this.#addTo(all, record, (tally) => groupOf.get(tally) === group);
        if (group === first) shareOf(group).allocatedBytes += all.allocatedBytes;
        shareOf(group).reclaimableBytes += all.reclaimableBytes;
      }
    }
    return shares;
  }

  /**
   * Bytes of the inodes whose names are all in groups of tallies, and in more than one: for each such set of groups.
   * @internal
   * @param groupOf The number of each tally's group.
   */
  bonds(
    groupOf: ReadonlyMap<number, number>,
  ): readonly { readonly groups: readonly number[]; readonly bytes: number }[] {
    const bonds = new Map<string, { groups: readonly number[]; bytes: number }>();
    for (const record of this.#summarise().crossing) {
      const groups = new Set<number>();
      for (const [tally] of this.#namesOf(record)) {
        const group = groupOf.get(tally);
        if (group !== undefined) groups.add(group);
      }
      if (groups.size < 2) continue;
      const sum = { allocatedBytes: 0, reclaimableBytes: 0 };
      this.#addTo(sum, record, (tally) => groupOf.has(tally));
      if (sum.reclaimableBytes === 0) continue;
      const sorted = [...groups].sort((a, b) => a - b);
      const key = sorted.join(' ');
      const bond = bonds.get(key) ?? { groups: sorted, bytes: 0 };
      bonds.set(key, bond);
      bond.bytes += sum.reclaimableBytes;
    }
    return [...bonds.values()];
  }

  /** One pass for all sums that are asked for: most inodes have their names in one tally only. */
  #summarise(): Summary {
    if (this.#summary?.notes === this.#notes) return this.#summary;
    const byTally = new Map<number, LinkedBytes>();
    const crossing: number[] = [];
    for (const record of this.#inodes()) {
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
    this.#summary = { notes: this.#notes, byTally, crossing };
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

  *#inodes(): Generator<number> {
    for (const record of this.#slots) if (record !== 0) yield record;
  }

  *#namesOf(record: number): Generator<[tally: number, names: number]> {
    const records = this.#records;
    yield [records[record + tallyOf] ?? 0, records[record + namesOf] ?? 0];
    for (let next = records[record + further] ?? 0; next !== 0; next = records[next + 2] ?? 0)
      yield [records[next] ?? 0, records[next + 1] ?? 0];
  }

  /** The record of an inode, which it is given if it has none; 0 when it does not fit. */
  #ensure(
    lowBits: number,
    highBits: number,
    device: number,
    lowBlocks: number,
    highBlocks: number,
    nlink: number,
  ): { record: number; isNew: boolean } {
    this.#notes++;
    const known = this.#slots[this.#slotOf(lowBits, highBits, device)] ?? 0;
    if (known !== 0) {
      // The most links that were ever seen: should one have come or gone meanwhile, too little is promised and not too much.
      this.#records[known + links] = Math.max(this.#records[known + links] ?? 0, nlink);
      return { record: known, isNew: false };
    }
    const fits = this.#size < this.#limit && device >= 0 && this.#hasSlots();
    const record = fits ? this.#newRecord(inodeWords) : 0;
    if (record === 0) {
      this.#isFull = true;
      return { record, isNew: false };
    }
    this.#records.set([lowBits, highBits, lowBlocks, (device | (highBlocks << 16)) >>> 0, nlink], record);
    this.#slots[this.#slotOf(lowBits, highBits, device)] = record;
    this.#size++;
    return { record, isNew: true };
  }

  /** The names in a first tally are in the inode's own record; those in further tallies, which are few, in a chain behind it. */
  #addNames(record: number, tally: number, count: number): void {
    this.#notes++;
    const records = this.#records;
    if (records[record + namesOf] === 0) records[record + tallyOf] = tally;
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
    const added = this.#newRecord(furtherWords);
    if (added === 0) {
      this.#isFull = true;
      return;
    }
    this.#records.set([tally, count, this.#records[record + further] ?? 0], added);
    this.#records[record + further] = added;
  }

  /** @returns 0 when it does not fit. */
  #newRecord(words: number): number {
    const record = this.#recordEnd;
    const end = record + words;
    if (this.#records.length === 0) this.#records = reserve(this.#limit * (inodeWords + furtherWords) + inodeWords);
    if (end > this.#records.length) return 0;
    this.#recordEnd = end;
    return record;
  }

  #recordOf(stats: Stats, identity: () => Identity): number {
    return this.#slots[this.#slotOf(...this.#key(stats, identity))] ?? 0;
  }

  #key(stats: Stats, identity: () => Identity): [low: number, high: number, device: number] {
    const { ino, dev } = stats;
    if (isExact(stats)) return [ino >>> 0, Math.floor(ino / 2 ** 32), this.#deviceNumber(String(dev))];
    const exact = identity();
    const all = BigInt(exact.ino);
    return [Number(all & 0xffff_ffffn), Number(BigInt.asUintN(32, all >> 32n)), this.#deviceNumber(exact.dev)];
  }

  /** The slot that holds this inode, or the free one where it belongs. Open addressing. */
  #slotOf(lowBits: number, highBits: number, device: number): number {
    const records = this.#records;
    const slots = this.#slots;
    const mask = slots.length - 1;
    let hash = Math.imul(lowBits ^ Math.imul(highBits, 0x9e3779b1) ^ (device << 24), 0x85ebca6b);
    hash = (hash ^ (hash >>> 15)) & mask;
    for (;;) {
      const record = slots[hash] ?? 0;
      if (record === 0) return hash;
      if (
        records[record + low] === lowBits &&
        records[record + high] === highBits &&
        ((records[record + deviceAndBlocks] ?? 0) & 0xffff) === device
      )
        return hash;
      hash = (hash + 1) & mask;
    }
  }

  /** Makes sure that half of the slots are free. @returns false when the system gives no more memory for it. */
  #hasSlots(): boolean {
    const old = this.#slots;
    if (this.#size * 2 < old.length) return true;
    const larger = allocate(old.length * 2);
    if (larger === undefined) return false;
    this.#slots = larger;
    for (const record of old) {
      if (record === 0) continue;
      const device = (this.#records[record + deviceAndBlocks] ?? 0) & 0xffff;
      this.#slots[this.#slotOf(this.#records[record + low] ?? 0, this.#records[record + high] ?? 0, device)] = record;
    }
    return true;
  }

  /** -1 when there are more than fit. */
  #deviceNumber(dev: string): number {
    const known = this.#devices.get(dev);
    if (known !== undefined) return known;
    const number = this.#devices.size;
    if (number >= maxDevices) return -1;
    this.#devices.set(dev, number);
    return number;
  }
}

/** The bookkeeping for measurements whose usages are to be combined. They must not overlap: a name seen twice counts as two. */
export function createLinkLedger(): LinkLedger {
  return new LinkLedger();
}

/** Less where the system denies so much address space (`ulimit -v`). */
function reserve(words: number): Uint32Array<ArrayBuffer> {
  return allocate(words) ?? reserve(Math.floor(words / 2));
}

/** Undefined where the system denies so much memory. */
function allocate(words: number): Uint32Array<ArrayBuffer> | undefined {
  try {
    return new Uint32Array(words);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
