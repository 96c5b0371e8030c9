import { expect, test } from 'vitest';
import { plain, terminal } from '../../test/looks.js';
import { usage } from '../../test/machines.js';
import { bytes, sizeOf } from './bytes.js';

test.each([
  [0, '0 B'],
  [1, '1 B'],
  [999, '999 B'],
  [1000, '1.00 kB'],
  [4096, '4.10 kB'],
  [999_499, '999 kB'],
  [999_500, '1.00 MB'],
  [12_345_678, '12.3 MB'],
  [1_964_000_000, '1.96 GB'],
  [3_000_000_000_000, '3.00 TB'],
  [-2_500_000, '-2.50 MB'],
])('%d bytes are %s', (count, text) => {
  expect(bytes(count)).toBe(text);
});

test('a measurement that did not come to its end says so', () => {
  expect(sizeOf(usage(5_000_000, { complete: false }), terminal())).toBe('≥ 5.00 MB');
  expect(sizeOf(usage(5_000_000, { complete: false }), plain)).toBe('>= 5.00 MB');
});
