import type { CacheEntry, FoundSection } from '@devclean/core';
import { npmEntries } from '../src/entries/npm-entries.js';
import { filesInMemory } from './files-in-memory.js';

/** What a section of a cache at `/c` is listed as. */
export async function listInMemory(
  files: ReadonlyMap<string, Uint8Array>,
  id = 'cacache',
  paths = ['/c/index-v5', '/c/content-v2'],
): Promise<CacheEntry[]> {
  const found: CacheEntry[] = [];
  const section = { id, location: '/c', paths } as unknown as FoundSection;
  for await (const entry of npmEntries(section, filesInMemory(files))) found.push(entry);
  return found;
}

/** Files as bytes. */
export function bytesOf(files: Readonly<Record<string, string | Uint8Array>>): Map<string, Uint8Array> {
  return new Map(Object.entries(files).map(([path, content]) => [path, Buffer.from(content)]));
}
