import { readdirSync, readFileSync } from 'node:fs';
import { needs } from '@devclean/testkit/real-tools';
import { expect, test } from 'vitest';
import { buildForChildren, inChild } from '../../test/child.js';
import { home } from '../../test/toy.js';

buildForChildren();

const tree = { store: { a: 'x', deep: { b: 'y' } }, logs: { 'one.log': '' }, notes: 'mine', soul: 'not asked for' };

/** Kills a purge at its n-th call of one kind. Whether it came that far. */
async function crash(at: string, call: string, nth: number, asEntries: boolean): Promise<boolean> {
  const inject = [
    '-f',
    '-qq',
    '-o',
    '/dev/null',
    '-e',
    `trace=${call}`,
    '-e',
    `inject=${call}:signal=SIGKILL:when=${nth}`,
  ];
  try {
    await inChild(`await purge({ asEntries: ${asEntries} });`, at, ['strace', ...inject]);
    return false;
  } catch (error) {
    if ((error as { signal?: string }).signal !== 'SIGKILL') throw error;
    return true;
  }
}

const calls = ['mkdir', 'rename', 'unlink', 'rmdir', 'fsync'];

test.each([
  ...calls.map((call) => [call, 'part by part', false] as const),
  ...['rename', 'fsync'].map((call) => [call, 'entries in a bundle', true] as const),
])(
  'killed at any %s, %s, it leaves each item in its place or held, and the next run ends the work',
  needs('strace'),
  async (call, _, asEntries) => {
    let crashes = 0;
    for (let nth = 1; ; nth++) {
      const made = home({ '.cache/toy': tree });
      if (!(await crash(made.path, call, nth, asEntries))) break;
      crashes++;
      const cache = `${made.path}/.cache/toy`;
      const hold = readdirSync(`${made.path}/.cache`).filter((name) => name.startsWith('.devclean-hold-'));
      const held = hold.flatMap((name) => readdirSync(`${made.path}/.cache/${name}`));
      expect([`${call} ${nth}`, held.length <= (asEntries ? 2 : 1)]).toEqual([`${call} ${nth}`, true]);

      // The first run gives back what was moved and not written down; the second takes it.
      await inChild('await purge();', made.path);
      const once = readdirSync(`${made.path}/.cache`);
      expect([`${call} ${nth}`, once]).toEqual([`${call} ${nth}`, ['toy']]);
      await inChild('await purge();', made.path);
      expect(readFileSync(`${cache}/notes`, 'utf8')).toBe('mine');
      expect(readFileSync(`${cache}/soul`, 'utf8')).toBe('not asked for');
      expect(readdirSync(cache).sort()).toEqual(['logs', 'notes', 'soul']);
      expect(readdirSync(`${cache}/logs`)).toEqual([]);
      expect(readdirSync(`${made.path}/.cache`)).toEqual(['toy']);
    }
    expect(crashes).toBeGreaterThan(0);
  },
);
