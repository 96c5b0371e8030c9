import type { BigIntStats, Stats } from 'node:fs';
import type { Identity } from './usage.js';

/**
 * The identity in a `Stats` of doubles. They hold an inode exactly up to 2^53; only beyond is the file asked again, for 64 bits.
 * (A double at or below `MAX_SAFE_INTEGER` cannot be the rounding of anything greater.)
 */
export function identityOf(stats: Stats, exactly: () => BigIntStats): Identity {
  const exact = Number.isSafeInteger(stats.ino) && Number.isSafeInteger(stats.dev) ? stats : exactly();
  return { dev: String(exact.dev), ino: String(exact.ino) };
}

export function isSameIdentity(a: Identity, b: Identity): boolean {
  return a.ino === b.ino && a.dev === b.dev;
}
