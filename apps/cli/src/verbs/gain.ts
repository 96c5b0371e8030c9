import { expectPurge, type PurgeRequest, type Scan } from '@devclean/core';
import type { Providers } from '../providers.js';
import type { Gain } from '../render/gain-words.js';

/** What removing as much as this allows would give back now. */
export function gain(
  found: Scan,
  { known }: Providers,
  {
    allow,
    leftovers = false,
    onlyProven = false,
    keepMs,
  }: Pick<PurgeRequest, 'allow'> & Partial<Pick<PurgeRequest, 'leftovers' | 'onlyProven' | 'keepMs'>>,
): Gain {
  const chosen = { sections: [], locations: [], contexts: [], exclude: [] };
  const request = { ...chosen, allow, leftovers, onlyProven, ...(keepMs !== undefined && { keepMs }) };
  const { usage, isMost } = expectPurge(found, known, request);
  return { bytes: usage.reclaimableBytes, isMost };
}
