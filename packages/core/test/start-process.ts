import { spawn } from 'node:child_process';
import { on, once } from 'node:events';
import type { Socket } from 'node:net';
import { onTestFinished } from 'vitest';

interface StartOptions {
  readonly env?: Record<string, string>;
  readonly cwd?: string;
}

/**
 * Runs a program that is not our descendant: its parent ends at once. It must print `ready` when it has what it needs,
 * and end when its standard input does, which happens at the end of the test or of this process.
 */
export async function start(argv: readonly string[], { env = {}, cwd = '/' }: StartOptions = {}): Promise<number> {
  // Its input and output are descriptor 3: Node closes those of a child with the child.
  const launch = '"$@" <&3 >&3 3<&- & echo "pid $!" >&3';
  const child = spawn('sh', ['-c', launch, 'sh', ...argv], {
    cwd,
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
  });
  const ends = child.stdio[3] as Socket;
  onTestFinished(async () => {
    if (ends.closed) return;
    ends.resume().end();
    await once(ends, 'close');
  });
  // What only repeats its input is ready when it has done so.
  ends.write('ready\n');
  let said = '';
  for await (const text of on(ends, 'data', { close: ['end'] })) {
    said += text;
    const pid = /^pid (\d+)$/m.exec(said)?.[1];
    if (pid === undefined || !/^ready$/m.test(said)) continue;
    if (child.exitCode === null) await once(child, 'exit'); // Until then it is a descendant of ours
    return Number(pid);
  }
  throw new Error(`the program ended without being ready: ${said}`);
}

/** What a shell does when it is ready. */
export const untilTheEnd = 'echo ready; while read line; do :; done';
/** Programs for `start`: a line of shell, of Python, and a program that calls itself by a name. */
export const shell = (script: string) => ['sh', '-c', `${script}${untilTheEnd}`];
export const python = (script: string) => [
  'python3',
  '-c',
  `${script}\nprint("ready", flush=True)\nimport sys; sys.stdin.read()`,
];
export const title = (name: string) => [
  process.execPath,
  '-e',
  `process.title = '${name}'; console.log('ready'); process.stdin.resume(); /* ${' '.repeat(64)} */`,
];
