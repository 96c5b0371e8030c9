import { chmodSync, lstatSync, mkdirSync, renameSync, rmdirSync, type Stats, statSync, unlinkSync } from 'node:fs';
import { enterFolder } from '../crew/enter-folder.js';
import { maxPartBytes } from '../crew/messages.js';
import { isSystemError } from '../finding-log.js';
import { DirectoryError } from '../handle/directory-error.js';
import type { DirectoryHandle } from '../handle/directory-handle.js';
import { directoryOpener } from '../handle/open-directory.js';
import { identityOf, isExact, isSameIdentity, lookExactly } from '../identity.js';
import type { LinkLedger } from '../measure/link-ledger.js';
import { OpenTally, type Tally } from '../measure/tally.js';
import type { Identity } from '../usage.js';
import { type BytePath, isAscii, systemPath, systemPathOf } from '../walk/byte-path.js';
import { FolderStream, type ListedEntry, listFolder } from '../walk/list-folder.js';
import type { Progress } from '../walk/progress.js';
import type { Walk, WalkPart } from '../walk/walk.js';

/** What is to be emptied, and where its folders go first. Plain data. */
export interface HoistPlan {
  readonly base: BytePath;
  /** The base for another process: a descriptor of ours has another name there. */
  readonly entrance: BytePath;
  readonly device: number;
  /** Of the base, in full. */
  readonly identity: Identity;
  /** How the names of the processes' own folders in the base begin; random, so that nobody else knows them. */
  readonly run: string;
  readonly tally: number;
  /** When the first removal with the ledger began, in milliseconds since 1970 by the clock of the file system. */
  readonly beganMs: number;
}

/** What a helper has to know to take part. */
export interface HoistJob extends HoistPlan {
  readonly kind: 'hoist';
}

/** A folder that was moved up and could not be removed. Both paths are relative to the base, with a slash before them. */
export interface Moved {
  readonly at: BytePath;
  readonly from: BytePath;
}

/** What one process removed, and what it leaves to a closer look. Plain data. */
export interface HoistAnswer extends Progress {
  readonly tally: Tally;
  readonly moved: readonly Moved[];
}

interface Folder {
  /** Where the system calls find it. */
  readonly at: BytePath;
  /** Where it came from, relative to the base: for messages. */
  readonly from: BytePath;
  stats?: Stats;
  stream?: FolderStream;
  /** How often it has been read. */
  pass: number;
  isShrinking: boolean;
  /** Something in it does not go as it should. */
  isTroubled: boolean;
}

/** For the tests: the moments that an attacker waits for. */
export interface HoistMoments {
  /** Before a folder is renamed. */
  readonly beforeMove?: (path: BytePath) => void;
  /** After it was renamed, before it is looked at. */
  readonly afterMove?: (from: BytePath, at: BytePath) => void;
  /** Before anything in it is removed. */
  readonly beforeEntry?: (path: BytePath) => void;
}

const quietly = { throwIfNoEntry: false } as const;
const entriesPerStep = 256;
const maxStreams = 8;
const maxPasses = 8;

/**
 * One process's share of emptying a condemned folder, the base, that lies where nobody else can reach it.
 *
 * Every folder in it is renamed into a folder of this process's own (mode 0700, just made, its name random) before anything in it is
 * removed. This one call per folder is what makes plain paths safe, and constant depth and descriptors come with it:
 * - A mount point cannot be renamed (EBUSY), so nothing behind a mount is ever reached; what is looked at after the rename must lie on
 *   the base's device, too.
 * - What was renamed is looked at in its new place, where only this process puts names: if a link was slipped in just before, it is the
 *   link that was moved, and it is unlinked. A process that still stands in the folder can change what is in it, and that is condemned,
 *   but not where the path leads.
 * - Whatever goes otherwise than expected is left, whole, to `CarefulRemoval`.
 */
export class HoistWalk implements Walk {
  readonly #plan: HoistPlan;
  /** What the system calls take for the base. */
  readonly #base: BytePath;
  readonly #tally: OpenTally;
  readonly #own: BytePath;
  #folders: Folder[] = [];
  readonly #moved: Moved[] = [];
  readonly #isPlain: boolean;
  readonly #during: HoistMoments;
  #hasOwn = false;
  #hoisted = 0;
  #streams = 0;
  files = 0;
  apparentBytes = 0;
  allocatedBytes = 0;

