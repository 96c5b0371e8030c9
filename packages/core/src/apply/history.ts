import type { Usage } from '@devclean/disk';
import { DevcleanError } from '../errors.js';
import { sumOfUsages } from '../plan/sum-of-usages.js';
import type { ToolContext } from '../system/tool-context.js';
import type { ApplyEvent } from './apply-event.js';
import type { ApplyOptions } from './apply-plan.js';
import { type Batch, type BatchItem, isHeld, readBatches } from './batches.js';
import { type FoundItem, findItem, leaveHold, stateInTrash } from './held-item.js';
import { Journal } from './journal.js';
import { protectedPlaces } from './protected-places.js';
import { type Recovery, recoverBatches, removeHeld } from './recover-batches.js';
import { withRunLock } from './run-lock.js';

/** What was removed, and what of it can still be brought back: `devclean history --json`. */
export interface History {
  schema: 'devclean.history/1';
  /** The newest first. */
  batches: PastBatch[];
  /** Of `--free`: what that gave back just now. */
  freed?: { batch: string; removed: Usage };
}

export interface PastBatch {
  batch: string;
  startedAt: string;
  /**
   * - `held`: some of it can be brought back
   * - `trashed`: some of it lies in the trash, and can be brought back from there
   * - `interrupted`: some of it is neither removed nor given back; the next command that removes something ends that
   * - `damaged`: its journal cannot be believed to its end
   */
  state: 'done' | 'held' | 'trashed' | 'interrupted' | 'damaged';
  /** Ids of the tools that it was about. */
  tools: string[];
  items: number;
  /** What is gone for good. */
  removed: Usage;
  /** What waits in a hold, as it was planned; and when its time is over. */
  held: Usage;
  heldUntil?: string;
  /** What lies in the trash, as it was planned; where the trash cannot be looked into now, it counts as being there. */
  trashed: Usage;
  /** Items that were moved to the trash and are not there any more: it was emptied, or they were brought back from there. */
  leftTrash: number;
  /** Items that were brought back. */
  returned: number;
  /** Items that are neither in their place nor where they were held: something else took them away. */
  lost: number;
}

/** Lists the batches of this user. Throws `JOURNAL_UNREADABLE`. */
export function history(context: ToolContext): History {
  const batches = readBatches(context)
    .filter(({ items, commands = [], damagedAt }) => items.length + commands.length > 0 || damagedAt !== undefined)
    .map((batch) => pastBatch(batch, context))
    .reverse();
  return { schema: 'devclean.history/1', batches };
}

/**
 * Removes for good what is held of a batch. Throws `UNKNOWN_BATCH`, `NOTHING_HELD`, `JOURNAL_UNREADABLE`, and
 * `REMOVAL_INCOMPLETE` when some of it is still there.
 */
export async function freeBatch(name: string, options: Pick<ApplyOptions, 'context' | 'onEvent'>): Promise<History> {
  return withRunLock(options.context, () => freeLocked(name, options));
}

async function freeLocked(
  name: string,
  { context, onEvent }: Pick<ApplyOptions, 'context' | 'onEvent'>,
): Promise<History> {
  // What was asked for is freed by its name, also when its time is over.
  await recoverBatches(context, onEvent, new Date(), { expire: false });
  const batch = batchNamed(name, readBatches(context));
  const journal = continueJournal(batch, context);
  const places = protectedPlaces(context);
  const notice = (message: string) => onEvent?.({ type: 'notice', message });
  // What is freed by its name is told as a whole.
  const onProgress = (event: ApplyEvent) => event.type === 'clearing' && onEvent?.(event);
  const removed: Usage[] = [];
  let left = 0;
  try {
    for (const item of batch.items.filter(isHeld)) {
      const usage = await freeItem(batch, item, { context, journal, places, notice, onEvent: onProgress });
      if (usage === undefined) left++;
      else removed.push(usage);
    }
  } finally {
    journal.close();
  }
  await recoverBatches(context, onEvent);
  context.signal.throwIfAborted();
  if (left > 0) {
    throw new DevcleanError('REMOVAL_INCOMPLETE', `Of batch ${name}, ${left} of the held items could not be removed.`, {
      hint: 'Run "devclean doctor" to see why: they are not where they were put, or the system refuses.',
    });
  }
  return { ...history(context), freed: { batch: name, removed: sumOfUsages(removed) } };
}

