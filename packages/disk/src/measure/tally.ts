import type { Stats } from 'node:fs';
import type { Identity, Usage } from '../usage.js';
import type { LinkLedger } from './link-ledger.js';

/**
 * What one part of a measurement holds: plain data. Inodes with several links are not in it but in the ledger that it was counted
 * with, because what they take up depends on which tallies are looked at together. `usageOf` makes a usage of it.
 */
export interface Tally {
  /** Unique within the process; the ledger knows the tally by it. */
  readonly id: number;
  readonly files: number;
  readonly directories: number;
  /** Bytes: the lengths of what is not a directory, each name once. */
  readonly apparentBytes: number;
  /** Bytes: blocks of the directories, and of what has one link only. */
  readonly soleBytes: number;
  /** False when something could not be read, or the walk ended early. */
  readonly complete: boolean;
  /** Whose its directories are: user ids, each once. What lies in another's directory cannot be removed. */
  readonly owners: readonly number[];
  /**
   * The newest time at anything that is not a directory, in milliseconds since 1970; `atime` only where reading came after writing.
   * None before 2000: such times are what programs write that pack or unpack, the same at every file, and tell nothing of its use.
   */
  readonly newestUse?: { readonly atMs: number; readonly from: 'atime' | 'mtime' };
}

/** Tallies in the order in which they were asked for, each made when it is looked at: a list of a cache has hundreds of thousands. */
export interface TallyList extends Iterable<Tally> {
  readonly length: number;
  /** @throws RangeError where there is none. */
  at(index: number): Tally;
}

let lastId = 0;

/** Unique within the process. */
function nextTallyId(): number {
  return ++lastId;
}

/** Ids that follow one another, of tallies that will be counted with this ledger. @internal */
export function newTallyIds(count: number, links: LinkLedger): { readonly first: number; readonly count: number } {
  const first = lastId + 1;
  lastId += count;
  links.enrol(first, count);
  return { first, count };
}

const nobody: readonly number[] = [];

const firstUseMs = Date.UTC(2000, 0, 1);

/** Words of a tally's record; the owners are a number of `#owners`, and the flags are those below. */
const filesOf = 0;
const directoriesOf = 1;
const apparentOf = 2;
const soleOf = 3;
const newestOf = 4;
const ownersOf = 5;
const flagsOf = 6;
const recordWords = 7;
const incomplete = 1;
const newestIsRead = 2;

/** What one process counted, as plain data that it can send to another. */
export interface TallyImage {
  /** Which tallies it counted anything of. */
  readonly indexes: Uint32Array;
  readonly records: Float64Array;
  readonly owners: readonly (readonly number[])[];
}

/** Tallies that are being counted, by one process: 56 bytes each, because a list of a cache has hundreds of thousands. @internal */
export class OpenTallies implements TallyList {
  readonly length: number;
  readonly #links: LinkLedger;
  readonly #first: number;
  readonly #sinceMs: number;
  readonly #records: Float64Array;
  /** The lists that occur: nearly everything is one user's alone. */
  readonly #owners: (readonly number[])[] = [nobody];

  /**
   * @param first The id of the first; those of the others follow.
   * @param sinceMs When links began to be removed, in milliseconds since 1970: what changed since then may have had more of them.
   */
  constructor(links: LinkLedger, first: number, length: number, sinceMs = Infinity) {
    this.length = length;
    this.#links = links;
    this.#first = first;
    this.#sinceMs = sinceMs;
    this.#records = new Float64Array(length * recordWords);
    links.enrol(first, length);
  }

  addDirectory(index: number, stats: Stats): void {
    this.#add(index, directoriesOf, 1);
    this.#add(index, soleOf, allocatedBytes(stats));
    this.#addOwner(index, stats.uid);
  }

  /**
   * @param exactly Its identity in 64 bits, asked for only where links have to be told apart and doubles are too short.
   * @returns the bytes that had not been counted yet under another name.
   */
  addFile(index: number, stats: Stats, exactly: () => Identity): number {
    const { mtimeMs, atimeMs } = stats;
    this.#noteUse(index, Math.max(mtimeMs, atimeMs), atimeMs > mtimeMs);
    this.#add(index, filesOf, 1);
    this.#add(index, apparentOf, stats.size);
    const bytes = allocatedBytes(stats);
    if (!this.#isLinked(stats) && !this.#links.isKnown(stats, exactly)) {
      this.#add(index, soleOf, bytes);
      return bytes;
    }
    return this.#links.note(this.#first + index, stats, exactly) ? bytes : 0;
  }

