import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { DirectoryHandle, Usage } from '@devclean/disk';
import { DevcleanError, type ErrorData } from '../errors.js';
import { sumOfUsages } from '../plan/sum-of-usages.js';
import { entryAt } from '../system/identity.js';
import type { ToolContext } from '../system/tool-context.js';
import type { ApplyOptions } from './apply-plan.js';
import { type Batch, type BatchItem, isHeld, readBatches } from './batches.js';
import { type FoundItem, findItem, isInPlace, isTrashGone, leaveHold, stateInTrash, whereabouts } from './held-item.js';
import { batchNamed, continueJournal } from './history.js';
import { isCondemned, moveBack } from './hold.js';
import { type Journal, syncFolder } from './journal.js';
import { recoverBatches } from './recover-batches.js';
import { withRunLock } from './run-lock.js';
import { isOurs, removeInfo } from './trash.js';

/** What came back: `devclean undo --json`. */
export interface UndoResult {
  schema: 'devclean.undo/1';
  batch: string;
  items: UndoneItem[];
  /** What came back, as it was planned. */
  returned: Usage;
}

export interface UndoneItem {
  provider: string;
  section: string;
  /** Where it was. */
  path: string;
  /** `beside`: something new had its place. */
  status: 'returned' | 'beside' | 'failed';
  /** Where it is now. */
  at?: string;
  error?: ErrorData;
}

/** Milliseconds after which others get their turn. */
const turnMs = 100;

/**
 * Puts back what is held of a batch or still lies in the trash, of the latest of which there is something where none is named. Never over something new: then
 * beside it, under a free name. Throws `UNKNOWN_BATCH`, `NOTHING_HELD`, `JOURNAL_UNREADABLE`,
 * and what `withRunLock` throws.
 */
export async function undoBatch(
  name: string | undefined,
  options: Pick<ApplyOptions, 'context' | 'onEvent'>,
): Promise<UndoResult> {
  return withRunLock(options.context, () => undoLocked(name, options));
}

async function undoLocked(
  name: string | undefined,
  { context, onEvent }: Pick<ApplyOptions, 'context' | 'onEvent'>,
): Promise<UndoResult> {
  await recoverBatches(context, onEvent, new Date(), { expire: false });
  const batches = readBatches(context);
  const latest = batches.findLast((batch) =>
    batch.items.some((item) => isHeld(item) || ['there', 'leaving'].includes(stateInTrash(batch, item, context) ?? '')),
  )?.begin.batch;
  const chosen = name ?? latest;
  if (chosen === undefined) {
    throw new DevcleanError('NOTHING_HELD', 'Nothing is held that could be brought back.', {
      hint: 'Remove with --keep or --trash what you may want back: it is there until its time is over, or the trash is emptied.',
    });
  }
  const batch = batchNamed(chosen, batches, canReturn);
  const journal = continueJournal(batch, context);
  const items: UndoneItem[] = [];
  const returned: Usage[] = [];
  const all = batch.items.filter(canReturn);
  let turnEndsAt = 0;
  try {
    for (const [index, item] of all.entries()) {
      if (performance.now() >= turnEndsAt) {
        onEvent?.({ type: 'returning', item: index, of: all.length, provider: item.provider });
        await setImmediate(); // for a signal, and for whoever shows how far it is
        turnEndsAt = performance.now() + turnMs;
      }
      if (context.signal.aborted) break;
      const about = { provider: item.provider, section: item.section, path: path.join(item.parent.path, item.name) };
      const result = putBack(batch, item, journal, context);
      items.push({ ...about, ...result });
      if (result.status !== 'failed') returned.push(item.expected);
    }
  } finally {
    journal.close();
  }
  return { schema: 'devclean.undo/1', batch: chosen, items, returned: sumOfUsages(returned) };
}

function canReturn(item: BatchItem): boolean {
  return isHeld(item) || item.state === 'trashed';
}

