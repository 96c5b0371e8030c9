import { join } from 'node:path';
import type { CacheEntry, ToolContext } from '@devclean/core';
import type { AccessJournal } from './access-journal.js';
import { belowIn } from './below-in.js';
import { lastOf } from './last-of.js';

/** What lies in `files-2.1/<group>/<name>/<version>`. */
interface Module {
  readonly hashes: Set<string>;
  /** Something that no Gradle has put there. */
  strange: boolean;
}

/**
 * Each version of each module with all of its files: `files-2.1/<group>/<name>/<version>/<SHA-1>/<file>`, the SHA-1 without leading
 * zeros. What Gradle knows of a module lies apart, in `metadata-2.<n>`, and stays: a file that is gone is downloaded again.
 * https://docs.gradle.org/current/userguide/dependency_caching.html
 */
export async function* moduleEntries(
  caches: readonly string[],
  journal: AccessJournal,
  context: ToolContext,
): AsyncGenerator<CacheEntry> {
  for (const cache of caches) {
    const store = join(cache, 'files-2.1');
    const modules = new Map<string, Module>();
    for await (const file of context.files(store, 'all')) {
      const [group, name, version, hash = '', ...rest] = belowIn(store, file.path);
      if (group === undefined || name === undefined || version === undefined || hash === '') continue;
      const key = join(group, name, version);
      const module = modules.get(key) ?? { hashes: new Set(), strange: false };
      modules.set(key, module);
      if (rest.length === 1 && /^[0-9a-f]{1,40}$/.test(hash) && file.kind === undefined) module.hashes.add(hash);
      else if (hash !== '.DS_Store') module.strange = true;
    }
    for (const [key, { hashes, strange }] of modules) {
      const [group = '', name = '', version = ''] = belowIn(store, join(store, key));
      if (strange || hashes.size === 0 || !isName(group) || !isName(name) || !isName(version)) continue;
      const path = join(store, key);
      const used = lastOf([...hashes].map((hash) => journal.lastAccess(join(path, hash))));
      yield { name: `${group}:${name}`, version, kind: 'module', paths: [path], ...used };
    }
  }
}

/** A name that was not valid UTF-8 cannot be opened again, and one with control characters is nobody's module. */
function isName(text: string): boolean {
  return !/[\p{Cc}\p{Zl}\p{Zp}\ufffd]/u.test(text);
}
