import { expect, test } from 'vitest';
import { parseSize } from './size.js';

test.each([
  ['500MB', 500_000_000],
  ['2GiB', 2 * 1024 ** 3],
  ['20GB', 20_000_000_000],
  ['1.5GB', 1_500_000_000],
  ['0.1GB', 100_000_000],
  ['20 GB', 20_000_000_000],
  ['20gb', 20_000_000_000],
  ['64kB', 64_000],
  ['64KB', 64_000],
  ['64KiB', 65_536],
  ['4096B', 4096],
  ['0B', 0],
  ['2TB', 2e12],
])('%s is %d bytes', (text, bytes) => {
  expect(parseSize(text)).toBe(bytes);
});

test.each([
  '',
  '20',
  '20G',
  '20Gb/s',
  'GB',
  '-1GB',
  '1e3GB',
  '20,5GB',
  '1.GB',
  '20 000 MB',
  '9999999PB',
  'NaNGB',
  '٢GB',
])('"%s" is no size', (text) => {
  expect(parseSize(text)).toBeUndefined();
});
