/**
 * Paths inside of a walk are strings of bytes (latin1): half the cost of Buffers where all is ASCII, as it nearly always is, and
 * lossless where it is not.
 */
export type BytePath = string;

const beyondAscii = /[\u0080-\u00ff]/;

export function isAscii(path: BytePath): boolean {
  return !beyondAscii.test(path);
}

/** As the system calls take it. */
export function systemPath(path: BytePath): string | Buffer {
  return isAscii(path) ? path : Buffer.from(path, 'latin1');
}

/** The path of an entry as the system calls take it. @param isPlain Whether the folder's own path is known to be ASCII: names are short. */
export function systemPathOf(path: BytePath, name: string, isPlain: boolean): string | Buffer {
  return isPlain && isAscii(name) ? path : systemPath(path);
}
