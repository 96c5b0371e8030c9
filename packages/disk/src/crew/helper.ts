import { chdir } from 'node:process';
import { setImmediate } from 'node:timers/promises';
import { isSystemError } from '../finding-log.js';
import { LinkLedger } from '../measure/link-ledger.js';
import { MeasureWalk } from '../measure/measure-walk.js';
import { HoistWalk } from '../remove/hoist-walk.js';
import type { Walk, WalkPart } from '../walk/walk.js';
import type { Answer, Job, Order, Report } from './messages.js';

/** How long a helper works before it looks for news: somebody may be waiting for a part of its work. */
const sliceMs = 1;
const progressEveryMs = 50;
/** Inodes with several links that a helper keeps for itself: several times what it comes by in a slice. */
const maxLinks = 2 ** 16;

type Share = Walk & { finish(): Answer };

let share: Share | undefined;
let links: LinkLedger;
/** Parts that it took and has not begun. */
let waiting: WalkPart[] = [];
let isWorking = false;

/** The program of a helper process: does its share of one walk after the other. */
process.on('message', (order: Order) => guarded(() => follow(order)));
process.on('disconnect', () => process.exit());

async function follow(order: Order): Promise<void> {
  if (order.kind === 'join') {
    links = new LinkLedger(maxLinks);
    share = join(order.job, order.helper);
    tell({ kind: share === undefined ? 'declined' : 'ready' });
  } else if (order.kind === 'take') {
    waiting.push(order.part);
    if (share && !isWorking) await work(share);
  } else if (order.kind === 'split') {
    const whole = waiting.pop();
    const part = whole ?? (isWorking ? share?.split() : undefined);
    tell({ kind: 'cut', part, isWhole: whole !== undefined });
  } else {
    isWorking = false;
    waiting = [];
    const answer = share?.finish();
    if (answer) tellLinks();
    tell({ kind: 'answer', answer });
    share = undefined;
    chdir('/'); // No folder is kept from being unmounted
  }
}

function join(job: Job, helper: number): Share | undefined {
  try {
    if (job.kind === 'measure') return MeasureWalk.join(job, links);
    return HoistWalk.join(job, links, helper);
  } catch (error) {
    if (isSystemError(error)) return undefined;
    throw error;
  }
}

async function work(own: Share): Promise<void> {
  isWorking = true;
  let told = performance.now();
  for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) {
    own.take(part);
    while (!stepsUntil(own, performance.now() + sliceMs)) {
      if (links.size >= maxLinks / 2) tellLinks();
      await setImmediate();
      if (share !== own) return;
      const now = performance.now();
      if (now - told < progressEveryMs) continue;
      told = now;
      tell({ kind: 'progress', progress: progressOf(own) });
    }
    tell({ kind: 'done', progress: progressOf(own) });
  }
  isWorking = false;
}

/** @returns true when nothing is left. */
function stepsUntil(own: Share, time: number): boolean {
  while (performance.now() < time) if (!own.step()) return true;
  return false;
}

function progressOf({ files, apparentBytes, allocatedBytes }: Share) {
  return { files, apparentBytes, allocatedBytes };
}

function tell(report: Report): void {
  process.send?.(report);
}

/** Every now and then, and not all at the end: one ledger for all is large enough. */
function tellLinks(): void {
  for (const image of links.drain()) tell({ kind: 'links', image });
}

async function guarded(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.send?.({ kind: 'fault', reason } satisfies Report, () => process.exit(1));
  }
}
