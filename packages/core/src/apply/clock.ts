import { DevcleanError } from '../errors.js';
import { bootId } from '../system/machine.js';
import type { ToolContext } from '../system/tool-context.js';
import { type Batch, type BatchItem, readBatches } from './batches.js';

/** What the clocks of the machine say at one moment. */
export interface Moment {
  readonly now: Date;
  /** Milliseconds since the boot; setting the clock does not change it. */
  readonly uptimeMs: number;
}

const day = 24 * 60 * 60 * 1000;

/** There was no devclean before this day. */
const firstDay = Date.UTC(2026, 0, 1);

/** Clocks that are put right by the network jump a little. */
const toleranceMs = 60 * 1000;

/** For so long after its time nobody had anything removed, or the clock was set forward meanwhile. */
const doubtfulMs = 365 * day;

/** Why nothing may go for its age: the clock cannot be right. */
export function clockDoubt(batches: readonly Batch[], now: Date): string | undefined {
  if (now.getTime() < firstDay) {
    return `The clock says ${saidBy(now)}, and there was no devclean then`;
  }
  const later = batches.find(({ begin }) => Date.parse(begin.at) > now.getTime() + toleranceMs);
  if (later === undefined) return undefined;
  return `The clock says ${saidBy(now)}, and batch ${later.begin.batch} is of ${later.begin.at}: it is wrong now, or was then`;
}

/** Throws `CLOCK_DOUBTFUL` where the clock cannot be right: then everything may seem old, and nothing is taken for its age. */
export function checkClock(context: ToolContext, now: Date = new Date()): void {
  const doubt = clockDoubt(readBatches(context), now);
  if (doubt === undefined) return;
  throw new DevcleanError('CLOCK_DOUBTFUL', `${doubt}. So nothing is removed for its age.`, {
    hint: 'Set the clock right, or leave out --older-than.',
  });
}

/**
 * Whether the time of what is kept is over. In the boot in which it was removed the clock is believed as far as that
 * much time has passed; later, unless that time would be over for a year.
 */
export function timeOf(
  { begin }: Batch,
  { until = '' }: BatchItem,
  { now, uptimeMs }: Moment,
): 'on' | 'over' | 'doubtful' {
  const end = Date.parse(until);
  if (!(now.getTime() >= end)) return 'on';
  if (begin.uptimeMs !== undefined && begin.bootId === bootId() && uptimeMs >= begin.uptimeMs) {
    return uptimeMs - begin.uptimeMs + toleranceMs >= end - Date.parse(begin.at) ? 'over' : 'doubtful';
  }
  return now.getTime() - end > doubtfulMs ? 'doubtful' : 'over';
}

/** Whether the latest of some times is so many days ago. */
export function isOlder(times: readonly (string | undefined)[], days: number, now: Date): boolean {
  const latest = Math.max(...times.flatMap((time) => (time === undefined ? [] : Date.parse(time))));
  return latest + days * day < now.getTime();
}

function saidBy(now: Date): string {
  return Number.isNaN(now.getTime()) ? 'no date' : now.toISOString();
}
