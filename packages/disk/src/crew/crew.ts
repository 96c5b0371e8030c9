import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { SharedMemory } from './shared-work.js';
import type { Answer, Job, Request } from './walk-worker.js';

/** Each takes some 15 MB. A million files measured by two took 77 MB, by four 107, by eight 173. */
const maxThreads = 4;
/** Idle threads end after this time: they hold some megabytes each. */
const idleMs = 2000;

const workers: Worker[] = [];
let isBusy = false;
let idleTimer: NodeJS.Timeout | undefined;

/** Threads that a walk may have, the calling one among them. */
export function crewSize(): number {
  return Math.min(availableParallelism(), maxThreads);
}

/** Whether threads can be had now: there is more than one core, and no other walk has them. */
export function isCrewFree(): boolean {
  return !isBusy && crewSize() > 1;
}

/**
 * Has the other threads join a walk. They are started when first needed, and stay for the next walk. Fewer, or none, where the system
 * grants no more (a limit on processes, as containers have).
 *
 * @returns what each of them finds, from thread 1 on, when the walk is finished or stopped; nothing from one that came too late.
 * Rejects when a thread dies of a fault.
 */
export function joinCrew(job: Job, memory: SharedMemory): Promise<Answer | undefined>[] {
  isBusy = true;
  clearTimeout(idleTimer);
  while (workers.length < crewSize() - 1) {
    const worker = startWorker();
    if (worker === undefined) break;
    workers.push(worker);
  }
  const answers = workers.map((worker, index) => ask(worker, { job, memory, thread: index + 1 }));
  void Promise.allSettled(answers).then((settled) => {
    if (settled.some(({ status }) => status === 'rejected')) endWorkers();
    else idleTimer = setTimeout(endWorkers, idleMs).unref();
    isBusy = false;
  });
  return answers;
}

function endWorkers(): void {
  for (const worker of workers.splice(0)) void worker.terminate();
}

function ask(worker: Worker, request: Request): Promise<Answer | undefined> {
  return new Promise((resolve, reject) => {
    const settle = () => worker.off('message', onAnswer).off('error', onError).off('exit', onExit);
    const onAnswer = (answer: Answer | undefined) => {
      settle();
      resolve(answer);
    };
    const onError = (error: unknown) => {
      settle();
      reject(error);
    };
    const onExit = () => onError(new Error('A thread of the walk ended before its work'));
    worker.on('message', onAnswer).on('error', onError).on('exit', onExit);
    worker.postMessage(request);
  });
}

function startWorker(): Worker | undefined {
  try {
    const worker = new Worker(workerFile(), {
      env: {},
      execArgv: [],
      // What a walk allocates dies at once, so a small nursery is as fast and keeps the memory flat.
      resourceLimits: { maxYoungGenerationSizeMb: 8 },
    });
    worker.unref(); // Whoever waits for a walk keeps the process alive
    return worker;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_INIT_FAILED') return undefined;
    throw error;
  }
}

/** The tests run the sources, which a thread of Node 20 cannot: it runs what was built of them. */
function workerFile(): URL {
  const file = new URL('./walk-worker.js', import.meta.url);
  return existsSync(fileURLToPath(file)) ? file : new URL('../../dist/crew/walk-worker.js', import.meta.url);
}
