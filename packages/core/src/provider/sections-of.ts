import type { CacheProvider, ManagedCache, SectionSpec } from './cache-provider.js';

/** All parts of a tool's caches, of those in folders and of those that only the tool can reach. */
export function sectionsOf({
  caches,
  managed = [],
}: Pick<CacheProvider, 'caches' | 'managed'>): readonly (SectionSpec | ManagedCache['sections'][number])[] {
  return [...caches, ...managed].flatMap(({ sections }) => [...sections]);
}
