import path from 'node:path';
import type { CacheEntry, FoundSection, ToolContext } from '@devclean/core';
import { dlxEntries } from './dlx-entries.js';
import { linkedEntries } from './linked-entries.js';
import { metadataEntries } from './metadata-entries.js';
import { storeEntries } from './store-entries.js';

/** What is in a section of pnpm's. What cannot be named is left out, whatever is wrong with it. */
export async function* pnpmEntries(section: FoundSection, context: ToolContext): AsyncGenerator<CacheEntry> {
  switch (section.id) {
    case 'metadata':
      for (const folder of section.paths) yield* metadataEntries(folder, context);
      return;
    case 'dlx':
      for (const folder of section.paths)
        for (const one of await context.list(folder))
          yield* dlxEntries(path.join(folder, one), section.location, context);
      return;
    case 'links':
    case 'old-links':
      for (const folder of section.paths) yield* linkedEntries(folder, context);
      return;
    default:
      if (section.paths.some((at) => path.basename(at) === 'files')) yield* storeEntries(section.location, context);
  }
}