/** What it took up; nothing when some of it is still there, or when it cannot be told. */
async function freeItem(batch: Batch, item: BatchItem, recovery: Recovery): Promise<Usage | undefined> {
  const { context, notice } = recovery;
  let found: FoundItem | undefined;
  try {
    found = findItem(batch, item, context);
    if (found?.name === undefined || !found.isItself || context.signal.aborted) return undefined;
    const removed = await removeHeld(item, { ...found, name: found.name }, recovery);
    if (removed !== undefined) leaveHold(found, context);
    return removed;
  } catch (error) {
    notice(`${item.hold?.path}: ${(error as Error).message}`);
    return undefined;
  } finally {
    found?.close();
  }
}

/** The batch of a name. Throws `UNKNOWN_BATCH`, and `NOTHING_HELD` when nothing of it can be brought back. */
export function batchNamed(
  name: string,
  batches: readonly Batch[],
  canBeUsed: (item: BatchItem) => boolean = isHeld,
): Batch {
  const batch = batches.find(({ begin }) => begin.batch === name);
  if (batch === undefined) {
    throw new DevcleanError('UNKNOWN_BATCH', `There is no batch called "${name}".`, {
      hint: 'Run "devclean history" to see them all.',
    });
  }
  if (!batch.items.some(canBeUsed)) {
    throw new DevcleanError('NOTHING_HELD', `Nothing of batch ${name} is held any more.`, {
      hint: batch.items.some(({ state }) => state === 'trashed')
        ? 'Empty the trash to free the space of what lies there.'
        : 'Remove with --keep or --trash what you may want back: it is there until its time is over, or the trash is emptied.',
    });
  }
  return batch;
}

/** Opens a batch's journal for more. Throws `JOURNAL_UNREADABLE`: what cannot be written down is not done. */
export function continueJournal({ begin }: Batch, context: ToolContext): Journal {
  try {
    return Journal.continue(context, begin.batch);
  } catch (cause) {
    throw new DevcleanError(
      'JOURNAL_UNREADABLE',
      `The journal of batch ${begin.batch} cannot be used: ${(cause as Error).message}.`,
      {
        hint: 'Run "devclean doctor" to check the journal. What is held stays where it is.',
        cause,
      },
    );
  }
}

function pastBatch(batch: Batch, context: ToolContext): PastBatch {
  const { begin, items, commands = [], endedAt, damagedAt } = batch;
  const held = items.filter(isHeld);
  const wentToTrash = items.filter(({ state }) => state === 'trashed');
  const trashed = wentToTrash.filter((item) => ['there', 'unknown'].includes(stateInTrash(batch, item, context) ?? ''));
  const open = items.some(
    (item) => ['intent', 'removing'].includes(item.state) || (item.state === 'held' && !isHeld(item)),
  );
  const until = held
    .flatMap((item) => item.until ?? [])
    .sort()
    .at(-1);
  return {
    batch: begin.batch,
    startedAt: begin.at,
    state:
      damagedAt !== undefined
        ? 'damaged'
        : open || endedAt === undefined
          ? 'interrupted'
          : held.length > 0
            ? 'held'
            : trashed.length > 0
              ? 'trashed'
              : 'done',
    tools: [...new Set([...items, ...commands].map(({ provider }) => provider))],
    items: items.filter(({ state }) => state !== 'untouched').length + commands.length,
    removed: sumOfUsages([...items, ...commands].flatMap((item) => item.removed ?? [])),
    held: sumOfUsages(held.map(({ expected }) => expected)),
    ...(until !== undefined && { heldUntil: until }),
    trashed: sumOfUsages(trashed.map(({ expected }) => expected)),
    leftTrash: wentToTrash.length - trashed.length,
    returned: items.filter(({ state }) => state === 'returned').length,
    lost: items.filter(({ state }) => state === 'lost').length,
  };
}
