import { basename } from 'node:path';
import type { CacheEntry, FoundSection, ToolContext } from '@devclean/core';
import { indexAddresses } from '../index-addresses.js';
import { builtWheels } from './built-wheels.js';
import { httpEntries } from './http-entries.js';

/** What a person would name in a section of pip's cache: distributions, their metadata, index pages. Names as PEP 503 spells them: each source has its own spelling. */
export async function* pipEntries(section: FoundSection, context: ToolContext): AsyncGenerator<CacheEntry> {
  const named = (...names: string[]) => section.paths.filter((path) => names.includes(basename(path)));
  const downloads = named('http-v2', 'http');
  if (downloads.length > 0) yield* httpEntries(downloads, await indexAddresses(context), context);
  for (const folder of named('wheels')) yield* builtWheels(folder, context);
}
