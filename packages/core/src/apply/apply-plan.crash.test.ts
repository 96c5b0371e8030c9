import { readdirSync, readFileSync } from 'node:fs';
import { needs } from '@devclean/testkit/real-tools';
import { expect, test } from 'vitest';
import { buildForChildren } from '../../test/child.js';
import { killedAt, purgeToy } from '../../test/killed-at.js';
import { home } from '../../test/toy.js';

buildForChildren();

const tree = { store: { a: 'x', deep: { b: 'y' } }, logs: { 'one.log': '' }, notes: 'mine', soul: 'not asked for' };

/** `npm run test:hostile` has all calls, and every error of each. */
const calls = ['rename', 'unlink', 'fsync'];

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
      if (!(await killedAt(`await purge({ asEntries: ${asEntries} });`, made.path, { call, nth }))) break;
      crashes++;
      const cache = `${made.path}/.cache/toy`;
      const hold = readdirSync(`${made.path}/.cache`).filter((name) => name.startsWith('.devclean-hold-'));
      const held = hold.flatMap((name) => readdirSync(`${made.path}/.cache/${name}`));
      expect([`${call} ${nth}`, held.length <= (asEntries ? 2 : 1)]).toEqual([`${call} ${nth}`, true]);

      // The first run gives back what was moved and not written down; the second takes it.
      await purgeToy(made.path);
      const once = readdirSync(`${made.path}/.cache`);
      expect([`${call} ${nth}`, once]).toEqual([`${call} ${nth}`, ['toy']]);
      await purgeToy(made.path);
      expect(readFileSync(`${cache}/notes`, 'utf8')).toBe('mine');
      expect(readFileSync(`${cache}/soul`, 'utf8')).toBe('not asked for');
      expect(readdirSync(cache).sort()).toEqual(['logs', 'notes', 'soul']);
      expect(readdirSync(`${cache}/logs`)).toEqual([]);
      expect(readdirSync(`${made.path}/.cache`)).toEqual(['toy']);
    }
    expect(crashes).toBeGreaterThan(0);
  },
);
