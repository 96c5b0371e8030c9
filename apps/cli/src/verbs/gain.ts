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
  }: Pick<PurgeRequest, 'allow'> & Partial<Pick<PurgeRequest, 'leftovers' | 'onlyProven'>>,
): Gain {
  const request = { sections: [], allow, leftovers, onlyProven, locations: [], contexts: [], exclude: [] };
  const { usage, isMost } = expectPurge(found, known, request);
  return { bytes: usage.reclaimableBytes, isMost };
}
