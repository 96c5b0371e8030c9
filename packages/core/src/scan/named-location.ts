import type { FoundLocation } from '../provider/cache-provider.js';

/** A location that no rule leads to and the user named with `--location`. */
export function namedLocation(path: string, cache: string, provider: string): FoundLocation {
  return {
    provider,
    cache,
    path,
    active: false,
    foundBy: [{ rule: 'config', detail: '--location' }],
    contexts: [],
    namedByVariable: false,
    namedByUser: true,
  };
}
