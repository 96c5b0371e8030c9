import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createHome, snapshotTree } from '@devclean/testkit';
import { needs } from '@devclean/testkit/real-tools';
import { describe, expect, test } from 'vitest';
import { buildForChildren, inChild } from '../packages/core/test/child.js';
import { purge } from './removal.js';
import { canaries, count, expectInvariant, expectNoneLost, faultsOf, tryEach } from './world.js';

buildForChildren();

/** So many that other processes take part in removing them. */
const folders = 1500;
const cache = {
  store: Object.fromEntries(Array.from({ length: folders }, (_, index) => [`d${index}`, { f: 'x' }])),
  notes: 'mine',
};

describe('a removal by several processes', needs('strace'), () => {
  /** Each process counts for itself: the first to come so far is killed, whoever it is. */
  const faults = ['rename', 'unlink', 'rmdir'].flatMap((call) => [1, 100, 500].map((nth) => `${call} ${nth} SIGKILL`));

  test('of which one is killed, whichever: what is left is in the hold, and recovery ends it', async () => {
    let helpersKilled = 0;
    await tryEach(faultsOf(faults, 9), async (fault) => {
      const [call, nth] = fault.split(' ');
      const made = createHome({ ...canaries, '.cache/toy': cache });
      try {
        const before = snapshotTree(made.root);
        const folder = mkdtempSync(path.join(tmpdir(), 'devclean-trace-'));
        const trace = path.join(folder, 'trace');
        const inject = ['-e', `trace=${call}`, '-e', `inject=${call}:signal=SIGKILL:when=${nth}`];
        const wrapper = ['strace', '-f', '-o', trace, ...inject];
        const run = await inChild<{ status: string; files: number; complete: boolean }>(
          `const { result } = await purge();
           const [{ status, removed: { files, complete } }] = result.outcomes;
           return { status, files, complete };`,
          made.path,
          wrapper,
        ).catch((error: { signal?: string }) => {
          if (error.signal !== 'SIGKILL') throw error;
          return undefined;
        });
        const said = readFileSync(trace, 'utf8');
        rmSync(folder, { recursive: true });
        // strace ends as the one that asked ended, and may not get to say so.
        const killed = run === undefined || said.includes('killed by SIGKILL');
        expect([fault, killed]).toEqual([fault, true]);
        expectNoneLost(fault, before, made);
        if (run !== undefined) {
          helpersKilled++;
          // What went with the helper is not counted, and nothing is that is still there.
          const isGone = !readdirSync(`${made.path}/.cache`).some((name) => name.startsWith('.devclean-hold-'));
          expectInvariant(fault, [run.status === 'done', run.files <= folders], [isGone, true]);
        }
        expectInvariant(fault, readdirSync(`${made.path}/.cache/toy`).includes('notes'), true);
        await purge(made);
        await purge(made);
        expectInvariant(`${fault}, recovered`, readdirSync(`${made.path}/.cache/toy`), ['notes']);
        const holds = readdirSync(`${made.path}/.cache`).filter((name) => name.startsWith('.devclean'));
        expectInvariant(`${fault}, recovered`, holds, []);
        expectNoneLost(`${fault}, recovered`, before, made);
        count('crash points');
      } finally {
        made.remove();
      }
    });
    count('of the crash points, those at which a helper died and the run went on', helpersKilled);
  });
});
