import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

/** The number of a process that has ended and that its parent has not asked after: a zombie. */
export async function endedProcess(): Promise<number> {
  // The program that the shell becomes knows nothing of the child that the shell had.
  const parent = spawn('sh', ['-c', 'cat <&3 >/dev/null & echo $!; exec cat 3<&-'], {
    stdio: ['pipe', 'pipe', 'inherit', 'pipe'],
  });
  onTestFinished(() => void parent.kill());
  const { stdin, stdout } = parent;
  if (stdin === null || stdout === null) throw new Error('it was started with pipes');
  const [pid] = (await once(stdout, 'data')) as [Buffer];
  stdin.write('ready');
  await once(stdout, 'data'); // It has become the other program
  (parent.stdio[3] as Socket).end();
  while (!/^State:\tZ/m.test(readFileSync(`/proc/${Number(pid)}/status`, 'utf8'))) await setImmediate();
  return Number(pid);
}
