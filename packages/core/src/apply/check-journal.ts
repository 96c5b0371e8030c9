import { readdirSync } from 'node:fs';
import path from 'node:path';
import { isDevcleanError } from '../errors.js';
import { stateFolder } from '../own-files/state-folder.js';
import { entryAt } from '../system/identity.js';
import { uptimeMs } from '../system/machine.js';
import type { ToolContext } from '../system/tool-context.js';
import { isUnderWay } from './batch-log.js';
import { type Batch, type BatchItem, isHeld, readBatches } from './batches.js';
import { clockDoubt, type Moment, timeOf } from './clock.js';
import { findItemIfAny, whereabouts } from './held-item.js';
import { isCondemned } from './hold.js';
import { holdPaths } from './hold-paths.js';

/** The journal and the holds, looked at and not touched: part of `devclean doctor --json`. */
export interface JournalCheck {
  /** Batches that have a journal. */
  batches: number;
  findings: JournalFinding[];
}

export interface JournalFinding {
  /**
   * - `held`: something of the batch is kept, and can be brought back
   * - `expired`: its time is over; the next command that removes something removes it
   * - `unfinished`: some of it is neither removed nor given back; the next command that removes something ends that
   * - `damaged`: its journal cannot be believed to its end
   * - `hold-missing`: its journal says that something is held, and it is not there
   * - `hold-unknown`: a hold with something in it that no journal knows, or that devclean did not make
   * - `clock`: the clock cannot be right, so nothing goes for its age
   * - `unreadable`: no journal could be read
   */
  problem: 'held' | 'expired' | 'unfinished' | 'damaged' | 'hold-missing' | 'hold-unknown' | 'clock' | 'unreadable';
  /** False for what only waits for its time. */
  wrong: boolean;
  batch?: string;
  /** The hold or the journal that it is about. */
  path?: string;
  message: string;
  /** What to do. */
  hint: string;
}

/**
 * Looks for batches that are unfinished, held, over their time or damaged, for holds without a journal and journals without their
 * hold. Changes nothing, and never throws.
 *
 * @param locations Whose holds are looked for, beside those that the journals name.
 */
export function checkJournal(
  context: ToolContext,
  locations: readonly string[],
  moment: Moment = { now: new Date(), uptimeMs: uptimeMs() },
): JournalCheck {
  let batches: readonly Batch[] = [];
  const findings: JournalFinding[] = [];
  try {
    batches = readBatches(context);
  } catch (error) {
    const { message, hint = '' } = isDevcleanError(error) ? error : { message: (error as Error).message };
    findings.push({ problem: 'unreadable', wrong: true, path: journalFolder(context), message, hint });
  }
  const doubt = clockDoubt(batches, moment.now);
  if (doubt !== undefined) {
    const hint =
      'Until that is put right nothing that is kept goes for its age; "devclean history --free BATCH" frees it.';
    findings.push({ problem: 'clock', wrong: true, message: `${doubt}.`, hint });
  }
  for (const batch of batches) findings.push(...findingsOf(batch, context, moment, doubt !== undefined));
  // Where no journal can be read, none can know of a hold.
  const isReadable = !findings.some(({ problem }) => problem === 'unreadable');
  if (isReadable) findings.push(...strayHolds(batches, locations, context));
  return { batches: batches.length, findings };
}

function journalFolder(context: ToolContext): string {
  return path.join(stateFolder(context), 'journal');
}

const endsIt = 'The next command that removes something, "devclean sweep" for one, ends it.';

function findingsOf(batch: Batch, context: ToolContext, moment: Moment, isDoubtful: boolean): JournalFinding[] {
  if (batch.damagedAt !== undefined) return [damaged(batch, context)];
  // What is under way right now is no finding.
  if (batch.endedAt === undefined && isUnderWay(batch.begin)) return [];
  const open = batch.items.filter(({ state }) => state === 'intent' || state === 'held' || state === 'removing');
  const missing = open.filter((item) => isMissing(batch, item, context));
  const there = open.filter((item) => !missing.includes(item));
  const held = there.filter(isHeld);
  const isOver = (item: BatchItem) => !isDoubtful && timeOf(batch, item, moment) === 'over';
  return [
    unfinished(batch, there.length - held.length),
    expired(batch, held.filter(isOver)),
    kept(
      batch,
      held.filter((item) => !isOver(item)),
      !isDoubtful && held.some((item) => timeOf(batch, item, moment) === 'doubtful'),
    ),
    notThere(batch, missing, context),
  ].flatMap((finding) => finding ?? []);
}

/** Neither in its hold, nor in its place again. */
function isMissing(batch: Batch, item: BatchItem, context: ToolContext): boolean {
  if (item.hold === undefined || whereabouts(batch, item) === 'placed') return false;
  const found = findItemIfAny(batch, item, context);
  if (found === 'unknown') return false;
  found?.close();
  // What was being removed may have gone without another word.
  const mayBeGone = item.state === 'removing' || (item.state === 'held' && !isHeld(item));
  return found === undefined || (found.name === undefined && !mayBeGone);
}

