import type { CacheEntry, FoundSection, ToolContext } from '@devclean/core';
import { findUsedVersions } from '../used-versions.js';
import { type AccessJournal, readAccessJournal } from './access-journal.js';
import { buildCacheEntries } from './build-cache-entries.js';
import { distributionEntries } from './distribution-entries.js';
import { jdkEntries } from './jdk-entries.js';
import { moduleEntries } from './module-entries.js';
import { reworkedEntries } from './reworked-entries.js';
import { daemonLogEntries, versionEntries } from './version-entries.js';

/** What a person would name in a section of a user home. */
export async function* gradleEntries(section: FoundSection, context: ToolContext): AsyncGenerator<CacheEntry> {
  const { location, paths } = section;
  switch (section.id) {
    case 'modules':
      return yield* moduleEntries(paths, await journalOf(location, context), context);
    case 'transforms':
    case 'jars':
      return yield* reworkedEntries(section, await journalOf(location, context), context);
    case 'build-cache':
      return yield* buildCacheEntries(paths, await journalOf(location, context), context);
    case 'versions':
      return yield* versionEntries(paths, await findUsedVersions(context));
    case 'wrapper':
      return yield* distributionEntries(section, await findUsedVersions(context), context);
    case 'daemon-logs':
      return yield* daemonLogEntries(paths);
    case 'jdks':
      return yield* jdkEntries(paths, context);
  }
}

/** One that says nothing where Gradle's own cannot be read. */
async function journalOf(location: string, context: ToolContext): Promise<AccessJournal> {
  return (await readAccessJournal(location, context)) ?? { lastAccess: () => undefined };
}
