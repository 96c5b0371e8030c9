import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createHome, snapshotTree, type ThrowAwayHome } from '@devclean/testkit';
import { needs } from '@devclean/testkit/real-tools';
import { describe, expect, test } from 'vitest';
import { buildForChildren, inChild } from '../packages/core/test/child.js';
import { canaries, expectNoneLost, inTime, sampled } from './world.js';

buildForChildren();

const cache = { store: { a: 'x', deep: { b: 'y' } }, logs: { 'one.log': '' }, notes: 'mine', unknown: { u: 'mine' } };
const calls = ['mkdir', 'rename', 'unlink', 'rmdir', 'link', 'bind'];
const errnos = [
  'EIO', 'ENOSPC', 'EDQUOT', 'EACCES', 'EPERM', 'EROFS', 'EBUSY', 'EMFILE', 'ENFILE', 'ENOMEM', 'EINTR', 'ESTALE', 'ENOTEMPTY', 'ETXTBSY',
  'EXDEV', 'ENOENT', 'EEXIST',
]; // biome-ignore format: a list of words

const strace = (...more: readonly string[]) => ['strace', '-f', '-qq', ...more];

/** How often a whole purge makes a call. */
async function countOf(call: string): Promise<number> {
  const made = createHome({ ...canaries, '.cache/toy': cache });
  try {
    const trace = `${made.root}/trace`;
    await inChild('await purge();', made.path, strace('-o', trace, '-e', `trace=${call}`));
    return readFileSync(trace, 'utf8')
      .split('\n')
      .filter((line) => line.includes(`${call}(`)).length;
  } finally {
    made.remove();
  }
}

interface Tell {
  readonly outcomes: readonly { readonly path: string; readonly status: string }[];
}

const purgeAndTell = `const { plan, result } = await purge();
  return { outcomes: result.outcomes.map(({ step, status }) => ({ path: plan.steps[step].path, status })) };`;

/** After any fault: the next run, without one, ends the work, and the one after it finds nothing to do. */
async function expectRecovery(what: string, made: ThrowAwayHome, unproven = 1): Promise<void> {
  const toy = `${made.path}/.cache/toy`;
  await inChild('await purge();', made.path);
  await inChild('await purge();', made.path);
  const left = readdirSync(toy).sort();
  expect([what, left, readdirSync(`${toy}/logs`)]).toEqual([what, ['logs', 'notes', 'unknown'], []]);
  const holds = readdirSync(`${made.path}/.cache`).filter((name) => name.startsWith('.devclean-hold-'));
  const held = holds.flatMap((name) => readdirSync(`${made.path}/.cache/${name}`));
  // What was moved and never proven stays for a person to look at.
  expect([what, held.length <= unproven, held.filter((name) => name.endsWith('.condemned'))]).toEqual([what, true, []]);
}

describe('every system call that changes something', needs('strace'), () => {
  test.for(calls)('killed at any %s: whole or held, and recovered', async (call, { task }) => {
    const points = sampled(
      Array.from({ length: await countOf(call) }, (_, index) => index + 1),
      3,
    );
    let done = 0;
    for (const nth of points) {
      if (!inTime()) break;
      const made = createHome({ ...canaries, '.cache/toy': cache });
      try {
        const what = `SIGKILL at ${call} ${nth}`;
        const before = snapshotTree(made.root);
        const killed = strace(
          '-o',
          '/dev/null',
          '-e',
          `trace=${call}`,
          '-e',
          `inject=${call}:signal=SIGKILL:when=${nth}`,
        );
        const end = inChild('await purge();', made.path, killed);
        await expect(end, what).rejects.toMatchObject({ signal: 'SIGKILL' });
        expectNoneLost(what, before, made);
        // The recovery is killed as well, at its first call of each kind.
        for (const again of ['rename', 'unlink']) {
          const inject = ['-e', `trace=${again}`, '-e', `inject=${again}:signal=SIGKILL:when=1`];
          await inChild('await purge();', made.path, strace('-o', '/dev/null', ...inject)).catch(() => undefined);
          expectNoneLost(`${what}, then at ${again} of the recovery`, before, made);
        }
        // Each kill may have left one item that was moved and not yet proven.
        await expectRecovery(what, made, 3);
        expectNoneLost(`${what}, recovered`, before, made);
        done++;
      } finally {
        made.remove();
      }
    }
    task.meta.numbers = { 'crash points': done };
  });

  test.for(calls)(
    'failing at any %s with any error: nothing lost, nothing claimed, and the next run ends the work',
    async (call, { task }) => {
      const total = await countOf(call);
      const points = Array.from({ length: total }, (_, index) => index + 1);
      const faults = sampled(
        points.flatMap((nth) => errnos.map((errno) => ({ nth, errno }))),
        12,
      );
      let done = 0;
      for (const { nth, errno } of faults) {
        if (!inTime()) break;
        const made = createHome({ ...canaries, '.cache/toy': cache });
        try {
          const what = `${errno} at ${call} ${nth}`;
          const before = snapshotTree(made.root);
          const failing = strace(
            '-o',
            '/dev/null',
            '-e',
            `trace=${call}`,
            '-e',
            `inject=${call}:error=${errno}:when=${nth}`,
          );
          const { outcomes } = await inChild<Tell>(purgeAndTell, made.path, failing);
          const claimed = outcomes.filter(({ path, status }) => status === 'done' && existsSync(path));
          expect([what, claimed]).toEqual([what, []]);
          expectNoneLost(what, before, made);
          await expectRecovery(what, made);
          expectNoneLost(`${what}, recovered`, before, made);
          done++;
        } finally {
          made.remove();
        }
      }
      task.meta.numbers = { 'errors injected': done };
    },
  );
});
