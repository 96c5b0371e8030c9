import { closeSync, constants, openSync } from 'node:fs';
import { pathOnly } from '../handle/proc-directory.js';
import { type BytePath, systemPath } from './byte-path.js';

const flags = pathOnly | constants.O_DIRECTORY | constants.O_NOFOLLOW;

/** The longest piece that is opened at once: the system takes 4,096 bytes, and `/proc/self/fd/N/` goes before it. */
const pieceBytes = 3500;

/** A folder that is reached whatever the length of its path. */
export interface ReachedFolder {
  /** A short path of it, for as long as it is not closed. */
  readonly at: BytePath;
  close(): void;
}

/**
 * Reaches a folder whose path is longer than the system takes, in pieces, each opened from the one before it. Two descriptors, however
 * deep it lies. Linux only.
 *
 * @throws the system's error.
 */
export function reachDeep(path: BytePath): ReachedFolder {
  let from = '';
  let descriptor: number | undefined;
  for (let start = 0; start < path.length; ) {
    let end = start + pieceBytes < path.length ? path.lastIndexOf('/', start + pieceBytes) : path.length;
    if (end <= start) end = path.length;
    let next: number;
    try {
      next = openSync(systemPath(from + path.slice(start, end)), flags);
    } finally {
      if (descriptor !== undefined) closeSync(descriptor);
    }
    descriptor = next;
    from = `/proc/self/fd/${descriptor}/.`;
    start = end;
  }
  return {
    at: from,
    close() {
      if (descriptor !== undefined) closeSync(descriptor);
    },
  };
}
