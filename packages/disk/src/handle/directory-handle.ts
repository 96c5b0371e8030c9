import type { Stats } from 'node:fs';
import type { Identity } from '../usage.js';

/**
 * A directory held open, so that what is done through it cannot be redirected by swapping a path.
 *
 * On Linux that is a descriptor, and the paths lead through it (`/proc/self/fd/N/name`): the kernel starts at the open directory,
 * wherever it has been moved meanwhile. Elsewhere it is a path that is checked at each use, which narrows the window but does not
 * close it: see `CheckedDirectory`.
 */
export interface DirectoryHandle {
  readonly identity: Identity;
  readonly uid: number;
  /** Permission bits, as of opening. */
  readonly mode: number;
  /** As of opening; of doubles, so use `identity` for the inode. */
  readonly stats: Stats;
  /** Tells mounts of one file system apart, which `st_dev` does not. Undefined where the system does not say. */
  readonly mountId: string | undefined;
  /** A path of the directory itself. @throws DirectoryError `closed`, `changed`. */
  readonly self: Buffer;
  /** A path of one entry, which need not exist. @throws RangeError on anything but a single component; DirectoryError `closed`, `changed`. */
  at(name: Buffer | string): Buffer;
  /** Opens an entry that is a directory. A link is never followed. @throws DirectoryError `missing`, `link`, `not-directory`, `failed`. */
  openChild(name: Buffer | string): DirectoryHandle;
  /** Opens `..`: wherever that is by now, so the caller has to compare identities. @throws DirectoryError. */
  openParent(): DirectoryHandle;
  /** Where the directory is now, for messages: not to be acted upon. */
  describe(): Buffer;
  close(): void;
}
