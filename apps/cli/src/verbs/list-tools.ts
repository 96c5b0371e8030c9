import {
  type EntryList,
  errorData,
  type KnownProvider,
  listEntries,
  type MapDocument,
  type Scan,
} from '@devclean/core';
import type { Providers } from '../providers.js';
import type { Session } from '../session.js';

/** Minutes for the names of all tools together: a cache of a hundred thousand entries takes one. */
const patienceMinutes = 2;

export interface ListedTools {
  readonly lists: readonly EntryList[];
  readonly notListed: MapDocument['notListed'];
}

/**
 * What lies by name in the caches of all tools that can tell, the largest first. A tool that fails, or takes too long, is left out and
 * said: what there is without it is worth having.
 */
export async function listTools(session: Session, { known }: Providers, found: Scan): Promise<ListedTools> {
  const { progress } = session;
  const patience = AbortSignal.timeout(patienceMinutes * 60_000);
  const context = { ...session.context, signal: AbortSignal.any([session.context.signal, patience]) };
  const sizeOf = ({ provider }: KnownProvider) =>
    found.report.providers.find(({ id }) => id === provider.id)?.usage.allocatedBytes ?? 0;
  const listable = known
    .filter((one) => one.provider.caches.some(({ entries }) => entries !== undefined) && sizeOf(one) > 0)
    .sort((a, b) => sizeOf(b) - sizeOf(a));
  const lists: EntryList[] = [];
  const notListed: MapDocument['notListed'] = [];
  for (const [index, one] of listable.entries()) {
    const { id, title } = one.provider;
    progress.show(`Naming what lies in ${title} (${index + 1} of ${listable.length})`);
    try {
      patience.throwIfAborted();
      const { entries, unnamed } = await listEntries(found, one, context);
      lists.push({
        schema: 'devclean.list/1',
        provider: id,
        entries: entries.map(({ report }) => report),
        unnamed: [...unnamed],
      });
    } catch (error) {
      session.context.signal.throwIfAborted();
      const because = patience.aborted
        ? `the names of all tools were not read within ${patienceMinutes} minutes.`
        : errorData(error).message;
      notListed.push({ provider: id, because });
    }
  }
  progress.clear();
  return { lists, notListed };
}
