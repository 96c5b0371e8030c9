import path from 'node:path';
import { removeTree, type Usage } from '@devclean/disk';
import { entryAt } from '../system/identity.js';
import { isoTime } from '../system/iso-time.js';
import { uptimeMs } from '../system/machine.js';
import type { ToolContext } from '../system/tool-context.js';
import { type ApplyEvent, clearing } from './apply-event.js';
import { isUnderWay } from './batch-log.js';
import { type Batch, type BatchItem, isHeld, readBatches } from './batches.js';
import { clockDoubt, isOlder, type Moment, timeOf } from './clock.js';
import {
  type FoundItem,
  findItem,
  findItemIfAny,
  isInPlace,
  isTrashGone,
  leaveHold,
  whereabouts,
} from './held-item.js';
import { condemn, isCondemned, moveBack } from './hold.js';
import { Journal, syncFolder } from './journal.js';
import type { JournalFolder, JournalRecord } from './journal-record.js';
import { heldProtection, type ProtectedPlaces, protectedPlaces } from './protected-places.js';
import { pruneJournals } from './prune-journals.js';
import { endHandOver } from './trash-item.js';

type OnEvent = ((event: ApplyEvent) => void) | undefined;

export interface RecoveryOptions {
  /** Whether what was kept long enough goes: not for an undo, which would lose what it was asked for. */
  readonly expire?: boolean;
  /** Milliseconds since the boot at `now`. */
  readonly uptimeMs?: number;
}

/**
 * Ends what interrupted runs began, as their journals have it: what was being removed is removed, what was only announced is
 * given back, or kept for a day where its place is taken, or stays in the trash if it came that far, and what is held stays until
 * its time is over. What is not where it was put is written off, and what is long done forgotten. Run again, it finds nothing left to do. Never throws.
 */
export async function recoverBatches(
  context: ToolContext,
  onEvent: OnEvent,
  now: Date = new Date(),
  { expire = true, uptimeMs: ran = uptimeMs() + now.getTime() - Date.now() }: RecoveryOptions = {},
): Promise<void> {
  const notice = (message: string) => onEvent?.({ type: 'notice', message });
  let batches: readonly Batch[];
  try {
    batches = readBatches(context);
  } catch (error) {
    return notice(`Earlier runs were left as they are: ${(error as Error).message}`);
  }
  const doubt = clockDoubt(batches, now);
  if (doubt !== undefined && batches.some(({ items }) => items.some(isHeld))) {
    notice(`${doubt}. Nothing that is kept goes for its age; "devclean history --free BATCH" frees it all the same.`);
  }
  const isClockRight = doubt === undefined;
  const ageCounts = expire && isClockRight;
  const holds = new UsedHolds(context);
  const run: Run = { context, onEvent, notice, now, uptimeMs: ran, isClockRight, ageCounts, holds };
  try {
    for (const batch of batches) {
      if (context.signal.aborted) return;
      await recoverBatch(batch, run);
    }
  } finally {
    holds.leave();
  }
  if (ageCounts) pruneJournals(context, batches, now);
}

/** For so long is kept what an interrupted run took aside and nobody can give back any more. */
const strandedMs = 24 * 60 * 60 * 1000;

/** What is on no disk that is here is written off when its time is over for so many days. */
const writtenOffDays = 90;

/** What holds for all batches. */
interface Run extends Moment {
  readonly context: ToolContext;
  readonly onEvent: OnEvent;
  readonly notice: (message: string) => void;
  readonly isClockRight: boolean;
  readonly ageCounts: boolean;
  readonly holds: UsedHolds;
}

