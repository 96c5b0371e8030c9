import type { FoundLocation } from '../provider/cache-provider.js';
import type { FoundBy } from '../words.js';

const byName: FoundBy = { rule: 'config', detail: '--location' };
const bySettings: FoundBy = { rule: 'config', detail: 'your settings' };

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

/** A folder that the user's settings name: it is looked at, and taken only when it is named for the run as well. */
export function settingsLocation(path: string, cache: string, provider: string): FoundLocation {
  return { ...namedLocation(path, cache, provider), foundBy: [bySettings], namedByUser: false, onlyNamed: true };
}

/** Whether nothing but the user's word leads to a location. */
export function isOnlyNamed({ foundBy }: FoundLocation): boolean {
  return foundBy.every((by) => by === byName || by === bySettings);
}
