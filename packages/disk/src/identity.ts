import { type BigIntStats, lstatSync, type Stats } from 'node:fs';
import { isSystemError } from './finding-log.js';
import type { Identity } from './usage.js';

/** Doubles hold an inode exactly up to 2^53. One at or below `MAX_SAFE_INTEGER` cannot be the rounding of anything greater. */
export function isExact({ ino, dev }: Stats): boolean {
  return Number.isSafeInteger(ino) && Number.isSafeInteger(dev);
}

/** The identity in a `Stats` of doubles. Only where they are too short is the file asked again, for 64 bits. */
export function identityOf(stats: Stats, exactly: () => BigIntStats | undefined): Identity {
  const exact = isExact(stats) ? stats : (exactly() ?? stats);
  return { dev: String(exact.dev), ino: String(exact.ino) };
}

/** What is at the path, in 64 bits; undefined when it cannot be looked at any more. */
export function lookExactly(path: Buffer): BigIntStats | undefined {
  try {
    return lstatSync(path, { bigint: true, throwIfNoEntry: false });
  } catch (error) {
    if (isSystemError(error)) return undefined;
    throw error;
  }
}

export function isSameIdentity(a: Identity, b: Identity): boolean {
  return a.ino === b.ino && a.dev === b.dev;
}
