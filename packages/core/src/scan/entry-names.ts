import { protectedPlaces } from '../apply/protected-places.js';
import { detectCaches, inspectLocation } from '../provider/ask-provider.js';
import type { CacheEntry } from '../provider/cache-provider.js';
import type { ToolContext } from '../system/tool-context.js';
import { recognise } from './recognise.js';
import type { KnownProvider } from './scan-result.js';

/**
 * What lies in the recognised caches of one tool by name, as it is found: nothing is measured, so that a shell can ask while somebody
 * types. An abort ends it between two names. Throws what the provider throws.
 */
export async function* entryNames(
  { provider }: KnownProvider,
  context: ToolContext,
): AsyncGenerator<Pick<CacheEntry, 'name' | 'version'>> {
  if (!provider.caches.some(({ entries }) => entries !== undefined)) return;
  const places = protectedPlaces(context);
  const { locations } = await detectCaches(provider, context);
  for (const found of locations) {
    const cache = provider.caches.find(({ id }) => id === found.cache);
    if (cache === undefined || (await recognise(found, cache, context, places)).state !== 'recognised') continue;
    const { sections } = await inspectLocation(provider, cache, found, context);
    for (const section of sections) {
      for await (const { name, version } of (await provider.entries(section, context)) ?? []) {
        if (context.signal.aborted) return;
        yield { name: String(name), ...(version !== undefined && { version: String(version) }) };
      }
    }
  }
}
