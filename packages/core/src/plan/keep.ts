import type { PurgeRequest } from '../provider/cache-provider.js';
import type { Origin } from '../words.js';

/** Milliseconds for which what a provider names is held where nobody says otherwise: ours prove what they name in full. */
export function defaultKeepMs(origin: Origin): number {
  return origin === 'builtin' ? 0 : 24 * 60 * 60 * 1000;
}

/** Why what a tool clears by its own command is not taken where what goes is to be kept. */
export function cannotBeKept(title: string, { settings = [] }: PurgeRequest): string {
  const cannot = `what ${title} removes itself cannot be kept`;
  const setting = settings.find(({ name }) => name === 'keep');
  return setting ? `${cannot}, as your settings ask for; --keep 0 takes it` : cannot;
}
