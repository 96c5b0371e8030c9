import path from 'node:path';
import { removeTree, type Usage } from '@devclean/disk';
import type { ToolContext } from '../system/tool-context.js';
import type { ApplyEvent } from './apply-event.js';
import { isUnderWay } from './batch-log.js';
import { type Batch, type BatchItem, isHeld, readBatches } from './batches.js';
import { type FoundItem, findItem, isInPlace, leaveHold } from './held-item.js';
import { condemn, isCondemned, moveBack } from './hold.js';
import { Journal, syncFolder } from './journal.js';
import { deepProtection, type ProtectedPlaces, protectedPlaces } from './protected-places.js';

type OnEvent = ((event: ApplyEvent) => void) | undefined;

/**
 * Ends what interrupted runs began, as their journals have it: what was being removed is removed, what was only announced is
 * given back, and what is held stays until its time is over. Run again, it finds nothing left to do. Never throws.
 */
export async function recoverBatches(context: ToolContext, onEvent: OnEvent, now: Date = new Date()): Promise<void> {
  const notice = (message: string) => onEvent?.({ type: 'notice', message });
  let batches: readonly Batch[];
  try {
    batches = readBatches(context);
  } catch (error) {
    return notice(`Earlier runs were left as they are: ${(error as Error).message}`);
  }
  let places: ProtectedPlaces | undefined;
  for (const batch of batches) {
    const { batch: id } = batch.begin;
    if (batch.damagedAt !== undefined) {
      notice(`The journal of batch ${id} is damaged in line ${batch.damagedAt}: what it holds was left as it is.`);
      continue;
    }
    const open = batch.items.filter((item) => isOpen(item, now));
    if (open.length === 0 || (batch.endedAt === undefined && isUnderWay(batch.begin))) continue;
    places ??= protectedPlaces(context);
    try {
      const journal = Journal.continue(context, id);
      try {
        for (const item of open) {
          if (context.signal.aborted) return;
          await recoverItem(batch, item, { context, journal, places, onEvent, notice });
        }
      } finally {
        journal.close();
      }
    } catch (error) {
      notice(`Batch ${id} was left as it is: ${(error as Error).message}.`);
    }
  }
}

/** Whether something is left to do for an item now. */
function isOpen(item: BatchItem, now: Date): boolean {
  if (item.state === 'intent' || item.state === 'removing') return true;
  return item.state === 'held' && !(isHeld(item) && Date.parse(item.until as string) > now.getTime());
}

export interface Recovery {
  readonly context: ToolContext;
  readonly journal: Journal;
  readonly places: ProtectedPlaces;
  readonly onEvent?: OnEvent;
  readonly notice: (message: string) => void;
}

async function recoverItem(batch: Batch, item: BatchItem, recovery: Recovery): Promise<void> {
  const { context, journal, notice } = recovery;
  const found = findItem(batch, item, context);
  if (found === undefined) {
    // Removed in place, or its hold is gone: there is nothing that we could answer for.
    if (item.hold === undefined || item.state === 'intent') journal.note({ type: 'untouched', item: item.item });
    return;
  }
  try {
    if (found.name === undefined) {
      if (item.state === 'intent' || isInPlace(found, item)) journal.note({ type: 'untouched', item: item.item });
      else journal.note({ type: 'done', item: item.item, removed: item.expected });
    } else if (item.state === 'intent' && !isCondemned(found.name)) {
      giveBack(item, { ...found, name: found.name }, recovery);
    } else if (found.isItself) {
      await removeHeld(item, { ...found, name: found.name }, recovery);
    } else {
      notice(
        `In ${found.hold.describe()} lies something else than batch ${batch.begin.batch} put there: ${found.name}.`,
      );
    }
    leaveHold(found, context);
  } finally {
    found.close();
  }
}

type Present = FoundItem & { readonly name: string };

/** Nobody wrote down that it is the planned one: it goes back, whatever it is. */
function giveBack(item: BatchItem, { hold, name, parent }: Present, { journal, notice }: Recovery): void {
  if (parent !== undefined && moveBack(hold.at(name), parent, item.name)) {
    syncFolder(parent);
    journal.note({ type: 'untouched', item: item.item });
  } else {
    notice(
      `An interrupted run left ${hold.describe()}/${name}, and its place is taken: it was ${item.parent.path}/${item.name}.`,
    );
  }
}

/** Removes an item of a hold. What it took up; nothing when some of it is still there. */
export async function removeHeld(
  item: BatchItem,
  { hold, name }: Present,
  { context, journal, places, onEvent, notice }: Recovery,
): Promise<Usage | undefined> {
  const origin = path.join(item.parent.path, item.name);
  const protection = places.broken?.message ?? deepProtection(origin, places.deep, places.users);
  if (protection !== undefined) {
    notice(`${hold.describe()}/${name}, which was ${origin}, stays: ${protection}.`);
    return undefined;
  }
  // Where that cannot be written, the name that it gets next says the same.
  if (item.state !== 'removing') journal.note({ type: 'removing', item: item.item });
  const condemned = isCondemned(name) ? name : condemn({ folder: hold }, name);
  if (condemned === undefined) return undefined;
  const { removed, gone } = await removeTree(hold, condemned, { hoist: true, signal: context.signal });
  if (gone) {
    journal.note({ type: 'done', item: item.item, removed });
    onEvent?.({ type: 'finished', provider: item.provider, removed, ...(isHeld(item) && { expired: true }) });
    return removed;
  }
  notice(`Of an earlier removal there is still something in ${hold.describe()} that cannot be removed.`);
  return undefined;
}