async function recoverBatch(batch: Batch, run: Run): Promise<void> {
  const { context, notice, now, ageCounts } = run;
  const { batch: id } = batch.begin;
  if (batch.damagedAt !== undefined) {
    return notice(`The journal of batch ${id} is damaged in line ${batch.damagedAt}: what it holds was left as it is.`);
  }
  if (batch.endedAt === undefined && isUnderWay(batch.begin)) return;
  const timeIs = (item: BatchItem) => (ageCounts ? timeOf(batch, item, run) : 'on');
  const held = batch.items.filter(isHeld);
  if (held.some((item) => timeIs(item) === 'doubtful')) {
    notice(
      `By the clock the time of what batch ${id} keeps is over, but the clock may have been set forward meanwhile. ` +
        `It stays; "devclean history --free ${id}" frees it.`,
    );
  }
  const due = batch.items.filter((item) =>
    isHeld(item) ? timeIs(item) === 'over' || isMissing(batch, item, context) : isUnsettled(item),
  );
  const isNothing = batch.items.length === 0 && batch.commands === undefined;
  if (due.length === 0 && (batch.endedAt !== undefined || isNothing)) return;
  const lost: BatchItem[] = [];
  try {
    const journal = Journal.continue(context, id);
    const recovery = { ...run, journal, places: protectedPlaces(context), lost };
    try {
      for (const item of due) {
        if (context.signal.aborted) return;
        await recoverItem(batch, item, recovery);
      }
      if (batch.endedAt === undefined) journal.note({ type: 'end', at: now.toISOString() });
    } finally {
      journal.close();
    }
  } catch (error) {
    notice(`Batch ${id} was left as it is: ${(error as Error).message}.`);
  }
  if (lost.length > 0) notice(lostWords(id, lost));
}

function isUnsettled({ state }: BatchItem): boolean {
  return state === 'intent' || state === 'removing' || state === 'held';
}

/** Whether what is held is not where it was put. */
function isMissing(batch: Batch, item: BatchItem, context: ToolContext): boolean {
  const found = findItemIfAny(batch, item, context);
  if (found === 'unknown') return false;
  found?.close();
  if (found === undefined) return whereabouts(batch, item) !== 'unknown';
  // What an interrupted undo has put back is the next undo's to tell of.
  return found.name === undefined && whereabouts(batch, item) !== 'placed';
}

function lostWords(batch: string, [first, ...others]: readonly BatchItem[]): string {
  const { parent, name, hold } = first as BatchItem;
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  return (
    `Batch ${batch}: ${path.join(parent.path, name)}${more} is neither in its place nor in ${hold?.path}, where it was put. ` +
    'Something else took it away, and it cannot be brought back.'
  );
}

/** The holds that were looked into. An empty one goes only after all was looked at: that it is gone would be a loss to the next item. */
class UsedHolds {
  readonly #context: ToolContext;
  readonly #found = new Map<string, FoundItem>();

  constructor(context: ToolContext) {
    this.#context = context;
  }

