import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { locksOn, parseKernelLocks, pidInGradleLock, pidInLockFile } from './locks.js';

test('the list of locks: who waits holds nothing, and an open file description belongs to no process', () => {
  const text = `1: POSIX  ADVISORY  WRITE 9923 fe:00:9978137 0 16
1: -> POSIX  ADVISORY  WRITE 9999 fe:00:9978137 0 16
2: FLOCK  ADVISORY  READ  12 00:2a:17 0 EOF
3: OFDLCK ADVISORY  WRITE -1 103:01:5 0 EOF
4: LEASE  ACTIVE    READ  77 fe:00:9978138 0 EOF
`;
  expect(parseKernelLocks(text)).toEqual([
    { kind: 'posix', pid: 9923, device: '254:0', inode: '9978137' },
    { kind: 'flock', pid: 12, device: '0:42', inode: '17' },
    { kind: 'posix', device: '259:1', inode: '5' },
  ]);
});

test.runIf(process.platform === 'linux')(
  'a lock with the same inode number on another file system is no lock on the file',
  () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'devclean-locks-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = path.join(folder, 'lock');
    writeFileSync(file, '');
    const inode = String(statSync(file, { bigint: true }).ino);
    expect(locksOn(file, [{ kind: 'posix', pid: 1, device: '4000:1', inode }])).toEqual([]);
    expect(locksOn('/dev/does-not-exist', [{ kind: 'posix', pid: 1, device: '4000:1', inode }])).toEqual([]);
  },
);

test('the process that a lock file names', () => {
  expect(pidInLockFile(Buffer.from('[4711]'))).toBe(4711);
  expect(pidInLockFile(Buffer.from('{"pid": 12, "port": 99}'))).toBe(12);
  expect(pidInLockFile(Buffer.from(''))).toBeUndefined();
});

test("a Gradle lock: nobody's at 17 bytes, and at 2 where all versions share it", () => {
  expect(pidInGradleLock(Buffer.from([3, ...Buffer.alloc(16)]))).toBeUndefined();
  expect(pidInGradleLock(Buffer.from([1, 0]))).toBeUndefined();
  const information = Buffer.from([3, 0, 0, 0x9c, 0x40, 0, 0, 0, 0, 0, 0, 0, 1, 0, 4, ...Buffer.from('4711'), 0, 0]);
  expect(pidInGradleLock(Buffer.concat([Buffer.from([3, ...Buffer.alloc(16)]), information]))).toBe(4711);
  expect(pidInGradleLock(Buffer.concat([Buffer.from([1, 0]), information]))).toBe(4711);
});
