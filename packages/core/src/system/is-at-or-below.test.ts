import { expect, test } from 'vitest';
import { isAtOrBelow } from './is-at-or-below.js';

test.each([
  ['/a/b', '/a/b', true],
  ['/a/b/c', '/a/b', true],
  ['/a/b2', '/a/b', false],
  ['/a', '/a/b', false],
  ['/a', '/', true],
  ['/', '/', true],
  ['/a/..b', '/a', true],
])('%s is at or below %s: %s', (inner, outer, expected) => {
  expect(isAtOrBelow(inner, outer)).toBe(expected);
});
