import { lstatSync, type Stats } from 'node:fs';
import { entryName, entryPath, withoutTrailingSlashes } from '../entry-name.js';
import { isSystemError } from '../finding-log.js';
import { identityOf, isSameIdentity, lookExactly } from '../identity.js';
import type { Identity } from '../usage.js';
import { DirectoryError } from './directory-error.js';
import type { DirectoryHandle } from './directory-handle.js';

/**
 * The fallback where no descriptor can be walked through: macOS, Windows, Linux without /proc. Nothing is held: a path and the
 * identity that it had, compared again at every use.
 *
 * What that is worth: a link or another directory that stands in the path is noticed before the next call; one that is put there in
 * the microseconds between the comparison and the call is not. So use it inside a folder that only its owner can write to. Depth is
 * bounded by the system's longest path. The tests run it on Linux; it has not been run on macOS or Windows.
 */
export class CheckedDirectory implements DirectoryHandle {
  readonly stats: Stats;
  readonly identity: Identity;
  /** Not known here: whoever must not cross a mount tries `rmdir` first, which every system refuses on one. */
  readonly mountId = undefined;
  readonly #path: Buffer;
  #isClosed = false;

  static open(path: Buffer): CheckedDirectory {
    return new CheckedDirectory(withoutTrailingSlashes(path));
  }

  private constructor(path: Buffer) {
    const stats = look(path);
    if (stats === undefined) throw new DirectoryError('missing', path, 'No such directory');
    if (stats.isSymbolicLink()) throw new DirectoryError('link', path, 'A link stands in place of a directory');
    if (!stats.isDirectory()) throw new DirectoryError('not-directory', path, 'Not a directory');
    this.#path = path;
    this.stats = stats;
    this.identity = identityAt(path, stats);
  }

  get uid(): number {
    return this.stats.uid;
  }

  get mode(): number {
    return this.stats.mode & 0o7777;
  }

  get self(): Buffer {
    if (this.#isClosed) throw new DirectoryError('closed', this.#path, 'The directory was closed');
    const stats = look(this.#path);
    if (stats?.isDirectory() !== true || !isSameIdentity(identityAt(this.#path, stats), this.identity)) {
      throw new DirectoryError('changed', this.#path, 'The directory was replaced');
    }
    return this.#path;
  }

  at(name: Buffer | string): Buffer {
    return entryPath(this.self, entryName(name));
  }

  openChild(name: Buffer | string): CheckedDirectory {
    const child = new CheckedDirectory(this.at(name));
    void this.self; // Reached through this directory only if it is still in its place
    return child;
  }

  openParent(): CheckedDirectory {
    return new CheckedDirectory(withoutTrailingSlashes(this.#path.subarray(0, this.#path.lastIndexOf('/') + 1)));
  }

  describe(): Buffer {
    return this.#path;
  }

  close(): void {
    this.#isClosed = true;
  }
}

function look(path: Buffer): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new DirectoryError('failed', path, `The directory could not be looked at (${error.code})`, { cause: error });
  }
}

function identityAt(path: Buffer, stats: Stats): Identity {
  return identityOf(stats, () => lookExactly(path));
}
