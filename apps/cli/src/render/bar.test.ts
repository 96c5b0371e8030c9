import { expect, test } from 'vitest';
import { plain, terminal } from '../../test/looks.js';
import { bar } from './bar.js';

test.each([
  [0, ''],
  [0.0001, '▏'],
  [0.5, '████'],
  [0.55, '████▍'],
  [1, '████████'],
])('a share of %d', (share, text) => {
  expect(bar(share, 8, terminal())).toBe(text);
});

test('without Unicode there are whole marks only', () => {
  expect(bar(0.55, 8, plain)).toBe('####');
});