function damaged({ begin, items, damagedAt }: Batch, context: ToolContext): JournalFinding {
  const holds = [...new Set(items.flatMap(({ hold }) => hold?.path ?? []))].join(' and ');
  const at = path.join(journalFolder(context), `${begin.batch}.jsonl`);
  const look = holds === '' ? '' : `Look into ${holds}, and move what you want back to its place. `;
  return {
    problem: 'damaged',
    wrong: true,
    batch: begin.batch,
    path: at,
    message: `The journal of batch ${begin.batch} is damaged in line ${damagedAt}.`,
    hint: `${look}devclean touches nothing of it. When nothing of it is left, remove ${at}.`,
  };
}

function unfinished({ begin: { batch }, items, commands, endedAt }: Batch, count: number): JournalFinding | undefined {
  if (count === 0 && (endedAt !== undefined || (items.length === 0 && commands === undefined))) return undefined;
  const what = count === 0 ? 'nothing of it is under way' : `${countOf(count)} neither removed nor given back`;
  const message = `Batch ${batch} was interrupted: ${what}.`;
  return { problem: 'unfinished', wrong: count > 0, batch, message, hint: endsIt };
}

function expired({ begin: { batch } }: Batch, items: readonly BatchItem[]): JournalFinding | undefined {
  if (items.length === 0) return undefined;
  const message = `Of batch ${batch} ${countOf(items.length)} kept, and the time was over at ${latest(items)}.`;
  const hint = `The next command that removes something removes it; until then "devclean undo ${batch}" brings it back.`;
  return { problem: 'expired', wrong: false, batch, message, hint };
}

function kept(
  { begin: { batch } }: Batch,
  items: readonly BatchItem[],
  isDoubtful: boolean,
): JournalFinding | undefined {
  if (items.length === 0) return undefined;
  const doubt = ' By the clock that is over, but the clock may have been set forward meanwhile.';
  const message = `Of batch ${batch} ${countOf(items.length)} kept until ${latest(items)}.${isDoubtful ? doubt : ''}`;
  const hint = `"devclean undo ${batch}" brings it back, "devclean history --free ${batch}" frees its space.`;
  return { problem: 'held', wrong: isDoubtful, batch, message, hint };
}

function notThere(batch: Batch, items: readonly BatchItem[], context: ToolContext): JournalFinding | undefined {
  const at = items[0]?.hold?.path;
  if (at === undefined) return undefined;
  const { batch: id } = batch.begin;
  const isCertain = items.every((item) => {
    const found = findItemIfAny(batch, item, context);
    if (found === 'unknown') return false;
    found?.close();
    return found !== undefined || whereabouts(batch, item) === 'gone';
  });
  const hint = isCertain
    ? 'Something else took it away. The next command that removes something writes it off as lost.'
    : 'If it is on a disk that is not connected, connect that. Otherwise it is lost.';
  const message = `Of batch ${id} ${countOf(items.length)} not in ${at}, where the journal has it.`;
  return { problem: 'hold-missing', wrong: true, batch: id, path: at, message, hint };
}

/** How many, and the verb. */
function countOf(count: number): string {
  return count === 1 ? '1 item is' : `${count} items are`;
}

function latest(items: readonly BatchItem[]): string {
  const times = items.flatMap(({ until }) => until ?? []);
  return times.sort().at(-1) ?? '';
}

function strayHolds(batches: readonly Batch[], locations: readonly string[], context: ToolContext): JournalFinding[] {
  const all = batches.flatMap(({ items }) => items);
  const known = new Set(all.flatMap(({ hold }) => (hold ? [path.join(hold.path, hold.as)] : [])));
  const holds = new Set([
    ...locations.flatMap((location) => holdPaths(location, context.uid)),
    ...all.flatMap(({ hold }) => hold?.path ?? []),
  ]);
  return [...holds].flatMap((hold) => strayHold(hold, known, context) ?? []);
}

function strayHold(hold: string, known: ReadonlySet<string>, { uid }: ToolContext): JournalFinding | undefined {
  const entry = entryAt(hold);
  if (entry === undefined) return undefined;
  const finding = (message: string, hint: string): JournalFinding => ({
    problem: 'hold-unknown',
    wrong: true,
    path: hold,
    message,
    hint,
  });
  const isOurs = uid === undefined || (Number(entry.uid) === uid && (entry.mode & 0o077n) === 0n);
  if (!entry.isDirectory() || !isOurs) {
    const hint = 'devclean keeps nothing there and removes nothing from it. Look at it, and move it away.';
    return finding(`${hold} is not a folder of yours alone, as devclean makes it.`, hint);
  }
  let names: string[];
  try {
    names = readdirSync(hold).filter((name) => !known.has(path.join(hold, name.replace(/\.condemned$/, ''))));
  } catch {
    return finding(`${hold} cannot be read.`, 'Look at it.');
  }
  if (names.length === 0) return undefined;
  const message = `In ${hold} ${countOf(names.length)} known to no journal: ${names.slice(0, 3).join(', ')}${names.length > 3 ? ', …' : ''}.`;
  const hint = names.every(isCondemned)
    ? 'It was being removed when a run was interrupted. The next purge of that tool ends it.'
    : 'devclean touches nothing of it. Look into it: move what you want back to its place, and remove the rest.';
  return finding(message, hint);
}
