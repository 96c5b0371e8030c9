import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Order, Report } from './messages.js';

/** Each takes some 20 MB of its own, and what it shares with all Node processes. */
const maxProcesses = 4;
/** Idle helpers end after this time: they hold some megabytes each. */
const idleMs = 2000;

/** A process that takes part in walks. */
export interface Helper {
  tell(order: Order): void;
  /** Has its reports sent here, and its end: nothing. */
  listen(hear: (report: Report | undefined) => void): void;
  end(): void;
  /** At once, whatever it does: its end is heard, and what it found is lost. */
  kill(): void;
}

const helpers = new Set<Helper>();
let state: 'free' | 'taken' | 'returning' = 'free';
const waiting: (() => void)[] = [];
let idleTimer: NodeJS.Timeout | undefined;

/**
 * `free` to be taken; `taken` by a walk; `returning` when that walk is over, and some who came too late for it do not know it yet; `none`
 * where there is one core only.
 */
export function crewState(): 'free' | 'taken' | 'returning' | 'none' {
  return crewSize() === 0 ? 'none' : state;
}

/** Waits for the walk that has the helpers to be over; no longer than `ms`. */
export async function crewReleased(ms: number): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    waiting.push(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/**
 * Takes all helpers for one walk. They are started when first needed, and stay for the next walk. Fewer, or none, where the system grants
 * no more (a limit on processes, as containers have).
 */
export function takeCrew(): Helper[] {
  state = 'taken';
  clearTimeout(idleTimer);
  while (helpers.size < crewSize()) {
    const helper = startHelper();
    if (helper === undefined) break;
    helpers.add(helper);
  }
  return [...helpers];
}

/** When the walk is over. */
export function releaseCrew(): void {
  state = 'returning';
  wakeWaiting();
}

/** When each of them has said its last word on the walk. */
export function giveCrewBack(): void {
  state = 'free';
  wakeWaiting();
  idleTimer = setTimeout(() => {
    for (const helper of helpers) helper.end();
  }, idleMs).unref();
}

function wakeWaiting(): void {
  for (const wake of waiting.splice(0)) wake();
}

/** Processes besides the one that begins a walk. */
function crewSize(): number {
  return Math.min(availableParallelism(), maxProcesses) - 1;
}

function startHelper(): Helper | undefined {
  const child = spawnHelper();
  if (child?.pid === undefined) {
    child?.on('error', () => {}); // EAGAIN, or Node itself is gone: the walk goes on without
    return undefined;
  }
  child.unref(); // Whoever waits for a walk keeps the process alive
  child.channel?.unref();
  let listener: ((report: Report | undefined) => void) | undefined;
  const leave = () => {
    helpers.delete(helper);
    listener?.(undefined);
  };
  child.on('message', (report: Report) => listener?.(report));
  child.on('exit', leave).on('error', leave);
  const helper: Helper = {
    tell: (order) => void child.send(order, () => {}), // One that is gone says so by its end
    listen: (hear) => {
      listener = hear;
    },
    end: () => {
      helpers.delete(helper);
      if (child.connected) child.disconnect();
    },
    kill: () => void child.kill('SIGKILL'),
  };
  return helper;
}

/**
 * In a session of its own, so that Ctrl-C reaches only the one who asked and who knows what to do about it; it ends when the channel to
 * this process does. Its environment is empty: nothing in it may change what Node does.
 */
function spawnHelper(): ChildProcess | undefined {
  const { spawn } = process.getBuiltinModule('node:child_process'); // Most runs need no helper, and start sooner without it
  try {
    return spawn(process.execPath, ['--max-semi-space-size=2', helperFile()], {
      cwd: '/',
      env: process.platform === 'win32' ? { SystemRoot: process.env.SystemRoot } : {},
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      serialization: 'advanced',
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
  } catch {
    return undefined;
  }
}

/** The tests run the sources, which Node 20 cannot: a helper runs what was built of them. */
function helperFile(): string {
  const file = fileURLToPath(new URL('./helper.js', import.meta.url));
  return existsSync(file) ? file : fileURLToPath(new URL('../../dist/crew/helper.js', import.meta.url));
}