  /** @param number Of the process: 0 for the one that asked, from 1 on its helpers. */
  constructor(plan: HoistPlan, links: LinkLedger, number: number, during: HoistMoments = {}, base = plan.base) {
    this.#plan = plan;
    this.#base = base;
    this.#during = during;
    this.#isPlain = isAscii(base);
    this.#tally = new OpenTally(links, plan.tally, plan.beganMs);
    this.#own = `${base}/${plan.run}${number}`;
  }

  /**
   * A helper's share, with the base as its working folder.
   * @returns nothing when something else is in the base's place.
   * @throws the system's error when it cannot be entered.
   */
  static join(plan: HoistPlan, links: LinkLedger, number: number): HoistWalk | undefined {
    const base = enterFolder(plan.entrance, plan.identity);
    return base === undefined ? undefined : new HoistWalk(plan, links, number, {}, base);
  }

  /** Begins at the base, which only one process does. */
  start(): void {
    this.#folders.push(folder(this.#base, ''));
  }

  step(): boolean {
    const next = this.#folders.at(-1);
    if (next === undefined) return false;
    if (next.stream) this.#readOn(next, next.stream);
    else {
      this.#folders.pop();
      this.#empty(next);
    }
    return true;
  }

  /**
   * Half of the folders that lay highest, for those promise most work. They wait at the bottom, side by side; of a million of them only
   * as many are looked at as could be given.
   */
  split(): WalkPart | undefined {
    if (this.#folders.length < 2) return undefined;
    const first = this.#folders.findIndex(({ stream }) => stream === undefined);
    const depth = depthOf(this.#folders[first]?.from ?? '');
    let candidates = 0;
    let given = 0;
    for (let length = 0; first >= 0 && length <= 2 * maxPartBytes; candidates++) {
      const next = this.#folders[first + candidates];
      if (next === undefined || next.stream || depthOf(next.from) !== depth) break;
      length += next.at.length + next.from.length + 2;
      if (length <= maxPartBytes) given++;
    }
    given = Math.min(given, Math.ceil(candidates / 2));
    if (given === 0) return undefined;
    const paths = this.#folders.splice(first, given).flatMap(({ at, from }) => [at.slice(this.#base.length), from]);
    return { folders: paths.join('\0') };
  }

  take({ folders }: WalkPart): void {
    const paths = folders.split('\0');
    for (let index = 0; index < paths.length; index += 2)
      this.#folders.push(folder(this.#base + (paths[index] as BytePath), paths[index + 1] as BytePath));
  }

  finish(): HoistAnswer {
    for (const { stream } of this.#folders) stream?.close();
    if (this.#hasOwn) attempt(() => rmdirSync(systemPath(this.#own)));
    const { files, apparentBytes, allocatedBytes } = this;
    return { files, apparentBytes, allocatedBytes, tally: this.#tally.close(), moved: this.#moved };
  }

  #empty(next: Folder): void {
    if (this.#streams >= maxStreams && this.#folders.some(({ stream }) => stream === undefined)) {
      this.#folders.unshift(next);
      return;
    }
    let listed: ListedEntry[] | FolderStream;
    try {
      const stats = lstatSync(this.#system(next.at), quietly);
      if (stats === undefined) return;
      if (!stats.isDirectory()) {
        if (!this.#unlink(next.at, '', stats)) this.#leaveBehind(next);
        return;
      }
      if (stats.dev !== this.#plan.device) {
        this.#leaveBehind(next);
        return;
      }
      next.stats ??= stats;
      if ((stats.mode & 0o700) !== 0o700) chmodSync(this.#system(next.at), (stats.mode & 0o7777) | 0o700);
      listed = listFolder(this.#system(next.at), stats);
    } catch (error) {
      this.#trouble(next, error);
      this.#leaveBehind(next);
      return;
    }
    if (listed instanceof FolderStream) {
      next.stream = listed;
      this.#streams++;
      this.#folders.push(next);
      return;
    }
    for (const entry of listed) this.#remove(next, entry);
    this.#leave(next);
  }

  #readOn(next: Folder, stream: FolderStream): void {
    try {
      for (let count = 0; count < entriesPerStep; count++) {
        const entry = stream.next();
        if (entry) {
          this.#remove(next, entry);
          continue;
        }
        this.#endStream(next, stream);
        this.#leave(next);
        return;
      }
    } catch (error) {
      this.#trouble(next, error);
      this.#endStream(next, stream);
      this.#leaveBehind(next);
    }
  }

  #endStream(next: Folder, stream: FolderStream): void {
    delete next.stream;
    this.#streams--;
    stream.close();
    this.#folders.splice(this.#folders.indexOf(next), 1);
  }

  #remove(next: Folder, entry: ListedEntry): void {
    const { name } = entry;
    const isBase = next.at === this.#base;
    if (isBase && name.startsWith(this.#plan.run)) return;
    const path = `${next.at}/${name}`;
    this.#during.beforeEntry?.(path);
    try {
      if (entry.isDirectory()) {
        this.#hoist(next, path, name);
        return;
      }
      const stats = lstatSync(systemPathOf(path, name, this.#isPlain), quietly);
      if (stats === undefined) return;
      if (stats.isDirectory()) this.#hoist(next, path, name);
      else if (this.#unlink(path, name, stats)) next.isShrinking = true;
      else next.isTroubled = true;
    } catch (error) {
      this.#trouble(next, error);
    }
  }

  #hoist(next: Folder, path: BytePath, name: string): void {
    if (!this.#hasOwn) {
      mkdirSync(systemPath(this.#own), 0o700);
      this.#hasOwn = true;
    }
    const at = `${this.#own}/${this.#hoisted++}`;
    this.#during.beforeMove?.(path);
    const [source, target] = [systemPathOf(path, name, this.#isPlain), this.#system(at)];
    try {
      renameSync(source, target);
    } catch (error) {
      // To move a folder is to write in it, its `..`; Go's module cache is full of folders that forbid it.
      if (!isSystemError(error) || error.code !== 'EACCES' || !makeWritable(next.at, name)) throw error;
      renameSync(source, target);
    }
    this.#during.afterMove?.(path, at);
    next.isShrinking = true;
    this.#folders.push(folder(at, `${next.from}/${name}`));
  }

  /** @returns false when it has to stay, for a reason that a closer look will tell. */
  #unlink(path: BytePath, name: string, stats: Stats): boolean {
    if (stats.isBlockDevice() || stats.isCharacterDevice()) return false;
    // Asked for before it goes.
    const exact = isExact(stats) ? undefined : identityOf(stats, () => lookExactly(Buffer.from(path, 'latin1')));
    try {
      unlinkSync(systemPathOf(path, name, this.#isPlain));
    } catch (error) {
      if (isSystemError(error) && error.code === 'ENOENT') return true;
      if (isSystemError(error)) return false;
      throw error;
    }
    this.files++;
    this.apparentBytes += stats.size;
    this.allocatedBytes += this.#tally.addFile(stats, () => exact as Identity);
    return true;
  }

  #leave(next: Folder): void {
    if (next.at === this.#base) return;
    if (next.isTroubled) {
      this.#leaveBehind(next);
      return;
    }
    try {
      rmdirSync(this.#system(next.at));
      const stats = next.stats as Stats;
      this.#tally.addDirectory(stats);
      this.allocatedBytes += stats.blocks * 512;
    } catch (error) {
      if (!isSystemError(error)) throw error;
      if (error.code === 'ENOENT') return;
      // Some file systems skip names while others are removed, and someone may still be writing.
      const isFull = error.code === 'ENOTEMPTY' || error.code === 'EEXIST';
      if (isFull && next.isShrinking && next.pass < maxPasses) {
        next.pass++;
        next.isShrinking = false;
        this.#folders.push(next);
      } else this.#leaveBehind(next);
    }
  }

  #trouble(next: Folder, error: unknown): void {
    if (!isSystemError(error) && !(error instanceof DirectoryError)) throw error;
    if (error.code !== 'ENOENT') next.isTroubled = true;
  }

  #system(path: BytePath): string | Buffer {
    return systemPathOf(path, '', this.#isPlain);
  }

  #leaveBehind(next: Folder): void {
    if (next.at === this.#base) return;
    this.#moved.push({ at: next.at.slice(this.#base.length), from: next.from });
  }
}

/** A plan that has been made, for as long as it is carried out. */
export interface Hoist {
  readonly plan: HoistPlan;
  /** Of the base, before anything was put into it. */
  readonly stats: Stats;
  close(): void;
}

/**
 * Makes ready to empty an entry by hoisting. Not everything can be: the entry has to be a directory of ours on the same mount, in a
 * parent that only we can enter; of anything else this is undefined, and the careful way is the one.
 */
export function planHoist(parent: DirectoryHandle, name: Buffer, tally: number, links: LinkLedger): Hoist | undefined {
  const uid = process.geteuid?.();
  if (uid === undefined || parent.uid !== uid || parent.mode !== 0o700) return undefined;
  let child: DirectoryHandle | undefined;
  try {
    child = parent.openChild(name);
    const isHere = child.stats.dev === parent.stats.dev && child.mountId === parent.mountId;
    const base = isHere && child.uid === uid ? basePath(child, uid) : undefined;
    if (base === undefined) {
      child.close();
      return undefined;
    }
    // Someone who still holds it open, and whom its mode let write in it, is shut out.
    chmodSync(child.self, 0o700);
    const { randomBytes } = process.getBuiltinModule('node:crypto'); // A scan, which removes nothing, starts sooner without it
    const run = `${randomBytes(8).toString('hex')}-`;
    const { stats, identity } = child;
    const beganMs = links.removingSince(statSync(child.self).ctimeMs); // Which chmod has just set
    const entrance = base.replace(/^\/proc\/self\//, `/proc/${process.pid}/`);
    const plan = { base, entrance, device: stats.dev, identity, run, tally, beganMs };
    return { plan, stats, close: () => child?.close() };
  } catch (error) {
    child?.close();
    if (error instanceof DirectoryError || isSystemError(error)) return undefined;
    throw error;
  }
}

/** The plain path where nobody else can make it lead elsewhere; else one through the descriptor, which is twice as dear. */
function basePath(folder: DirectoryHandle, uid: number): BytePath | undefined {
  const path = folder.describe();
  const seen = lstatSync(path, quietly);
  const isThere =
    seen !== undefined &&
    isSameIdentity(
      identityOf(seen, () => lookExactly(path)),
      folder.identity,
    );
  if (isThere && path.length < 2000 && isOnlyOurs(path.toString('latin1'), uid)) return path.toString('latin1');
  return folder.mountId === undefined ? undefined : `${folder.self.toString('latin1')}/.`;
}

/** Whether no other user can rename anything on the way: each directory is ours or root's, and writable for no one else, or sticky. */
function isOnlyOurs(path: BytePath, uid: number): boolean {
  for (let end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) {
    const stats = lstatSync(systemPath(path.slice(0, end) || '/'), quietly);
    if (stats?.isDirectory() !== true || (stats.uid !== uid && stats.uid !== 0)) return false;
    if ((stats.mode & 0o022) !== 0 && (stats.mode & 0o1000) === 0) return false;
  }
  return true;
}

/**
 * Through descriptors, because a link may be put in its place. Only on the same mount: to open a mount point is to open what is behind
 * it, and that it cannot be moved is said (EBUSY) only after its mode has been asked. Where mounts have no ids, that is left.
 */
function makeWritable(folder: BytePath, name: string): boolean {
  const parent = directoryOpener()(Buffer.from(folder, 'latin1'));
  let child: DirectoryHandle | undefined;
  try {
    child = parent.openChild(Buffer.from(name, 'latin1'));
    if (child.mountId === undefined || child.mountId !== parent.mountId) return false;
    if (child.uid !== process.geteuid?.() || (child.mode & 0o700) === 0o700) return false;
    chmodSync(child.self, child.mode | 0o700);
    return true;
  } finally {
    child?.close();
    parent.close();
  }
}

function depthOf(path: BytePath): number {
  let depth = 0;
  for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) depth++;
  return depth;
}

function folder(at: BytePath, from: BytePath): Folder {
  return { at, from, pass: 1, isShrinking: false, isTroubled: false };
}

function attempt(call: () => void): void {
  try {
    call();
  } catch (error) {
    if (!isSystemError(error)) throw error;
  }
}
