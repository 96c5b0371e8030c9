import { win32 } from 'node:path';
import { isEntryName, pathBytes, pathComponents } from '../entry-name.js';
import { CheckedDirectory } from './checked-directory.js';
import { DirectoryError } from './directory-error.js';
import type { DirectoryHandle } from './directory-handle.js';
import { hasProcDirectories, ProcDirectory } from './proc-directory.js';

/** Opens one path as a directory; which of the two kinds of handles is a property of the machine. */
export type DirectoryOpener = (path: Buffer) => DirectoryHandle;

let canNameDescriptors: boolean | undefined;

/** Whether paths can lead through descriptors here (`/proc/self/fd/N/name`). */
export function hasDescriptorPaths(): boolean {
  canNameDescriptors ??= hasProcDirectories();
  return canNameDescriptors;
}

/** The best that this machine has. Only the last component is not followed. */
export function directoryOpener(): DirectoryOpener {
  return hasDescriptorPaths() ? ProcDirectory.open : CheckedDirectory.open;
}

/**
 * Opens a directory by walking down from `/`, one component at a time and following no link, so that the path means what it says.
 *
 * @param path Absolute, of plain components: no `.`, no `..`, no NUL. Bytes where the name may not be UTF-8.
 * @throws DirectoryError naming the component that is a link, is missing or is no directory.
 */
export function openDirectory(path: string | Buffer): DirectoryHandle {
  return openFromTop(pathBytes(path), directoryOpener());
}

/** @internal For the tests, which force either kind of handle. */
export function openFromTop(path: Buffer, open: DirectoryOpener): DirectoryHandle {
  const top = topOf(path);
  const components = pathComponents(path.subarray(top.length));
  if (top.length === 0 || !components.every(isEntryName)) {
    throw new DirectoryError('invalid', path, 'Not an absolute path of plain components');
  }
  let directory = open(top);
  for (const component of components) {
    try {
      const child = directory.openChild(component);
      directory.close();
      directory = child;
    } catch (error) {
      directory.close();
      throw error;
    }
  }
  return directory;
}

function topOf(path: Buffer): Buffer {
  if (process.platform === 'win32') return Buffer.from(win32.parse(path.toString()).root);
  return path.subarray(0, path[0] === 0x2f ? 1 : 0);
}
