/**
 * Paths inside of a walk are strings of bytes (latin1): half the cost of Buffers where all is ASCII, as it nearly always is, and
 * lossless where it is not.
 */
export type BytePath = string;

const beyondAscii = /[\u0080-\u00ff]/;

/** As the system calls take it. */
export function systemPath(path: BytePath): string | Buffer {
  return beyondAscii.test(path) ? Buffer.from(path, 'latin1') : path;
}
