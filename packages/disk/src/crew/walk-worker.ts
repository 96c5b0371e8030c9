import { parentPort } from 'node:worker_threads';
import { LinkLedger } from '../measure/link-ledger.js';
import { type MeasureJob, type MeasureResult, MeasureWalk } from '../measure/measure-walk.js';
import { type SharedMemory, SharedWork } from './shared-work.js';

export type Job = MeasureJob;
export type Answer = MeasureResult;

interface Request {
  readonly job: Job;
  readonly memory: SharedMemory;
  readonly thread: number;
}

parentPort?.on('message', ({ job, memory, thread }: Request) => {
  const walk = new MeasureWalk(job, LinkLedger.attach(job.links));
  new SharedWork(memory).workOff(walk, thread);
  parentPort?.postMessage(walk.finish());
});
