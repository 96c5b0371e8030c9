import { expect, test } from 'vitest';
import { readFigures } from './read-figures.js';

const form = {
  lines: 'json',
  key: 'Type',
  sections: { build: 'Build Cache' },
  bytes: 'Size',
  reclaimable: 'Reclaimable',
} as const;
const row = (size: unknown, reclaimable: unknown = size, type = 'Build Cache') =>
  `${JSON.stringify({ Type: type, TotalCount: '3', Size: size, Reclaimable: reclaimable })}\n`;

test.each([
  ['0B', 0],
  ['999B', 999],
  ['1.234kB', 1234],
  ['12.3MB', 12_300_000],
  ['4.567GB', 4_567_000_000],
  ['2TB', 2_000_000_000_000],
  ['1.5GiB', 1_610_612_736],
  ['20 MB', 20_000_000],
  ['1.5GB (66%)', 1_500_000_000],
  [4096, 4096],
])('%s is so many bytes', (size, bytes) => {
  expect(readFigures(row(size), form)?.get('build')).toEqual({
    files: 0,
    directories: 0,
    apparentBytes: bytes,
    allocatedBytes: bytes,
    reclaimableBytes: bytes,
    complete: true,
  });
});

test('what is in use is no gain, and other lines are not read', () => {
  const text = row('7GB', '1GB', 'Images') + row('3GB', '1.2GB') + row('nonsense', 'x', 'Local Volumes');
  expect(readFigures(text, form)?.get('build')).toMatchObject({ allocatedBytes: 3e9, reclaimableBytes: 1.2e9 });
  expect(readFigures(row('1GB', '2GB'), form)?.get('build')?.reclaimableBytes).toBe(1e9);
});

test.each([
  ['nothing', ''],
  ['another answer', 'Cannot connect to the Docker daemon\n'],
  ['no line of the section', row('1GB', '1GB', 'Images')],
  ['two lines of it', row('1GB') + row('2GB')],
  ['no size', row(undefined)],
  ['a size below nothing', row('-1B')],
  ['a number below nothing', row(-1)],
  ['an unknown unit', row('1XB')],
  ['a size beyond counting', row('99999999PB')],
  ['an exponent', row('1e+03MB')],
  ['half a line', row('1GB').slice(0, 20)],
  ['JSON that is no object', `null\n${row('1GB')}`],
])('%s is no answer', (_, text) => {
  expect(readFigures(text, form)).toBeUndefined();
});
