import type { CacheEntry } from '@devclean/core';

/** The latest of the times in Gradle's journal; nothing when it has none, so that the files' own times count. */
export function lastOf(times: readonly (string | undefined)[]): Pick<CacheEntry, 'lastUsed'> {
  const at = times
    .filter((time) => time !== undefined)
    .sort()
    .at(-1);
  return at === undefined ? {} : { lastUsed: { at, from: 'tool' } };
}