  /** Whether it has other names, or had when removing began: one link left may be the last of several that another process removed. */
  #isLinked({ nlink, ctimeMs }: Stats): boolean {
    return nlink > 1 || ctimeMs >= this.#sinceMs;
  }

  setComplete(index: number, isComplete: boolean): void {
    this.#setFlag(index, incomplete, !isComplete);
  }

  /** Adds what another process has counted for the same tally. */
  add(index: number, { files, directories, apparentBytes, soleBytes, complete, owners, newestUse }: Tally): void {
    if (newestUse) this.#noteUse(index, newestUse.atMs, newestUse.from === 'atime');
    this.#add(index, filesOf, files);
    this.#add(index, directoriesOf, directories);
    this.#add(index, apparentOf, apparentBytes);
    this.#add(index, soleOf, soleBytes);
    if (!complete) this.setComplete(index, false);
    for (const owner of owners) this.#addOwner(index, owner);
  }

  /** Adds all that another process has counted for the same tallies. */
  merge({ indexes, records, owners }: TallyImage): void {
    const other = new OpenTallies(this.#links, this.#first, indexes.length);
    other.#records.set(records);
    other.#owners.splice(0, 1, ...owners);
    for (const [at, index] of indexes.entries()) this.add(index, other.at(at));
  }

  image(): TallyImage {
    const indexes: number[] = [];
    for (let index = 0; index < this.length; index++)
      if (this.#word(index, filesOf) + this.#word(index, directoriesOf) + this.#word(index, flagsOf) > 0)
        indexes.push(index);
    const records = new Float64Array(indexes.length * recordWords);
    for (const [at, index] of indexes.entries())
      records.set(this.#records.subarray(index * recordWords, (index + 1) * recordWords), at * recordWords);
    return { indexes: Uint32Array.from(indexes), records, owners: this.#owners };
  }

  /** What has been counted so far. */
  at(index: number): Tally {
    if (!(index >= 0 && index < this.length)) throw new RangeError(`There is no tally ${index}`);
    const files = this.#word(index, filesOf);
    const tally = {
      id: this.#first + index,
      files,
      directories: this.#word(index, directoriesOf),
      apparentBytes: this.#word(index, apparentOf),
      soleBytes: this.#word(index, soleOf),
      complete: !this.#hasFlag(index, incomplete),
      owners: this.#owners[this.#word(index, ownersOf)] ?? nobody,
    };
    const atMs = this.#word(index, newestOf);
    if (files === 0 || atMs < firstUseMs) return tally;
    const from = this.#hasFlag(index, newestIsRead) ? 'atime' : 'mtime';
    return { ...tally, newestUse: { atMs, from } };
  }

  *[Symbol.iterator](): Generator<Tally> {
    for (let index = 0; index < this.length; index++) yield this.at(index);
  }

  #word(index: number, word: number): number {
    return this.#records[index * recordWords + word] as number;
  }

  #set(index: number, word: number, value: number): void {
    this.#records[index * recordWords + word] = value;
  }

  #add(index: number, word: number, value: number): void {
    this.#set(index, word, this.#word(index, word) + value);
  }

  #hasFlag(index: number, flag: number): boolean {
    return (this.#word(index, flagsOf) & flag) !== 0;
  }

  #setFlag(index: number, flag: number, isSet: boolean): void {
    const others = this.#word(index, flagsOf) & ~flag;
    this.#set(index, flagsOf, isSet ? others | flag : others);
  }

  /** Before its file is counted: the first one's time is the newest, whatever it is. */
  #noteUse(index: number, atMs: number, isRead: boolean): void {
    if (this.#word(index, filesOf) > 0 && atMs <= this.#word(index, newestOf)) return;
    this.#set(index, newestOf, atMs);
    this.#setFlag(index, newestIsRead, isRead);
  }

  #addOwner(index: number, uid: number): void {
    const owners = this.#owners[this.#word(index, ownersOf)] ?? nobody;
    if (owners.includes(uid)) return;
    const more = [...owners, uid];
    let known = this.#owners.findIndex(
      (each) => each.length === more.length && each.every((one, i) => one === more[i]),
    );
    if (known < 0) known = this.#owners.push(more) - 1;
    this.#set(index, ownersOf, known);
  }
}

/** One tally that is being counted, by one process. @internal */
export class OpenTally {
  readonly id: number;
  readonly #tallies: OpenTallies;

