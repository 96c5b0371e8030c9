import { chmodSync, lstatSync, rmdirSync, type Stats, unlinkSync } from 'node:fs';
import { FindingLog, isSystemError, type SystemError } from '../finding-log.js';
import { DirectoryError } from '../handle/directory-error.js';
import type { DirectoryHandle } from '../handle/directory-handle.js';
import { identityOf, lookExactly } from '../identity.js';
import type { OpenTally } from '../measure/tally.js';
import type { Finding, Identity } from '../usage.js';
import { type EntryReader, readEntries, readOneEntry } from '../walk/entry-reader.js';
import { NameStack } from '../walk/name-stack.js';
import { Trail } from '../walk/trail.js';
import type { Walk } from '../walk/walk.js';

/** A directory that is being emptied; the first one is the parent, of which only one entry is emptied. */
interface Level {
  reader: EntryReader | undefined;
  /** How many names of directories in it lie on the stack. */
  pending: number;
  /** Names that stay, for a reason that is in the findings: by the bytes, as latin1. */
  kept: Set<string> | undefined;
  /** How often the directory has been read: a file system may skip entries while others are deleted, and tools go on writing. */
  pass: number;
  /** Whether the present pass removed anything, so that another one makes sense. */
  isShrinking: boolean;
  isMadeWritable: boolean;
  /** Why the directory could not be read to its end. It may be empty all the same, so this is a finding only if it has to stay. */
  unread: SystemError | undefined;
}

const maxPasses = 8;

export interface CarefulOptions {
  /** Where an entry lies for anyone but the removal, which may have moved it. */
  readonly shownAt?: (path: Buffer) => Buffer;
  /** Directories that do not count, by their names and how many directories lie between them and the parent. */
  readonly isOwn?: (name: Buffer, depth: number) => boolean;
}

/**
 * Removes one entry of a directory with everything below it, wherever it lies and whatever anyone else does there meanwhile. Each
 * directory is held open while anything in it is removed, so one process does it all and every call goes through `/proc/self/fd`.
 */
export class CarefulRemoval implements Walk {
  readonly #parent: DirectoryHandle;
  readonly #name: Buffer;
  readonly #tally: OpenTally;
  readonly #trail: Trail;
  readonly #names = new NameStack();
  readonly #levels: Level[];
  readonly #findings: FindingLog;
  readonly #isOwn: (name: Buffer, depth: number) => boolean;
  /** True when nothing of the entry is left. */
  isGone = false;
  files = 0;
  apparentBytes = 0;
  allocatedBytes = 0;

  constructor(parent: DirectoryHandle, name: Buffer, tally: OpenTally, options: CarefulOptions = {}) {
    this.#parent = parent;
    this.#name = name;
    this.#tally = tally;
    this.#findings = new FindingLog(options.shownAt);
    this.#isOwn = options.isOwn ?? (() => false);
    this.#trail = new Trail(parent, parent.describe());
    this.#levels = [createLevel(readOneEntry(name), 1)];
  }

  /** What stays, and why. */
  get findings(): readonly Finding[] {
    return this.#findings.list();
  }

  noteAborted(): void {
    this.#findings.add(this.#trail.pathOf(), 'aborted', 'The removal was aborted here');
  }

  close(): void {
    for (const level of this.#levels) level.reader?.close();
    this.#trail.close();
  }

  /** It is not for several processes. */
  split(): undefined {}

  take(): never {
    throw new Error('A careful removal takes no parts of others');
  }

  /** Removes one entry, goes down into a directory or comes back up. */
  step(): boolean {
    const level = this.#levels.at(-1);
    if (level === undefined) return false;
    try {
      if (level.reader) {
        const name = this.#nextName(level, level.reader);
        if (name && level.kept?.has(keyOf(name)) !== true) this.#removeEntry(level, name);
      } else if (level.pending > 0) {
        level.pending--;
        this.#descend(level, this.#names.pop(), 1);
      } else {
        return this.#leave(level);
      }
      return true;
    } catch (error) {
      // The directory itself is not what it was: there is no telling what else would be hit, so nothing more is done.
      if (!(error instanceof DirectoryError) || error.code === 'closed') throw error;
      if (isSystemError(error.cause))
        this.#findings.addError(this.#trail.pathOf(), error.cause, 'Could not be gone on with');
      else this.#findings.add(this.#trail.pathOf(), 'changed', error.message);
      return false;
    }
  }

  #nextName(level: Level, reader: EntryReader): Buffer | undefined {
    try {
      const name = reader.next();
      if (name) return name;
    } catch (error) {
      level.unread = systemError(error);
    }
    level.reader = undefined;
    reader.close();
    return undefined;
  }

