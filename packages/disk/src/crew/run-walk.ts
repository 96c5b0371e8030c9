import { setImmediate } from 'node:timers/promises';
import type { Progress } from '../walk/progress.js';
import type { Walk } from '../walk/walk.js';
import { crewSize, isCrewFree, joinCrew } from './crew.js';
import { SharedWork } from './shared-work.js';
import type { Answer, Job } from './walk-worker.js';

const sliceMs = 20;
const reportEveryMs = 100;
/**
 * A walk that is over sooner has no use for other threads. To start one takes some 40 ms of the other core; only from some 50,000 entries on
 * that is won back. Whoever comes when the walk is over is not waited for.
 */
const defaultAloneMs = 20;

export type Ending = 'done' | 'aborted' | 'out-of-time';

export interface RunOptions {
  /** How long, in milliseconds, the walk is this thread's own. For the tests. */
  readonly aloneMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly budgetMs?: number | undefined;
  /** Called at most ten times a second. */
  readonly report?: ((progress: Progress) => void) | undefined;
}

/**
 * Runs a walk: in this thread in slices of 20 ms, between which the event loop turns, so that signals, aborts and timers get their turn;
 * and, when it turns out to be long, in other threads too. Synchronous calls, because on this work a promise a call costs about four
 * times the call.
 *
 * @param job What another thread needs to know to take part.
 * @returns how it ended, and what the other threads found: of the kind that belongs to the job.
 */
export async function runWalk<A extends Answer>(
  walk: Walk,
  job: () => Job | undefined,
  { signal, budgetMs = Infinity, report, aloneMs = defaultAloneMs }: RunOptions,
): Promise<{ ending: Ending; answers: A[] }> {
  const start = performance.now();
  const deadline = start + budgetMs;
  let reported = start;
  let work: SharedWork | undefined;
  let answers: Promise<Answer | undefined>[] = [];
  let keptAlive: NodeJS.Timeout | undefined;

  async function run(): Promise<Ending> {
    let hasPart = true;
    for (;;) {
      if (signal?.aborted === true) return 'aborted';
      const now = performance.now();
      if (now >= deadline) return 'out-of-time';
      const until = Math.min(now + sliceMs, deadline);
      if (work === undefined) {
        if (walkAlone(walk, Math.min(until, now + aloneMs))) return 'done';
        const shared = isCrewFree() ? job() : undefined;
        if (shared !== undefined) {
          work = SharedWork.create(crewSize());
          keptAlive = setInterval(() => {}, 1000); // The threads themselves do not keep the process from ending
          answers = joinCrew(shared, work.memory);
          for (const [index, answer] of answers.entries()) {
            // One that dies before it takes part has nothing in hand that would be missing.
            answer.catch(() => work?.hasJoined(index + 1) && work.stop());
          }
        }
      } else if (hasPart) {
        hasPart = !work.walkOn(walk, 0, until);
        if (work.isStopped) return 'aborted'; // A thread died; `answers` says of what
      } else {
        const part = work.takePart();
        if (part !== undefined) {
          walk.take(part);
          hasPart = true;
          continue;
        }
        if (work.isFinished) return 'done';
        await work.somethingNew(until - now);
        if (work.isStopped) return 'aborted';
      }
      if (report && performance.now() - reported >= reportEveryMs) {
        reported = performance.now();
        report(work?.totals() ?? progressOf(walk));
      }
      await setImmediate();
    }
  }

  try {
    const ending = await run();
    if (ending !== 'done') work?.stop();
    const hasJoined = work?.close();
    const found = await Promise.all(answers.filter((_, index) => hasJoined?.(index + 1)));
    return { ending, answers: found.filter((answer) => answer !== undefined) as A[] };
  } catch (error) {
    work?.stop();
    throw error;
  } finally {
    clearInterval(keptAlive);
  }
}

/** @returns true when nothing is left. */
function walkAlone(walk: Walk, until: number): boolean {
  for (;;) {
    if (!walk.step()) return true;
    if (performance.now() >= until) return false;
  }
}

function progressOf({ files, apparentBytes, allocatedBytes }: Progress): Progress {
  return { files, apparentBytes, allocatedBytes };
}
