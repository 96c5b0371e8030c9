import type { CacheEntry, FoundFile } from '@devclean/core';

/**
 * When files were last used: read, if that was after they were written. Taken before anything opens them, because where
 * the system notes that too, looking would be the last use.
 */
export function lastUseOf(files: readonly FoundFile[]): NonNullable<CacheEntry['lastUsed']> {
  const written = Math.max(...files.map(({ mtimeMs }) => mtimeMs));
  const read = Math.max(...files.map(({ atimeMs }) => atimeMs));
  return { at: isoTime(Math.max(written, read)), from: read > written ? 'atime' : 'mtime' };
}

/** A damaged inode may claim a time that no calendar has. */
function isoTime(ms: number): string {
  const latest = 8.64e15;
  return new Date(Math.min(latest, Math.max(-latest, Number.isFinite(ms) ? ms : 0))).toISOString();
}
