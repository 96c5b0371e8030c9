import type { FolderCache } from './cache-provider.js';
import { patternExists, patternMayExist } from './pattern.js';

/** Content proof: whether the folder looks like this cache. `root` may be a handle's own path. */
export function isRecognised(cache: FolderCache, root: string): boolean {
  const { anyOf, noneOf = [] } = cache.fingerprint;
  return (
    anyOf.some((pattern) => patternExists(root, pattern)) && !noneOf.some((pattern) => patternMayExist(root, pattern))
  );
}