  #removeEntry(level: Level, name: Buffer): void {
    const path = this.#trail.current.at(name);
    try {
      const stats = this.#permitted(level, () => lstatSync(path, { throwIfNoEntry: false }));
      if (stats === undefined) {
        this.#noteGone(level);
        return;
      }
      if (stats.isDirectory()) {
        this.#names.push(name);
        level.pending++;
        return;
      }
      if (stats.isBlockDevice() || stats.isCharacterDevice()) {
        this.#keep(level, name, 'device', 'A device node is not removed');
        return;
      }
      const identity = identityOf(stats, () => lookExactly(path));
      this.#permitted(level, () => unlinkSync(path));
      this.#countFile(stats, identity);
      this.#noteGone(level);
    } catch (error) {
      const { code } = systemError(error);
      if (code === 'ENOENT') this.#noteMissing(level);
      // A directory was put in its place: that is for the next pass.
      else if (code === 'EISDIR') level.isShrinking = true;
      else this.#keepFor(level, name, error);
    }
  }

  #descend(level: Level, name: Buffer, pass: number): void {
    const child = this.#openChild(level, name);
    if (child === undefined) return;
    let isEnterable: boolean | undefined;
    try {
      isEnterable = this.#isEnterable(level, name, child);
    } finally {
      if (isEnterable !== true) child.close();
    }
    if (!isEnterable) return;
    this.#trail.descend(name, child);
    const entered = createLevel(undefined, pass);
    this.#levels.push(entered);
    this.#read(entered);
  }

  /** Opens the directory for reading, which a directory of mode 0000 grants only after being asked. */
  #read(level: Level): void {
    try {
      level.reader = this.#permitted(level, () => readEntries(this.#trail.current));
    } catch (error) {
      level.unread = systemError(error);
    }
  }

  #openChild(level: Level, name: Buffer): DirectoryHandle | undefined {
    try {
      return this.#permitted(level, () => this.#trail.current.openChild(name));
    } catch (error) {
      if (!(error instanceof DirectoryError)) throw error;
      switch (error.code) {
        case 'missing':
          this.#noteMissing(level);
          return undefined;
        case 'link':
        case 'not-directory':
          // It was a directory a moment ago. The next pass takes what stands there now for what it is.
          level.isShrinking = true;
          return undefined;
        default:
          if (!isSystemError(error.cause)) throw error;
          this.#keepFor(level, name, error.cause);
          return undefined;
      }
    }
  }

  /**
   * Whether a directory that was opened is there to be emptied: it is not if it was reached across a mount, or is gone. Nothing in it
   * has been touched yet. Each directory is compared with the parent of the whole, so nothing is ever removed on another mount.
   */
  #isEnterable(level: Level, name: Buffer, child: DirectoryHandle): boolean {
    const parent = this.#parent;
    const isOnMount =
      parent.mountId === undefined || child.mountId === undefined ? undefined : child.mountId === parent.mountId;
    if (isOnMount === false || child.stats.dev !== parent.stats.dev) {
      this.#keep(level, name, 'mount', 'Something is mounted here, so it stays');
      return false;
    }
    return isOnMount ?? this.#isRefusedAsFull(level, name, child);
  }

  /**
   * The proof where mounts have no ids: `rmdir`. On a mount point it is refused with EBUSY before anyone asks whether the directory is
   * empty, so ENOTEMPTY says that it is none; and if it succeeds, that was the aim.
   */
  #isRefusedAsFull(level: Level, name: Buffer, child: DirectoryHandle): boolean {
    const path = this.#trail.current.at(name);
    try {
      this.#permitted(level, () => rmdirSync(path));
      this.#countDirectory(name, child.stats);
      this.#noteGone(level);
    } catch (error) {
      const { code } = systemError(error);
      if (code === 'ENOTEMPTY' || code === 'EEXIST') return true;
      if (code === 'ENOENT') this.#noteMissing(level);
      else if (code === 'ENOTDIR') level.isShrinking = true;
      else if (code === 'EBUSY') this.#keep(level, name, 'mount', 'Something is mounted here, so it stays');
      else this.#keepFor(level, name, error);
    }
    return false;
  }

  /** Ends a pass over the current directory. @returns false when the removal is over. */
  #leave(level: Level): boolean {
    const isBase = this.#trail.depth === 0;
    if (isBase && this.isGone) return false;
    const isWorthAnotherPass = level.isShrinking && level.pass < maxPasses;
    if (isBase) {
      if (!isWorthAnotherPass) {
        if (level.kept === undefined)
          this.#findings.add(this.#trail.pathOf(this.#name), 'busy', 'Was replaced again and again');
        return false;
      }
      startPass(level);
      level.reader = readOneEntry(this.#name);
      return true;
    }
    // Without anything that has to stay, `rmdir` tells whether it is empty, for less than reading it again.
    if (level.kept && isWorthAnotherPass && level.unread === undefined) {
      startPass(level);
      this.#read(level);
      return true;
    }
    const { stats } = this.#trail.current;
    const name = this.#trail.climb();
    this.#levels.pop();
    const above = this.#levels.at(-1);
    if (above === undefined) throw new Error('Left a directory that was not entered');
    if (level.kept && level.unread) this.#keepFor(above, name, level.unread, 'Could not be read');
    else if (level.kept) this.#markKept(above, name);
    else this.#removeDirectory(above, name, stats, level);
    return true;
  }

  #removeDirectory(level: Level, name: Buffer, stats: Stats, left: Level): void {
    const path = this.#trail.current.at(name);
    try {
      this.#permitted(level, () => rmdirSync(path));
      this.#countDirectory(name, stats);
      this.#noteGone(level);
    } catch (error) {
      const { code } = systemError(error);
      if (code === 'ENOENT') this.#noteMissing(level);
      else if (code === 'ENOTDIR') level.isShrinking = true;
      else if (code !== 'ENOTEMPTY' && code !== 'EEXIST') this.#keepFor(level, name, error);
      else if (left.unread) this.#keepFor(level, name, left.unread, 'Could not be read');
      else if (left.pass < maxPasses) this.#descend(level, name, left.pass + 1);
      else this.#keep(level, name, 'busy', `Still being written to: not empty after ${maxPasses} passes`);
    }
  }

  /**
   * Tries, and where the system denies it tries once more with the directory made ours to write in. Only an own directory below the
   * parent, only once, and only what is condemned anyway; through the handle, so that a swapped path changes no one else's mode.
   */
  #permitted<T>(level: Level, attempt: () => T): T {
    try {
      return attempt();
    } catch (error) {
      const cause = error instanceof DirectoryError ? error.cause : error;
      if (!isSystemError(cause) || cause.code !== 'EACCES' || !this.#makeWritable(level)) throw error;
      return attempt();
    }
  }

  #makeWritable(level: Level): boolean {
    if (level.isMadeWritable || this.#trail.depth === 0) return false;
    level.isMadeWritable = true;
    const directory = this.#trail.current;
    if (directory.uid !== process.geteuid?.() || (directory.mode & 0o700) === 0o700) return false;
    try {
      chmodSync(directory.self, directory.mode | 0o700);
      return true;
    } catch (error) {
      if (isSystemError(error)) return false; // What was denied is the finding, not this
      throw error;
    }
  }

  /** The system says that there is no such entry. Of the whole that is not believed unseen: if it is there, that is for the next pass. */
  #noteMissing(level: Level): void {
    level.isShrinking = true;
    if (this.#trail.depth > 0) return;
    try {
      this.isGone = lstatSync(this.#trail.current.at(this.#name), { throwIfNoEntry: false }) === undefined;
    } catch (error) {
      systemError(error); // It cannot be told
    }
  }

  #noteGone(level: Level): void {
    level.isShrinking = true;
    if (this.#trail.depth === 0) this.isGone = true;
  }

  #keepFor(level: Level, name: Buffer, error: unknown, failure = 'Could not be removed'): void {
    this.#findings.addError(this.#trail.pathOf(name), systemError(error), failure);
    this.#markKept(level, name);
  }

  #keep(level: Level, name: Buffer, code: string, message: string): void {
    this.#findings.add(this.#trail.pathOf(name), code, message);
    this.#markKept(level, name);
  }

  #markKept(level: Level, name: Buffer): void {
    level.kept ??= new Set();
    level.kept.add(keyOf(name));
  }

  #countFile(stats: Stats, identity: Identity): void {
    this.files++;
    this.apparentBytes += stats.size;
    this.allocatedBytes += this.#tally.addFile(stats, () => identity);
  }

  #countDirectory(name: Buffer, stats: Stats): void {
    if (this.#isOwn(name, this.#trail.depth)) return;
    this.allocatedBytes += stats.blocks * 512;
    this.#tally.addDirectory(stats);
  }
}

function createLevel(reader: EntryReader | undefined, pass: number): Level {
  return { reader, pending: 0, kept: undefined, pass, isShrinking: false, isMadeWritable: false, unread: undefined };
}

function startPass(level: Level): void {
  level.pass++;
  level.isShrinking = false;
}

function keyOf(name: Buffer): string {
  return name.toString('latin1');
}

/** The error of a system call; anything else, and a lost directory, is not an entry's affair. */
function systemError(error: unknown): SystemError {
  if (isSystemError(error)) return error;
  throw error;
}
