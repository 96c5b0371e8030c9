import type { Stats } from 'node:fs';
import type { Identity } from '../usage.js';

/**
 * Remembers inodes with several links, each once, and how many of its names each tally holds. Typed arrays, because a store of a
 * million hard links is ordinary: 40 bytes an inode, where a Map of objects takes some 200.
 */
export class LinkLedger {
  #size = 0;
  #low = new Uint32Array(64);
  #high = new Uint32Array(64);
  #device = new Uint16Array(64);
  #bytes = new Float64Array(64);
  #links = new Uint32Array(64);
  #tally = new Uint32Array(64);
  #names = new Uint32Array(64);
  /** Open addressing, at most half full; entries are numbered from 1. */
  #slots = new Uint32Array(128);
  /** Names in a second and further tallies: seldom, so in ordinary maps. */
  readonly #further = new Map<number, Map<number, number>>();
  readonly #devices = new Map<string, number>();
  readonly #tallies = new Set<number>();

  /** Inodes remembered. */
  get size(): number {
    return this.#size;
  }

  /** @internal */
  enrol(tally: number): void {
    this.#tallies.add(tally);
  }

  /** @internal */
  knows(tally: number): boolean {
    return this.#tallies.has(tally);
  }

  /**
   * Notes one name of an inode. With only one link left it is not noted, unless others of its names have been.
   * @internal
   * @returns true when this is the first name of the inode.
   */
  note(tally: number, stats: Stats, identity: Identity): boolean {
    const device = this.#deviceNumber(identity.dev);
    const [low, high] = halves(stats.ino, identity.ino);
    let slot = this.#slotOf(low, high, device);
    let entry = this.#slots[slot] ?? 0;
    if (entry === 0) {
      if (stats.nlink <= 1) return true;
      if (this.#size + 1 === this.#low.length) {
        this.#grow();
        slot = this.#slotOf(low, high, device);
      }
      entry = ++this.#size;
      this.#slots[slot] = entry;
      this.#low[entry] = low;
      this.#high[entry] = high;
      this.#device[entry] = device;
      this.#bytes[entry] = stats.blocks * 512;
      this.#links[entry] = stats.nlink;
      this.#tally[entry] = tally;
      this.#names[entry] = 1;
      return true;
    }
    // The most links that were ever seen: should one have come or gone meanwhile, too little is promised and not too much.
    this.#links[entry] = Math.max(this.#links[entry] ?? 0, stats.nlink);
    if (this.#tally[entry] === tally) {
      this.#names[entry] = (this.#names[entry] ?? 0) + 1;
    } else {
      let names = this.#further.get(entry);
      if (names === undefined) {
        names = new Map();
        this.#further.set(entry, names);
      }
      names.set(tally, (names.get(tally) ?? 0) + 1);
    }
    return false;
  }

  /**
   * Bytes of the inodes that have a name in one of these tallies, and of those that have no name outside of them.
   * @internal
   */
  sum(tallies: ReadonlySet<number>): { allocatedBytes: number; reclaimableBytes: number } {
    let allocatedBytes = 0;
    let reclaimableBytes = 0;
    for (let entry = 1; entry <= this.#size; entry++) {
      let names = tallies.has(this.#tally[entry] ?? 0) ? (this.#names[entry] ?? 0) : 0;
      const further = this.#further.size === 0 ? undefined : this.#further.get(entry);
      if (further) for (const [tally, count] of further) if (tallies.has(tally)) names += count;
      if (names === 0) continue;
      const bytes = this.#bytes[entry] ?? 0;
      allocatedBytes += bytes;
      if (names >= (this.#links[entry] ?? 0)) reclaimableBytes += bytes;
    }
    return { allocatedBytes, reclaimableBytes };
  }

  /** The slot that holds this inode, or the free one where it belongs. */
  #slotOf(low: number, high: number, device: number): number {
    const mask = this.#slots.length - 1;
    let hash = Math.imul(low ^ Math.imul(high, 0x9e3779b1) ^ (device << 24), 0x85ebca6b);
    hash = (hash ^ (hash >>> 15)) & mask;
    for (;;) {
      const entry = this.#slots[hash] ?? 0;
      if (entry === 0) return hash;
      if (this.#low[entry] === low && this.#high[entry] === high && this.#device[entry] === device) return hash;
      hash = (hash + 1) & mask;
    }
  }

  #grow(): void {
    const capacity = this.#low.length * 2;
    this.#low = copyInto(new Uint32Array(capacity), this.#low);
    this.#high = copyInto(new Uint32Array(capacity), this.#high);
    this.#device = copyInto(new Uint16Array(capacity), this.#device);
    this.#bytes = copyInto(new Float64Array(capacity), this.#bytes);
    this.#links = copyInto(new Uint32Array(capacity), this.#links);
    this.#tally = copyInto(new Uint32Array(capacity), this.#tally);
    this.#names = copyInto(new Uint32Array(capacity), this.#names);
    this.#slots = new Uint32Array(capacity * 2);
    for (let entry = 1; entry <= this.#size; entry++) {
      this.#slots[this.#slotOf(this.#low[entry] ?? 0, this.#high[entry] ?? 0, this.#device[entry] ?? 0)] = entry;
    }
  }

  #deviceNumber(dev: string): number {
    let number = this.#devices.get(dev);
    if (number === undefined) {
      number = this.#devices.size;
      this.#devices.set(dev, number);
    }
    return number;
  }
}

/** The bookkeeping for measurements whose usages are to be combined. They must not overlap: a name seen twice counts as two. */
export function createLinkLedger(): LinkLedger {
  return new LinkLedger();
}

function copyInto<T extends Uint16Array | Uint32Array | Float64Array>(target: T, source: T): T {
  target.set(source);
  return target;
}

function halves(ino: number, exact: string): [low: number, high: number] {
  if (Number.isSafeInteger(ino)) return [ino >>> 0, Math.floor(ino / 2 ** 32)];
  const all = BigInt(exact);
  return [Number(all & 0xffff_ffffn), Number(BigInt.asUintN(32, all >> 32n))];
}
