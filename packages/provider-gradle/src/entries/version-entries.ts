import { basename, dirname } from 'node:path';
import type { CacheEntry } from '@devclean/core';
import { remarkOn, type UsedVersions } from '../used-versions.js';

/** What each version of Gradle keeps for itself. */
export function* versionEntries(paths: readonly string[], used: UsedVersions): Generator<CacheEntry> {
  for (const path of paths) {
    const version = basename(path);
    yield { name: 'gradle-caches', version, kind: 'version', paths: [path], remark: remarkOn(version, used) };
  }
}

/** The logs of each version's daemons. */
export function* daemonLogEntries(paths: readonly string[]): Generator<CacheEntry> {
  const groups = new Map<string, string[]>();
  for (const path of paths) {
    const version = basename(dirname(path));
    groups.set(version, [...(groups.get(version) ?? []), path]);
  }
  for (const [version, own] of groups) yield { name: 'daemon-logs', version, kind: 'log', paths: own };
}
