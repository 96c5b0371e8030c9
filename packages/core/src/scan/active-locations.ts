import { protectedPlaces } from '../apply/protected-places.js';
import { detectCaches } from '../provider/ask-provider.js';
import type { CacheProvider, FolderCache } from '../provider/cache-provider.js';
import type { ToolContext } from '../system/tool-context.js';
import { recognise } from './recognise.js';
import type { Refusal } from './scan-result.js';

export interface ActiveLocations {
  /** The caches that are in use, or empty and waiting to be. */
  readonly paths: readonly string[];
  /** Where a tool would put its cache and it is none: a home, a project, a value that is no path. */
  readonly refusals: readonly Refusal[];
}

/** Where a tool caches now, without measuring anything: what a script may be told without being led to somebody's files. */
export async function activeLocations(provider: CacheProvider, context: ToolContext): Promise<ActiveLocations> {
  const places = protectedPlaces(context);
  const { locations } = await detectCaches(provider, context);
  const paths: string[] = [];
  const refusals: Refusal[] = [];
  for (const found of locations.filter(({ active }) => active)) {
    const cache = provider.caches.find(({ id }) => id === found.cache) as FolderCache;
    const { state, refusal } = await recognise(found, cache, context, places);
    if (state === 'recognised' || state === 'empty') paths.push(found.path);
    else if (refusal !== undefined) refusals.push(refusal);
  }
  return { paths, refusals };
}
