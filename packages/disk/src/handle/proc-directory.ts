import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readlinkSync,
  readSync,
  type Stats,
  statSync,
} from 'node:fs';
import { entryName, entryPath } from '../entry-name.js';
import { isSystemError } from '../finding-log.js';
import { identityOf } from '../identity.js';
import type { Identity } from '../usage.js';
import { DirectoryError } from './directory-error.js';
import type { DirectoryHandle } from './directory-handle.js';

/**
 * O_PATH, which Node has no name for: needs no permission on the directory itself, so a home of mode 0711 or an own directory of mode
 * 0000 opens too. One value on every architecture that Node runs on (`open(2)`).
 */
export const pathOnly = 0o10000000;
const flags = pathOnly | constants.O_DIRECTORY | constants.O_NOFOLLOW;

const parentName = Buffer.from('..');
const infoBytes = Buffer.alloc(1024);

/** A directory held by a descriptor, on Linux. `/proc/self/fd/N/name` is a true `openat`: see `proc(5)`. */
export class ProcDirectory implements DirectoryHandle {
  readonly stats: Stats;
  readonly #descriptor: number;
  #prefix: Buffer | undefined;
  #identity: Identity | undefined;
  #mountId: string | undefined;

  /** @param path Opened as it is, except that its last component is not followed. */
  static open(path: Buffer): ProcDirectory {
    try {
      return new ProcDirectory(openSync(path, flags));
    } catch (error) {
      throw explain(error, path, path);
    }
  }

  private constructor(descriptor: number) {
    this.#descriptor = descriptor;
    this.#prefix = Buffer.from(`/proc/self/fd/${descriptor}/`);
    this.stats = fstatSync(descriptor);
  }

  get identity(): Identity {
    this.#identity ??= identityOf(this.stats, () => fstatSync(this.#descriptor, { bigint: true }));
    return this.#identity;
  }

  get uid(): number {
    return this.stats.uid;
  }

  get mode(): number {
    return this.stats.mode & 0o7777;
  }

  get mountId(): string | undefined {
    this.#mountId ??= readMountId(this.#descriptor);
    return this.#mountId;
  }

  get self(): Buffer {
    return this.#open().subarray(0, -1);
  }

  at(name: Buffer | string): Buffer {
    return Buffer.concat([this.#open(), entryName(name)]);
  }

  openChild(name: Buffer | string): ProcDirectory {
    const path = this.at(name);
    try {
      return new ProcDirectory(openSync(path, flags));
    } catch (error) {
      throw explain(error, path, entryPath(this.describe(), entryName(name)));
    }
  }

  openParent(): ProcDirectory {
    const path = Buffer.concat([this.#open(), parentName]);
    try {
      return new ProcDirectory(openSync(path, flags));
    } catch (error) {
      throw explain(error, path, entryPath(this.describe(), parentName));
    }
  }

  describe(): Buffer {
    try {
      return readlinkSync(this.self, 'buffer');
    } catch (error) {
      if (isSystemError(error)) return this.self; // Longer than PATH_MAX
      throw error;
    }
  }

  close(): void {
    if (this.#prefix === undefined) return;
    this.#prefix = undefined;
    closeSync(this.#descriptor);
  }

  /** The number of a closed descriptor is soon another directory's, so nothing may be named through it. */
  #open(): Buffer {
    if (this.#prefix === undefined) throw new DirectoryError('closed', Buffer.alloc(0), 'The directory was closed');
    return this.#prefix;
  }
}

/** Whether descriptors can be walked through: not in a chroot without /proc, and nowhere but on Linux. */
export function hasProcDirectories(): boolean {
  if (process.platform !== 'linux') return false;
  const descriptor = openSync('/', flags);
  try {
    const held = fstatSync(descriptor);
    const reached = statSync(`/proc/self/fd/${descriptor}/`, { throwIfNoEntry: false });
    return reached !== undefined && reached.dev === held.dev && reached.ino === held.ino;
  } catch (error) {
    if (isSystemError(error)) return false;
    throw error;
  } finally {
    closeSync(descriptor);
  }
}

function readMountId(descriptor: number): string | undefined {
  let info: number | undefined;
  try {
    info = openSync(`/proc/self/fdinfo/${descriptor}`, constants.O_RDONLY);
    return /^mnt_id:\s*(\d+)$/m.exec(infoBytes.toString('latin1', 0, readSync(info, infoBytes)))?.[1];
  } catch (error) {
    if (isSystemError(error)) return undefined;
    throw error;
  } finally {
    if (info !== undefined) closeSync(info);
  }
}

function explain(error: unknown, path: Buffer, component: Buffer): unknown {
  if (!isSystemError(error)) return error;
  if (error.code === 'ENOENT') return new DirectoryError('missing', component, 'No such directory', { cause: error });
  if (error.code === 'ENOTDIR' || error.code === 'ELOOP') {
    return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true
      ? new DirectoryError('link', component, 'A link stands in place of a directory', { cause: error })
      : new DirectoryError('not-directory', component, 'Not a directory', { cause: error });
  }
  return new DirectoryError('failed', component, `The directory could not be opened (${error.code})`, { cause: error });
}
