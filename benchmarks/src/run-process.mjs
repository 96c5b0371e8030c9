import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';

/** Longer than the slowest tool takes for a million files on a slow disk. */
const patience = 30 * 60_000;

/**
 * Starts a program from scratch, without a shell, and waits for its end.
 *
 * @returns `ms` by the clock on the wall; `failure` where it did not end well.
 * @throws Interrupted when a signal from outside ended it: that is meant for all of us.
 */
export function run([program, ...args], { env, cwd }) {
  const options = {
    env,
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 2 ** 28,
    timeout: patience,
  };
  const start = process.hrtime.bigint();
  const { status, signal, stdout, stderr, error } = spawnSync(program, args, options);
  const ms = Number(process.hrtime.bigint() - start) / 1e6;
  if (signal === 'SIGINT' || (signal === 'SIGTERM' && error === undefined)) throw new Interrupted(signal);
  const failure = error?.message ?? (status === 0 ? undefined : `${signal ?? `exit ${status}`}: ${reasonIn(stderr)}`);
  return { ms, stdout, failure };
}

export class Interrupted extends Error {
  constructor(signal) {
    super(`${signal} received`);
    this.signal = signal;
  }
}

/** The same; `peakBytes`, where the system tells, is the most memory that it had together with the processes that it started. */
export function runForPeak(command, options) {
  const file = `${options.scratch}/peak`;
  const result = run(
    [process.execPath, path.join(import.meta.dirname, '../child/run-for-peak.mjs'), file, ...command],
    options,
  );
  const measured = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  rmSync(file, { force: true });
  return { ...result, ...measured };
}

/** What went wrong: of Node's own report the line with the error, which stands above a trace and its version; else the last line. */
function reasonIn(text) {
  const lines = text.trim().split('\n');
  return (lines.find((line) => /^\w*Error\b/.test(line)) ?? lines.at(-1) ?? '').slice(0, 200);
}
