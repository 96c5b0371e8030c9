import type { Origin } from '../words.js';

/** Milliseconds for which what a provider names is held where nobody says otherwise: ours prove what they name in full. */
export function defaultKeepMs(origin: Origin): number {
  return origin === 'builtin' ? 0 : 24 * 60 * 60 * 1000;
}
