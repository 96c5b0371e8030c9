import { setImmediate } from 'node:timers/promises';
import type { LinkLedger } from '../measure/link-ledger.js';
import type { Progress } from '../walk/progress.js';
import type { Walk } from '../walk/walk.js';
import { crewReleased, crewState } from './crew.js';
import type { Answer, Job } from './messages.js';
import { Team } from './team.js';

const sliceMs = 20;
/** As long as others may be waiting for a part of the work. */
const sharedSliceMs = 2;
const reportEveryMs = 100;
/**
 * A walk that is over sooner has no use for helpers. To start one takes some 40 ms of the other core. Whoever comes when the walk is over
 * is not waited for.
 */
const defaultAloneMs = 10;

/** `shut-out`: it cannot go on here, because its folder cannot be entered any more. */
type Ending = 'done' | 'aborted' | 'out-of-time' | 'shut-out';

export interface RunOptions {
  /** How long, in milliseconds, the walk is this process's own. For the tests. */
  readonly aloneMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly budgetMs?: number | undefined;
  /** Called at most ten times a second. */
  readonly report?: ((progress: Progress) => void) | undefined;
  /** Goes around all that the walk does here. Undefined when that cannot be done any more. */
  readonly within?: <T>(work: () => T) => T | undefined;
}

/** What makes a walk one that helpers can take part in. */
export interface SharedWalk {
  /** What a helper needs to know. */
  readonly job: Job;
  /** Where the inodes with several links go that helpers find. */
  readonly links: LinkLedger;
}

export interface Outcome<A extends Answer> {
  readonly ending: Ending;
  /** What the helpers found: of the kind that belongs to the job. */
  readonly answers: readonly A[];
  /** A helper was lost, with what it found. */
  readonly isAnyLost: boolean;
}

/**
 * Runs a walk: in this process in slices, between which the event loop turns, so that signals, aborts and timers get their turn; and,
 * when it turns out to be long, in other processes too. Synchronous calls, because on this work a promise a call costs about four times
 * the call. Processes, because threads share one table of descriptors and one working folder: every call is dearer in each of them.
 *
 * @throws Error when a helper died of a fault in this program.
 */
export async function runWalk<A extends Answer>(
  walk: Walk,
  shared: SharedWalk | undefined,
  { signal, budgetMs = Infinity, report, aloneMs = defaultAloneMs, within = (work) => work() }: RunOptions,
): Promise<Outcome<A>> {
  const start = performance.now();
  const deadline = start + budgetMs;
  let reported = start;
  let team: Team | undefined;
  let keptAlive: NodeJS.Timeout | undefined;

  async function run(): Promise<Ending> {
    let hasWork = true;
    for (;;) {
      if (signal?.aborted === true) return 'aborted';
      const now = performance.now();
      if (now >= deadline) return 'out-of-time';
      if (hasWork) {
        const slice = team === undefined ? Math.min(sliceMs, aloneMs) : team.isAtWork ? sharedSliceMs : sliceMs;
        const isMore = within(() => walkOn(walk, Math.min(now + slice, deadline)));
        if (isMore === undefined) return 'shut-out';
        hasWork = isMore;
        if (hasWork && shared && team === undefined && performance.now() - start >= aloneMs) {
          keptAlive ??= setInterval(() => {}, 1000); // The helpers themselves do not keep the process from ending
          const crew = crewState();
          if (crew === 'free') team = new Team(shared.job, (image) => shared.links.merge(image));
          if (crew === 'taken') {
            // Two long walks at once would only be in each other's way.
            await crewReleased(Math.min(reportEveryMs, deadline - now));
            continue;
          }
        }
      }
      if (!hasWork) {
        const part = team?.takePart();
        if (part !== undefined) {
          walk.take(part);
          hasWork = true;
        } else if (team === undefined || team.isDone) return 'done';
      }
      team?.share(hasWork ? walk : undefined);
      if (report && performance.now() - reported >= reportEveryMs) {
        reported = performance.now();
        report([...(team?.progress() ?? [])].reduce(sumOf, sumOf(walk)));
      }
      if (hasWork) await setImmediate();
      else await team?.news(deadline - now);
    }
  }

  try {
    const ending = await run();
    await team?.leave(() => signal?.aborted === true || performance.now() >= deadline);
    return { ending, answers: (team?.answers ?? []) as A[], isAnyLost: team?.isAnyLost ?? false };
  } catch (error) {
    await team?.leave(() => true).catch(() => {}); // For the next walk
    throw error;
  } finally {
    clearInterval(keptAlive);
  }
}

/** @returns false when nothing is left. */
function walkOn(walk: Walk, until: number): boolean {
  for (;;) {
    if (!walk.step()) return false;
    if (performance.now() >= until) return true;
  }
}

const nothing: Progress = { files: 0, apparentBytes: 0, allocatedBytes: 0 };

export function sumOf(one: Progress, other: Progress = nothing): Progress {
  return {
    files: one.files + other.files,
    apparentBytes: one.apparentBytes + other.apparentBytes,
    allocatedBytes: one.allocatedBytes + other.allocatedBytes,
  };
}
