import type { CacheEntry, FoundSection, ToolContext } from '@devclean/core';
import { cacacheEntries } from './cacache-entries.js';
import { npxEntries } from './npx-entries.js';
import { prebuiltEntries } from './prebuilt-entries.js';

/** What a person would name in a section of npm's cache. */
export async function* npmEntries(section: FoundSection, context: ToolContext): AsyncGenerator<CacheEntry> {
  switch (section.id) {
    case 'cacache':
      yield* cacacheEntries(section, context);
      return;
    case 'npx':
      yield* npxEntries(section, context);
      return;
    case 'prebuilds':
      yield* prebuiltEntries(section, context);
      return;
  }
}
