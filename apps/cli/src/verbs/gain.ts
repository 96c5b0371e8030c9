import { expectPurge, type PurgeRequest, type Scan } from '@devclean/core';
import type { Providers } from '../providers.js';

/** Bytes that removing as much as this allows would give back now. */
export function gain(
  found: Scan,
  { known }: Providers,
  {
    allow,
    leftovers = false,
    onlyProven = false,
  }: Pick<PurgeRequest, 'allow'> & Partial<Pick<PurgeRequest, 'leftovers' | 'onlyProven'>>,
): number {
  const request = { sections: [], allow, leftovers, onlyProven, locations: [], contexts: [], exclude: [] };
  return expectPurge(found, known, request).reclaimableBytes;
}
