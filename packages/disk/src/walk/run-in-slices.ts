import { setImmediate } from 'node:timers/promises';

const sliceMs = 20;
const reportEveryMs = 100;

export type Ending = 'done' | 'aborted' | 'out-of-time';

export interface SliceOptions {
  readonly signal?: AbortSignal | undefined;
  readonly budgetMs?: number | undefined;
  /** Called at most ten times a second. */
  readonly report?: (() => void) | undefined;
}

/**
 * Runs synchronous work in slices of 20 ms and lets the event loop turn between them, so that signals, aborts and timers get their
 * turn. Synchronous calls, because on this work a promise a call costs about four times the call.
 *
 * @param work Goes on until `performance.now()` reaches `until`; true when there is nothing left.
 */
export async function runInSlices(work: (until: number) => boolean, options: SliceOptions): Promise<Ending> {
  const start = performance.now();
  const deadline = options.budgetMs === undefined ? Infinity : start + options.budgetMs;
  let reported = start;
  for (;;) {
    if (options.signal?.aborted === true) return 'aborted';
    const now = performance.now();
    if (now >= deadline) return 'out-of-time';
    if (work(Math.min(now + sliceMs, deadline))) return 'done';
    if (options.report && performance.now() - reported >= reportEveryMs) {
      reported = performance.now();
      options.report();
    }
    await setImmediate();
  }
}
