import path from 'node:path';
import { isAtOrBelow } from '../system/is-at-or-below.js';
import type { ToolContext } from '../system/tool-context.js';
import { whereIs } from './ask-provider.js';
import type { FolderCache, FoundLocation, FoundPath } from './cache-provider.js';
import { resolveRules } from './location-rules.js';

/** Every folder on this machine that the caches' rules lead to, each once, active ones first. */
export async function findLocations(
  provider: string,
  caches: readonly FolderCache[],
  context: ToolContext,
): Promise<FoundLocation[]> {
  const locations: FoundLocation[] = [];
  for (const cache of caches) {
    for (const found of await foundPaths(cache, context)) {
      const location = await locationAt(provider, cache, found, context);
      if (location !== undefined) merge(locations, location);
    }
  }
  return locations.sort((a, b) => Number(b.active) - Number(a.active));
}

/** What `locate` says comes first; when it names an active one, the rules can only add leftovers. */
async function foundPaths(cache: FolderCache, context: ToolContext): Promise<readonly FoundPath[]> {
  const located = (await cache.locate?.(context)) ?? [];
  const ruled = await resolveRules(cache.locations, context);
  if (!located.some((path) => path.active)) return [...located, ...ruled];
  return [...located, ...ruled.map((path) => ({ ...path, active: false }))];
}

async function locationAt(
  provider: string,
  cache: FolderCache,
  found: FoundPath,
  context: ToolContext,
): Promise<FoundLocation | undefined> {
  const at = await whereIs(found, context);
  if (at === undefined) return undefined;
  const { active, foundBy, contexts, onlyNamed = false, kept } = found;
  return {
    provider,
    cache: cache.id,
    path: at,
    active,
    foundBy: [foundBy],
    contexts,
    namedByVariable: foundBy.rule === 'env' || isAtOrBelow(path.normalize(found.path), context.homes.env),
    namedByUser: false,
    ...(onlyNamed && { onlyNamed }),
    ...(kept !== undefined && { kept }),
  };
}

/** Two ways of one cache to the same folder are one location, found by both. */
function merge(locations: FoundLocation[], next: FoundLocation): void {
  const index = locations.findIndex((known) => known.path === next.path && known.cache === next.cache);
  const known = locations[index];
  if (known === undefined) {
    locations.push(next);
    return;
  }
  const { onlyNamed = false, ...rest } = known;
  const kept = known.kept ?? next.kept;
  locations[index] = {
    ...rest,
    ...(kept !== undefined && { kept }),
    ...(onlyNamed && next.onlyNamed && { onlyNamed }),
    active: known.active || next.active,
    foundBy: [...known.foundBy, ...next.foundBy.filter((by) => !known.foundBy.some((old) => old.detail === by.detail))],
    contexts: [...new Set([...known.contexts, ...next.contexts])],
    namedByVariable: known.namedByVariable || next.namedByVariable,
  };
}
