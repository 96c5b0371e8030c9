import { expect, test } from 'vitest';
import { mountPoints, parseMountInfo } from './mounts.js';

test('a mount point is the fifth field, however many options follow', () => {
  const lines = [
    '36 35 98:0 /mnt1 /mnt/with\\040space\\134 rw,noatime master:1 shared:2 - ext3 /dev/root rw',
    '37 35 0:5 / /proc rw - proc proc rw',
    '',
  ];
  expect(parseMountInfo(lines.join('\n'))).toEqual([
    { path: '/mnt/with space\\', type: 'ext3' },
    { path: '/proc', type: 'proc' },
  ]);
});

test.runIf(process.platform === 'linux')('this machine has some', async () => {
  expect(await mountPoints()).toContainEqual({ path: '/proc', type: 'proc' });
});

test('a list that is not there is empty, and one that cannot be read is none', async () => {
  expect(await mountPoints('/nowhere/mountinfo')).toEqual([]);
  await expect(mountPoints('/')).rejects.toThrow('EISDIR');
});
