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
  /** The newest time at anything that is not a directory, in milliseconds since 1970; `atime` only where reading came after writing. */
  readonly newestUse?: { readonly atMs: number; readonly from: 'atime' | 'mtime' };
}

let lastId = 0;

/** Unique within the process. */
function nextTallyId(): number {
  return ++lastId;
}

/** Ids that follow one another, of tallies that will be counted with this ledger. @internal */
export function newTallyIds(count: number, links: LinkLedger): readonly number[] {
  return Array.from({ length: count }, () => {
    const id = nextTallyId();
    links.enrol(id);
    return id;
  });
}

/** Of what is not there. @internal */
export function emptyTally(id: number): Tally {
  return { id, files: 0, directories: 0, apparentBytes: 0, soleBytes: 0, complete: true, owners: nobody };
}

/** Of what two processes counted for one tally. @internal */
export function sumOf(one: Tally, other: Tally): Tally {
  const [newer, older] =
    (one.newestUse?.atMs ?? -Infinity) >= (other.newestUse?.atMs ?? -Infinity) ? [one, other] : [other, one];
  const newestUse = newer.newestUse ?? older.newestUse;
  return {
    id: one.id,
    files: one.files + other.files,
    directories: one.directories + other.directories,
    apparentBytes: one.apparentBytes + other.apparentBytes,
    soleBytes: one.soleBytes + other.soleBytes,
    complete: one.complete && other.complete,
    owners: [...new Set([...one.owners, ...other.owners])],
    ...(newestUse && { newestUse }),
  };
}

const nobody: readonly number[] = [];

/** The same list for all that one user owns alone, which is nearly everything. */
function ownersAlone(uid: number): readonly number[] {
  const known = alone.get(uid) ?? [uid];
  alone.set(uid, known);
  return known;
}

const alone = new Map<number, readonly number[]>();

/** A tally that is being counted, by one process. @internal */
export class OpenTally {
  readonly id: number;
  readonly #links: LinkLedger;
  readonly #sinceMs: number;
  #files = 0;
  #directories = 0;
  #apparentBytes = 0;
  #soleBytes = 0;
  #owners = nobody;
  #newestMs = -Infinity;
  #newestFrom: 'atime' | 'mtime' = 'mtime';
  complete = true;

  /** @param sinceMs When links began to be removed, in milliseconds since 1970: what changed since then may have had more of them. */
  constructor(links: LinkLedger, id = nextTallyId(), sinceMs = Infinity) {
    this.id = id;
    this.#links = links;
    this.#sinceMs = sinceMs;
    links.enrol(id);
  }

  addDirectory(stats: Stats): void {
    this.#directories++;
    if (!this.#owners.includes(stats.uid)) {
      this.#owners = this.#owners.length === 0 ? ownersAlone(stats.uid) : [...this.#owners, stats.uid];
    }
    this.#soleBytes += allocatedBytes(stats);
  }

  /**
   * @param exactly Its identity in 64 bits, asked for only where links have to be told apart and doubles are too short.
   * @returns the bytes that had not been counted yet under another name.
   */
  addFile(stats: Stats, exactly: () => Identity): number {
    this.#files++;
    this.#apparentBytes += stats.size;
    const { mtimeMs, atimeMs } = stats;
    if (mtimeMs > this.#newestMs || atimeMs > this.#newestMs) {
      this.#newestMs = Math.max(mtimeMs, atimeMs);
      this.#newestFrom = atimeMs > mtimeMs ? 'atime' : 'mtime';
    }
    const bytes = allocatedBytes(stats);
    if (!this.isLinked(stats) && !this.#links.isKnown(stats, exactly)) {
      this.#soleBytes += bytes;
      return bytes;
    }
    return this.#links.note(this.id, stats, exactly) ? bytes : 0;
  }

  /** Whether it has other names, or had when removing began: one link left may be the last of several that another process removed. */
  isLinked({ nlink, ctimeMs }: Stats): boolean {
    return nlink > 1 || ctimeMs >= this.#sinceMs;
  }

  /** Adds what another process has counted for the same tally. */
  add(other: Tally): void {
    const sum = sumOf(this.close(), other);
    this.#files = sum.files;
    this.#directories = sum.directories;
    this.#apparentBytes = sum.apparentBytes;
    this.#soleBytes = sum.soleBytes;
    this.complete = sum.complete;
    this.#owners = sum.owners;
    if (sum.newestUse) {
      this.#newestMs = sum.newestUse.atMs;
      this.#newestFrom = sum.newestUse.from;
    }
  }

  /** What has been counted so far. */
  close(): Tally {
    const tally = {
      id: this.id,
      files: this.#files,
      directories: this.#directories,
      apparentBytes: this.#apparentBytes,
      soleBytes: this.#soleBytes,
      complete: this.complete,
      owners: this.#owners,
    };
    return this.#files === 0 ? tally : { ...tally, newestUse: { atMs: this.#newestMs, from: this.#newestFrom } };
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
  const ids = new Set<number>();
  const sole = addUp(tallies, links, ids);
  return withLinked(sole, links.sum(ids));
}

/**
 * Usages of groups of tallies that add up in all but `reclaimableBytes`: an inode with names in several groups counts for the first of them.
 * What removing a group by itself gives back is each group's own matter. A tally in several groups counts for the first.
 *
 * @throws RangeError when a tally was counted with another ledger.
 */
export function sharesOf(groups: readonly (readonly Tally[])[], links: LinkLedger): Usage[] {
  const groupOf = new Map<number, number>();
  const seen = new Set<number>();
  const soles = groups.map((tallies, group) => {
    for (const { id } of tallies) if (!groupOf.has(id)) groupOf.set(id, group);
    return addUp(tallies, links, seen);
  });
  const shares = links.shares(groupOf);
  return soles.map((sole, group) => withLinked(sole, shares.get(group)));
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
export function bondsOf(groups: readonly (readonly Tally[])[], links: LinkLedger): Bond[] {
  const groupOf = new Map(groups.flatMap((tallies, group) => tallies.map(({ id }) => [id, group])));
  return links.bonds(groupOf).map(({ groups: numbers, bytes }) => ({ groups: numbers, reclaimableBytes: bytes }));
}

/** Adds up what each tally has by itself, and notes the tallies; leaves out those noted before. `allocatedBytes` is without linked inodes. */
function addUp(tallies: Iterable<Tally>, links: LinkLedger, seen: Set<number>): Omit<Usage, 'reclaimableBytes'> {
  let files = 0;
  let directories = 0;
  let apparentBytes = 0;
  let allocatedBytes = 0;
  let complete = !links.isFull;
  for (const tally of tallies) {
    if (!links.knows(tally.id)) throw new RangeError('The tally was counted with another ledger');
    if (seen.has(tally.id)) continue;
    seen.add(tally.id);
    files += tally.files;
    directories += tally.directories;
    apparentBytes += tally.apparentBytes;
    allocatedBytes += tally.soleBytes;
    complete &&= tally.complete;
  }
  return { files, directories, apparentBytes, allocatedBytes, complete };
}

function withLinked(
  { allocatedBytes: soleBytes, ...sole }: Omit<Usage, 'reclaimableBytes'>,
  linked = { allocatedBytes: 0, reclaimableBytes: 0 },
): Usage {
  return {
    ...sole,
    allocatedBytes: soleBytes + linked.allocatedBytes,
    reclaimableBytes: soleBytes + linked.reclaimableBytes,
  };
}