  /** @param sinceMs When links began to be removed, in milliseconds since 1970: what changed since then may have had more of them. */
  constructor(links: LinkLedger, id = nextTallyId(), sinceMs = Infinity) {
    this.id = id;
    this.#tallies = new OpenTallies(links, id, 1, sinceMs);
  }

  set complete(isComplete: boolean) {
    this.#tallies.setComplete(0, isComplete);
  }

  addDirectory(stats: Stats): void {
    this.#tallies.addDirectory(0, stats);
  }

  /** As of `OpenTallies`. */
  addFile(stats: Stats, exactly: () => Identity): number {
    return this.#tallies.addFile(0, stats, exactly);
  }

  /** Adds what another process has counted for the same tally. */
  add(other: Tally): void {
    this.#tallies.add(0, other);
  }

  /** What has been counted so far. */
  close(): Tally {
    return this.#tallies.at(0);
  }
}

/** Blocks are counted in units of 512 bytes, whatever the file system's own are (`stat(2)`). */
function allocatedBytes(stats: Stats): number {
  return stats.blocks * 512;
}

/**
 * The exact usage of any set of tallies that share a ledger, as if they were one tree: each inode counts once, and is reclaimable only
 * if all its links are inside the set. So what a set adds to another is the difference of two usages.
 *
 * @throws RangeError when a tally was counted with another ledger.
 */
export function usageOf(tallies: Iterable<Tally>, links: LinkLedger): Usage {
  const seen = new Map<number, number>();
  const sole = addUp(tallies, links, seen);
  return withLinked(sole, links.sum(seen));
}

/**
 * Usages of groups of tallies that add up in all but `reclaimableBytes`: an inode with names in several groups counts for the first of them.
 * What removing a group by itself gives back is each group's own matter. A tally in several groups counts for the first.
 *
 * @throws RangeError when a tally was counted with another ledger.
 */
export function sharesOf(groups: Iterable<Iterable<Tally>>, links: LinkLedger): Usage[] {
  const groupOf = new Map<number, number>();
  const usages: Usage[] = [];
  for (const tallies of groups) usages.push(withLinked(addUp(tallies, links, groupOf, usages.length)));
  for (const [group, share] of links.shares(groupOf)) usages[group] = withLinked(usages[group] as Usage, share);
  return usages;
}

/** Groups of tallies, by their numbers, and the bytes that only removing all of them gives back. */
export interface Bond {
  readonly groups: readonly number[];
  readonly reclaimableBytes: number;
}

/**
 * What removing several groups gives back beside what each gives back by itself: the inodes that have names in more than one group, and
 * none outside. What a set of groups gives back is the sum of its groups' and of the bonds that lie within it.
 */
export function bondsOf(groups: Iterable<Iterable<Tally>>, links: LinkLedger): Bond[] {
  const groupOf = new Map<number, number>();
  let group = 0;
  for (const tallies of groups) {
    for (const { id } of tallies) groupOf.set(id, group);
    group++;
  }
  return links.bonds(groupOf).map(({ groups: numbers, bytes }) => ({ groups: numbers, reclaimableBytes: bytes }));
}

type SoleUsage = Omit<Usage, 'reclaimableBytes'>;

/** Adds up what each tally has by itself, and notes its group; leaves out those noted before. `allocatedBytes` is without linked inodes. */
function addUp(tallies: Iterable<Tally>, links: LinkLedger, groupOf: Map<number, number>, group = 0): SoleUsage {
  let files = 0;
  let directories = 0;
  let apparentBytes = 0;
  let allocatedBytes = 0;
  let complete = !links.isFull;
  for (const tally of tallies) {
    if (!links.knows(tally.id)) throw new RangeError('The tally was counted with another ledger');
    if (groupOf.has(tally.id)) continue;
    groupOf.set(tally.id, group);
    files += tally.files;
    directories += tally.directories;
    apparentBytes += tally.apparentBytes;
    allocatedBytes += tally.soleBytes;
    complete &&= tally.complete;
  }
  return { files, directories, apparentBytes, allocatedBytes, complete };
}

/** Field by field: objects that are spread have a shape each, which takes twice what is in them. */
function withLinked(
  { files, directories, apparentBytes, allocatedBytes, complete }: SoleUsage,
  linked = { allocatedBytes: 0, reclaimableBytes: 0 },
): Usage {
  return {
    files,
    directories,
    apparentBytes,
    complete,
    allocatedBytes: allocatedBytes + linked.allocatedBytes,
    reclaimableBytes: allocatedBytes + linked.reclaimableBytes,
  };
}