  add(at: string, found: FoundItem): void {
    if (this.#found.has(at)) found.close();
    else this.#found.set(at, found);
  }

  leave(): void {
    for (const found of this.#found.values()) {
      leaveHold(found, this.#context);
      found.close();
    }
  }
}

export interface Recovery {
  readonly context: ToolContext;
  readonly journal: Journal;
  readonly places: ProtectedPlaces;
  readonly onEvent?: OnEvent;
  readonly notice: (message: string) => void;
}

interface BatchRecovery extends Recovery, Run {
  readonly onEvent: OnEvent;
  /** What turned out to be nowhere. */
  readonly lost: BatchItem[];
}

async function recoverItem(batch: Batch, item: BatchItem, recovery: BatchRecovery): Promise<void> {
  const { context, notice, holds } = recovery;
  const found = findItem(batch, item, context);
  if (found === undefined) return settleWithoutHold(batch, item, recovery);
  if (found.trash !== undefined) return settleHandOver(item, found, recovery);
  try {
    const { name } = found;
    if (name === undefined) settleMissing(item, found, recovery);
    else if (item.state === 'intent' && !isCondemned(name)) giveBack(batch, item, { ...found, name }, recovery);
    else if (found.isItself) await removeHeld(item, { ...found, name }, recovery);
    else notice(`In ${found.hold.describe()} lies something else than batch ${batch.begin.batch} put there: ${name}.`);
  } finally {
    holds.add((item.hold as JournalFolder).path, found);
  }
}

/** It was on its way to the trash. */
function settleHandOver(item: BatchItem, found: FoundItem, { journal, notice }: Recovery): void {
  try {
    const end = endHandOver(item, found);
    if (end !== undefined) journal.note({ type: end, item: item.item });
    else notice(leftBehind(item, found));
  } finally {
    found.close();
  }
}

function settleWithoutHold(batch: Batch, item: BatchItem, recovery: BatchRecovery): void {
  const { journal, ageCounts, now } = recovery;
  // With the disk that its trash lies on, it may come back.
  if (item.trash !== undefined && !isTrashGone(item.trash)) return;
  // What is removed in its place has no hold: there is nothing that we could answer for.
  const where = item.hold === undefined ? 'placed' : whereabouts(batch, item);
  const isWrittenOff = ageCounts && isOlder([batch.begin.at, item.until], writtenOffDays, now);
  if (where === 'placed') journal.note(atHome(item));
  else if (where === 'gone' || isWrittenOff) writeOff(item, recovery);
}

/** Its hold is there, and it is not in it. */
function settleMissing(item: BatchItem, found: FoundItem, recovery: BatchRecovery): void {
  const { journal } = recovery;
  const isGoing = item.state === 'removing' || (item.state === 'held' && !isHeld(item));
  if (isInPlace(found, item)) journal.note(atHome(item));
  // It was removed, and there was no time or no space to say so. What is kept says before that it goes.
  else if (isGoing) journal.note({ type: 'done', item: item.item, removed: item.expected });
  else writeOff(item, recovery);
}

function writeOff(item: BatchItem, { journal, lost }: BatchRecovery): void {
  journal.note({ type: 'lost', item: item.item });
  lost.push(item);
}

function atHome(item: BatchItem): JournalRecord {
  if (!isHeld(item)) return { type: 'untouched', item: item.item };
  return { type: 'returned', item: item.item, path: path.join(item.parent.path, item.name) };
}

type Present = FoundItem & { readonly name: string };

/** Nobody wrote down that it is the planned one: it goes back, whatever it is. Where it cannot, and is the planned one, it is kept. */
function giveBack({ begin }: Batch, item: BatchItem, present: Present, run: BatchRecovery): void {
  const { hold, name, parent, isItself } = present;
  const { journal, notice, now, isClockRight } = run;
  if (parent !== undefined && moveBack(hold.at(name), parent, item.name)) {
    syncFolder(parent);
    journal.note({ type: 'untouched', item: item.item });
  } else if (isItself && isClockRight && (parent === undefined || entryAt(parent.at(item.name)) !== undefined)) {
    const until = isoTime(now.getTime() + strandedMs);
    journal.note({ type: 'held', item: item.item, until });
    notice(
      `An interrupted run had taken ${path.join(item.parent.path, item.name)} aside, and its place is taken or gone. It is kept ` +
        `until ${until}: "devclean undo ${begin.batch}" brings it back, "devclean history --free ${begin.batch}" frees its space.`,
    );
  } else {
    notice(leftBehind(item, present)); // Perhaps only for now: the next run tries again
  }
}

function leftBehind({ parent, name: was }: BatchItem, { hold, name }: Pick<FoundItem, 'hold' | 'name'>): string {
  return `An interrupted run left ${hold.describe()}/${name}, and it could not go back: it was ${parent.path}/${was}.`;
}

/** Removes an item of a hold. What it took up; nothing when some of it is still there. */
export async function removeHeld(
  item: BatchItem,
  { hold, name }: Present,
  { context, journal, places, onEvent, notice }: Recovery,
): Promise<Usage | undefined> {
  const origin = path.join(item.parent.path, item.name);
  const protection = places.broken?.message ?? heldProtection(origin, hold.describe().toString(), places);
  if (protection !== undefined) {
    notice(`${hold.describe()}/${name}, which was ${origin}, stays: ${protection}.`);
    return undefined;
  }
  // Where that cannot be written, the name that it gets next says the same.
  if (item.state !== 'removing') journal.note({ type: 'removing', item: item.item });
  const condemned = isCondemned(name) ? name : condemn({ folder: hold }, name);
  if (condemned === undefined) return undefined;
  const onProgress = clearing(item.provider, onEvent);
  const { removed, gone } = await removeTree(hold, condemned, { hoist: true, signal: context.signal, onProgress });
  if (gone) {
    journal.note({ type: 'done', item: item.item, removed });
    onEvent?.({ type: 'finished', provider: item.provider, removed, ...(isHeld(item) && { expired: true }) });
    return removed;
  }
  notice(`Of an earlier removal there is still something in ${hold.describe()} that cannot be removed.`);
  return undefined;
}
