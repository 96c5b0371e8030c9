import fc from 'fast-check';
import { expect, test } from 'vitest';
import { overlap } from './kept-paths.js';
import { TakenPaths } from './taken-paths.js';

const name = fc.constantFrom('a', 'b', 'ab', 'a.b');
const at = fc.array(name, { maxLength: 4 }).map((names) => `/${names.join('/')}`);

test('a path touches what is taken when it overlaps any of it', () => {
  fc.assert(
    fc.property(fc.array(at, { maxLength: 5 }), at, (taken, one) => {
      expect(new TakenPaths(taken).touches(one)).toBe(taken.some((other) => overlap(one, other)));
    }),
    { numRuns: 1000 },
  );
});
