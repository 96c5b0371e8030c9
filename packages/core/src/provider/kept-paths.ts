import { holdPaths } from '../apply/hold-paths.js';
import { isAtOrBelow } from '../system/is-at-or-below.js';
import type { FolderCache } from './cache-provider.js';
import { expandPattern } from './pattern.js';

/**
 * What is never an item of a location, nor inside one: what the cache's `keep` matches or, in a folder that cannot be
 * looked into, may match; and a hold of ours.
 */
export function keptPaths(cache: FolderCache, location: string, uid: number | undefined): readonly string[] {
  const kept: string[] = [holdPaths(location, uid)[1]];
  for (const pattern of cache.keep ?? []) {
    kept.push(...expandPattern(location, pattern, (folder) => kept.push(folder)));
  }
  return kept;
}

/** Whether removing the one would touch the other. */
export function overlap(one: string, other: string): boolean {
  return isAtOrBelow(one, other) || isAtOrBelow(other, one);
}
