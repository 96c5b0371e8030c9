import { basename, join } from 'node:path';
import type { CacheEntry, FoundSection, ToolContext } from '@devclean/core';
import { readDistributionName } from '../distribution-name.js';
import { remarkOn, type UsedVersions } from '../used-versions.js';

/**
 * Gradles that wrappers have installed: `wrapper/dists/gradle-8.5-bin/<digest of its address>/gradle-8.5`.
 * Each use of one also touches its version's cache, which is how Gradle itself knows what it may forget
 * (https://docs.gradle.org/current/userguide/directory_layout.html#dir:gradle_user_home:cache_cleanup).
 */
export async function* distributionEntries(
  { location, paths }: FoundSection,
  used: UsedVersions,
  context: ToolContext,
): AsyncGenerator<CacheEntry> {
  for (const path of paths) {
    const folder = basename(path);
    const { name, version, type } = readDistributionName(folder) ?? { name: folder };
    const at = version && (await lastRun(join(location, 'caches', version, 'fileHashes'), context));
    yield {
      name: type === undefined ? name : `${name}-${type}`,
      ...(version !== undefined && { version }),
      kind: 'distribution',
      paths: [path],
      fileName: `${folder}.zip`,
      ...(at && { lastUsed: { at, from: 'mtime' } }),
      ...(version !== undefined && { remark: remarkOn(version, used) }),
    };
  }
}

/** When a version's cache was last written to. Nothing when it has none: then the times of the distribution's own files count. */
async function lastRun(folder: string, context: ToolContext): Promise<string | undefined> {
  const ms = await context.lastWrite(folder);
  return ms === undefined ? undefined : new Date(ms).toISOString();
}
