import { expect, test } from 'vitest';
import { parseDuration } from './duration.js';

test.each([
  ['45m', 2_700_000],
  ['12h', 43_200_000],
  ['30d', 2_592_000_000],
  ['8w', 4_838_400_000],
  ['0', 0],
  ['0h', 0],
])('%s is %d ms', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

test.each(['', '24', 'h', '1.5h', '-1h', '1y', ' 1h', '1h ', '999999999w', '1h30m'])('"%s" is no duration', (text) => {
  expect(parseDuration(text)).toBeUndefined();
});
