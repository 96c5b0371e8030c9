import type { ListEvent } from '@devclean/core';
import type { Providers } from '../providers.js';
import type { Session } from '../session.js';

/** Shows how far the list of entries is, where somebody sees it. */
export async function withListProgress<T>(
  { progress }: Session,
  { known }: Pick<Providers, 'known'>,
  work: (onEvent?: (event: ListEvent) => void) => Promise<T>,
): Promise<T> {
  if (!progress.live) return work();
  const { ListProgress } = await import('../render/scan-progress.js');
  const listing = new ListProgress(known.map(({ provider }) => provider));
  progress.show(listing.view);
  try {
    return await work((event) => listing.note(event));
  } finally {
    progress.clear();
  }
}
