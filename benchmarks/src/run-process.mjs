import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';

/** Longer than the slowest tool takes for a million files on a slow disk. */
const patience = 30 * 60_000;
const gnuTime = '/usr/bin/time';

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

/** The same under GNU time, where there is one: `peakBytes` is the most memory that it had. Costs about a millisecond. */
export function runForPeak(command, options) {
  if (!hasGnuTime()) return run(command, options);
  const file = `${options.scratch}/peak`;
  const result = run([gnuTime, '-f', '%M', '-o', file, ...command], options);
  const kibibytes = existsSync(file) ? Number(readFileSync(file, 'utf8').trim().split('\n').at(-1)) : Number.NaN;
  rmSync(file, { force: true });
  return Number.isFinite(kibibytes) ? { ...result, peakBytes: kibibytes * 1024 } : result;
}

let gnuTimeFound;

export function hasGnuTime() {
  gnuTimeFound ??= spawnSync(gnuTime, ['-f', '%M', 'true'], { stdio: 'ignore' }).status === 0;
  return gnuTimeFound;
}

/** What went wrong: of Node's own report the line with the error, which stands above a trace and its version; else the last line. */
function reasonIn(text) {
  const lines = text.trim().split('\n');
  return (lines.find((line) => /^\w*Error\b/.test(line)) ?? lines.at(-1) ?? '').slice(0, 200);
}
