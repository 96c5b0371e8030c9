/**
 * Paths inside of a walk are strings of bytes (latin1): half the cost of Buffers where all is ASCII, as it nearly always is, and
 * lossless where it is not.
 */
export type BytePath = string;

/** A loop, because for a short name a regular expression costs several times as much. */
export function isAscii(path: BytePath): boolean {
  for (let index = 0; index < path.length; index++) if (path.charCodeAt(index) > 0x7f) return false;
  return true;
}

/** As the system calls take it. */
export function systemPath(path: BytePath): string | Buffer {
  return isAscii(path) ? path : Buffer.from(path, 'latin1');
}

/** The path of an entry as the system calls take it. @param isPlain Whether the folder's own path is known to be ASCII: names are short. */
export function systemPathOf(path: BytePath, name: string, isPlain: boolean): string | Buffer {
  return isPlain && isAscii(name) ? path : systemPath(path);
}
