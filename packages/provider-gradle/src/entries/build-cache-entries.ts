import { basename, join } from 'node:path';
import type { CacheEntry, ToolContext } from '@devclean/core';
import type { AccessJournal } from './access-journal.js';
import { lastOf } from './last-of.js';
import { taskOf } from './task-of.js';

/**
 * Results of tasks, each under the digest of all that went into it, named by the task that it is of. `<digest>.failed` is what could not
 * be read again. https://docs.gradle.org/current/userguide/build_cache.html
 */
export async function* buildCacheEntries(
  caches: readonly string[],
  journal: AccessJournal,
  context: ToolContext,
): AsyncGenerator<CacheEntry> {
  for (const cache of caches) {
    for await (const { path, kind, size } of context.files(cache, 'all')) {
      const key = basename(path);
      if (kind !== undefined || path !== join(cache, key)) continue;
      const [, digest, rest] = /^([0-9a-f]{32,64})(\.failed|\.part|\.temp)?$/.exec(key) ?? [];
      if (digest === undefined) continue;
      const task = rest === undefined ? await taskOf(path, size, context) : undefined;
      yield {
        name: task ?? key,
        kind: 'build-cache',
        paths: [path],
        ...(task !== undefined && { fileName: key }),
        nameFrom: task === undefined ? 'its digest' : 'what is packed',
        ...lastOf([journal.lastAccess(path)]),
      };
    }
  }
}
