import type { FoundLocation, FoundSection, SectionSpec } from './cache-provider.js';

/** A section as its spec says it, with the items that it has in one location. */
export function sectionAt(
  { provider, cache, path }: Pick<FoundLocation, 'provider' | 'cache' | 'path'>,
  { id, title, safety, cost, contains, together }: SectionSpec,
  paths: readonly string[],
): FoundSection {
  return {
    provider,
    cache,
    location: path,
    id,
    title,
    safety,
    cost,
    paths,
    ...(contains && { contains }),
    ...(together && { together }),
  };
}
