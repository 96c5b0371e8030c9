import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { createHome, diffSnapshots, snapshotTree, type ThrowAwayHome } from '@devclean/testkit';
import { pipCache } from '@devclean/testkit/known-tools';
import { needs } from '@devclean/testkit/real-tools';
import { describe, expect, onTestFinished, test } from 'vitest';
import { devclean, executable, programs } from './devclean.js';

function home(): ThrowAwayHome {
  const made = createHome({ '.cache/pip': { ...pipCache(), 'decoy.txt': 'mine' }, 'notes.txt': 'mine too' });
  onTestFinished(() => made.remove());
  return made;
}

/** What a purge must leave: no line that names anything but the cache's recognised parts. */
function strangeChanges(made: ThrowAwayHome, before: ReturnType<typeof snapshotTree>): string[] {
  const ours =
    /^changed: (\.|\.cache|\.cache\/pip|\.local.*): mtime|^gone: +\.cache\/pip\/|^new: +(\.local|\.cache\/\.devclean-hold-\d+)/;
  return diffSnapshots(before, snapshotTree(made.path)).filter((line) => !ours.test(line) || /decoy|notes/.test(line));
}

/** The same command again ends the work. */
async function endsTheWork(made: ThrowAwayHome, before: ReturnType<typeof snapshotTree>): Promise<void> {
  const again = await devclean(made, ['pip', 'purge', '--yes']);
  expect(again).toMatchObject({ code: 0 });
  for (const gone of ['.cache/pip/http-v2', '.cache/pip/wheels', '.cache/.devclean-hold-0']) {
    expect([gone, existsSync(path.join(made.path, gone))]).toEqual([gone, false]);
  }
  expect(strangeChanges(made, before)).toEqual([]);
}

describe('a signal that comes with a system call', needs('strace'), () => {
  const at = (call: string, signal: string, nth: number): string[] => [
    'strace',
    ...['-f', '-qq', '-o', '/dev/null', '-e', `trace=${call}`, '-e', `inject=${call}:signal=${signal}:when=${nth}`],
  ];

  test.each(
    ['INT', 'TERM', 'HUP'].flatMap((signal) =>
      [
        ['rename', 1],
        ['unlink', 1],
        ['unlink', 9],
        ['rmdir', 2],
      ].map(([call, nth]) => [signal, call, nth] as const),
    ),
  )('SIG%s at %s %i of a purge: exit 130, and the same command again ends the work', async (signal, call, nth) => {
    const made = home();
    const before = snapshotTree(made.path);
    const through = at(String(call), `SIG${signal}`, Number(nth));
    const run = await devclean(made, ['pip', 'purge', '--yes'], { through });
    expect({ code: run.code, stderr: run.code === 130 ? '' : run.stderr }).toEqual({ code: 130, stderr: '' });
    expect(strangeChanges(made, before)).toEqual([]);
    await endsTheWork(made, before);
  });

  test.each(['INT', 'TERM', 'HUP'])('SIG%s while it scans: exit 130, and nothing is touched', async (signal) => {
    const made = home();
    const before = snapshotTree(made.path);
    const through = at('getdents64', `SIG${signal}`, 2);
    const run = await devclean(made, ['pip', 'purge', '--yes'], { through });
    expect(run.code).toBe(130);
    expect(diffSnapshots(before, snapshotTree(made.path))).toEqual([]);
    await endsTheWork(made, before);
  });
});

/** Runs devclean with readers of its output that have gone away already. */
function unread(made: ThrowAwayHome, args: readonly string[], gone: 'stdout' | 'stderr'): Promise<number | null> {
  const child = spawn(process.execPath, [executable, ...args], {
    cwd: made.path,
    env: { ...made.env, PATH: programs },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child[gone].destroy();
  child[gone === 'stdout' ? 'stderr' : 'stdout'].resume();
  return new Promise((resolve) => child.once('close', resolve));
}

describe('a reader that went away', () => {
  test('before the result is printed: the work is done, and the exit code is an interrupt’s', async () => {
    const made = home();
    const before = snapshotTree(made.path);
    expect(await unread(made, ['pip', 'purge', '--yes'], 'stdout')).toBe(130);
    expect(strangeChanges(made, before)).toEqual([]);
    await endsTheWork(made, before);
  });

  test('before the plan is shown: the same', async () => {
    const made = home();
    const before = snapshotTree(made.path);
    expect(await unread(made, ['pip', 'purge', '--yes'], 'stderr')).toBe(130);
    expect(strangeChanges(made, before)).toEqual([]);
    await endsTheWork(made, before);
  });

  test('of a scan', async () => {
    expect(await unread(home(), ['scan', 'pip'], 'stdout')).toBe(130);
  });
});