function notFound({ hold, trash }: BatchItem): string {
  if (trash === undefined) return `its hold ${hold?.path} is not there any more`;
  return `its trash ${trash.path} ${isTrashGone(trash) ? 'is not there any more' : 'cannot be looked into now'}`;
}

type Outcome = Pick<UndoneItem, 'status' | 'at' | 'error'>;

function failed(why: string): Outcome {
  return { status: 'failed', error: { code: 'CANNOT_RETURN', message: `It could not be brought back: ${why}.` } };
}

/** An undo that was interrupted may have emptied the hold before it could say so. */
function withoutHold(batch: Batch, item: BatchItem, journal: Journal): Outcome {
  if (whereabouts(batch, item) !== 'placed') return failed(notFound(item));
  const at = path.join(item.parent.path, item.name);
  journal.note({ type: 'returned', item: item.item, path: at });
  return { status: 'returned', at };
}

function putBack(batch: Batch, item: BatchItem, journal: Journal, context: ToolContext): Outcome {
  let found: FoundItem | undefined;
  try {
    found = findItem(batch, item, context);
    if (found === undefined) return withoutHold(batch, item, journal);
    const outcome = putFoundBack(item, found, journal);
    leaveHold(found, context);
    return outcome;
  } catch (error) {
    return failed((error as Error).message);
  } finally {
    found?.close();
  }
}

function putFoundBack(item: BatchItem, found: FoundItem, journal: Journal): Outcome {
  const home = path.join(item.parent.path, item.name);
  const written = (at: string, status: 'returned' | 'beside', folder: DirectoryHandle): Outcome => {
    syncFolder(folder);
    forget();
    journal.note({ type: 'returned', item: item.item, path: at });
    return { status, at };
  };
  const { hold, trash, name, parent } = found;
  /** What the trash knew of it. */
  function forget(): void {
    if (trash !== undefined && item.trash !== undefined) removeInfo(trash, item.trash.as, item.trash.info, 'whole');
  }
  if (name === undefined) {
    // An undo that was interrupted before it could say so.
    if (parent !== undefined && isInPlace(found, item)) return written(home, 'returned', parent);
    if (trash === undefined) return failed('it is not in its hold any more');
    forget();
    return failed('it is not in the trash any more: that was emptied, or gave it back');
  }
  const where = trash === undefined ? 'its hold' : 'the trash under its name';
  const isKnown = trash === undefined ? !isCondemned(name) : isOurs(trash, name, item.trash?.info ?? '');
  if (!found.isItself || !isKnown) {
    return failed(`what lies in ${where} is not what was put there`);
  }
  if (parent !== undefined) {
    if (moveBack(hold.at(name), parent, item.name)) return written(home, 'returned', parent);
    const other = besideIn(hold, name, parent, item.name);
    if (other !== undefined) return written(path.join(item.parent.path, other), 'beside', parent);
    return failed(`it lies in ${hold.describe()} as ${name}`);
  }
  if (trash !== undefined) {
    return failed(`the folder that it was in, ${item.parent.path}, is not there any more. It stays in the trash`);
  }
  // The folder that it was in is gone, or is another one now.
  const above = hold.openParent();
  try {
    const other = besideIn(hold, name, above, item.name);
    if (other !== undefined) return written(path.join(above.describe().toString(), other), 'beside', above);
    return failed(`it lies in ${hold.describe()} as ${name}`);
  } finally {
    above.close();
  }
}

/** Gives it the first free name of its kind in a folder. */
function besideIn(hold: DirectoryHandle, held: string, folder: DirectoryHandle, name: string): string | undefined {
  for (let number = 1; number <= 1000; number++) {
    const free = `${name}.undone-${number}`;
    if (entryAt(folder.at(free)) !== undefined) continue;
    return moveBack(hold.at(held), folder, free) ? free : undefined;
  }
  return undefined;
}
