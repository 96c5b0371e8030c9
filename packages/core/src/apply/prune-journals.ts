import type { ToolContext } from '../system/tool-context.js';
import { isUnderWay } from './batch-log.js';
import type { Batch, BatchItem } from './batches.js';
import { isOlder } from './clock.js';
import { removeJournal } from './journal.js';

/** What is done is listed for so many days, and so many of the latest batches for ever. What came to nothing was never listed. */
const kept = { days: 90, batches: 20, emptyDays: 1 };

const settled: readonly BatchItem['state'][] = ['untouched', 'done', 'returned', 'lost'];

/**
 * Forgets the batches of which nothing is left to do and that are old, and those that never got to an item. Whatever is
 * unfinished, held or damaged stays, however old it is. A journal that cannot be removed stays.
 */
export function pruneJournals(context: ToolContext, batches: readonly Batch[], now: Date): void {
  for (const batch of forgettable(batches, now)) {
    try {
      removeJournal(context, batch);
    } catch {
      return; // what hinders us here hinders us at the others
    }
  }
}

/** @internal For the tests. Oldest first, as `readBatches` gives them. */
export function forgettable(batches: readonly Batch[], now: Date): string[] {
  const [empty, others] = [true, false].map((none) =>
    batches.filter(({ items, commands }) => (items.length === 0 && !commands) === none),
  );
  const old = (others as Batch[])
    .slice(0, -kept.batches)
    .filter((batch) => isDone(batch) && isOlder([batch.begin.at, batch.endedAt], kept.days, now));
  const vain = (empty as Batch[]).filter((batch) => isDone(batch) && isOlder([batch.begin.at], kept.emptyDays, now));
  return [...vain, ...old].map(({ begin }) => begin.batch);
}

function isDone({ begin, items, endedAt, damagedAt }: Batch): boolean {
  if (damagedAt !== undefined || (endedAt === undefined && isUnderWay(begin))) return false;
  return items.every(({ state }) => settled.includes(state)) && (endedAt !== undefined || items.length === 0);
}
