import { parentPort } from 'node:worker_threads';
import { LinkLedger } from '../measure/link-ledger.js';
import { type MeasureJob, type MeasureResult, MeasureWalk } from '../measure/measure-walk.js';
import { type HoistAnswer, type HoistJob, HoistWalk } from '../remove/hoist-walk.js';
import { type SharedMemory, SharedWork } from './shared-work.js';

export type Job = MeasureJob | HoistJob;
export type Answer = MeasureResult | HoistAnswer;

/** One walk that a thread is asked to take part in. */
export interface Request {
  readonly job: Job;
  readonly memory: SharedMemory;
  readonly thread: number;
}

parentPort?.on('message', ({ job, memory, thread }: Request) => {
  const work = new SharedWork(memory);
  let answer: Answer | undefined;
  if (work.join(thread)) {
    const links = LinkLedger.attach(job.links);
    const walk = job.kind === 'measure' ? new MeasureWalk(job, links) : new HoistWalk(job, links, thread);
    work.workOff(walk, thread);
    answer = walk.finish();
  }
  parentPort?.postMessage(answer);
});
