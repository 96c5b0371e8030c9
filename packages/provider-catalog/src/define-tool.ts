import { defineProvider, type FolderCache, type FolderProvider, type ProviderSpec } from '@devclean/core';

/** What is said of a tool with one cache: the card and the cache in one. */
type Tool = Omit<ProviderSpec, 'apiVersion' | 'caches'> & Omit<FolderCache, 'kind' | 'id'>;

/** A provider for a tool with one cache, which has the tool's name. */
export function defineTool(tool: Tool): FolderProvider {
  const { id, title, homepage, summary, knownFrom, contexts, programs, caching, ...cache } = tool;
  return defineProvider({
    apiVersion: 1,
    id,
    title,
    homepage,
    summary,
    ...(knownFrom && { knownFrom }),
    ...(contexts && { contexts }),
    ...(programs && { programs }),
    ...(caching && { caching }),
    caches: [{ kind: 'folder', id, ...cache }],
  });
}
