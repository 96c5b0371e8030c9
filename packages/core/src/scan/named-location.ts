import type { FoundLocation } from '../provider/cache-provider.js';
import type { FoundBy } from '../words.js';

const byName: FoundBy = { rule: 'config', detail: '--location' };

/** A location that no rule leads to and the user named with `--location`. */
export function namedLocation(path: string, cache: string, provider: string): FoundLocation {
  return {
    provider,
    cache,
    path,
    active: false,
    foundBy: [byName],
    contexts: [],
    namedByVariable: false,
    namedByUser: true,
  };
}

/** Whether nothing but the user's word leads to a location. */
export function isOnlyNamed({ foundBy }: FoundLocation): boolean {
  return foundBy.every((by) => by === byName);
}
