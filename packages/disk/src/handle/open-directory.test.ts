import { chmodSync, mkdirSync, readdirSync, renameSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { needs } from '@devclean/testkit/real-tools';
import { describe, expect, test } from 'vitest';
import { asNobody, compileForChildren, inChild } from '../../test/child.js';
import { temporaryFolder } from '../../test/temporary-folder.js';
import { CheckedDirectory } from './checked-directory.js';
import { DirectoryError } from './directory-error.js';
import { openDirectory, openFromTop } from './open-directory.js';
import { ProcDirectory } from './proc-directory.js';

compileForChildren();

function errorOf(action: () => unknown): DirectoryError {
  try {
    action();
  } catch (error) {
    if (error instanceof DirectoryError) return error;
    throw error;
  }
  throw new Error('Nothing was thrown');
}

describe.each([
  ['held', ProcDirectory.open],
  ['checked', CheckedDirectory.open],
])('%s directories', (kind, open) => {
  const openPath = (path: string | Buffer) => openFromTop(Buffer.from(path), open);

  test('say which component is at fault, and how', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'real/inner'), { recursive: true });
    symlinkSync('real', join(folder, 'link'));
    writeFileSync(join(folder, 'file'), '');
    for (const [path, code, component] of [
      ['link/inner', 'link', 'link'],
      ['link', 'link', 'link'],
      ['link/', 'link', 'link'],
      ['real/missing/more', 'missing', 'real/missing'],
      ['file/more', 'not-directory', 'file'],
    ] as const) {
      const error = errorOf(() => openPath(`${folder}/${path}`));
      expect([error.code, error.component.toString()]).toEqual([code, join(folder, component)]);
    }
  });

  test.each(['', 'relative', './x', '/tmp/..', '/tmp/./x', '/tmp/\0', '~'])('refuse the path %j', (path) => {
    expect(errorOf(() => openPath(path)).code).toBe('invalid');
  });

  test('name only their own entries', () => {
    const directory = openPath(temporaryFolder());
    for (const name of ['', '.', '..', 'a/b', '/', 'a\0b', '\ud800'])
      expect(() => directory.at(name)).toThrow(RangeError);
    directory.close();
  });

  test('are of no use once they are closed, even when their number is taken again', () => {
    const folder = temporaryFolder();
    const directory = openPath(folder);
    directory.close();
    const other = openPath(folder);
    expect(errorOf(() => directory.at('name')).code).toBe('closed');
    expect(errorOf(() => directory.self).code).toBe('closed');
    expect(errorOf(() => directory.openChild('name')).code).toBe('closed');
    directory.close();
    expect(readdirSync(other.self)).toEqual([]);
    other.close();
  });

  test('do not become the directory that is put in their place', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'mine'));
    writeFileSync(join(folder, 'mine/original'), '');
    const directory = openPath(join(folder, 'mine'));
    renameSync(join(folder, 'mine'), join(folder, 'moved'));
    mkdirSync(join(folder, 'mine'));
    if (kind === 'held') expect(readdirSync(directory.self)).toEqual(['original']);
    else expect(errorOf(() => directory.self).code).toBe('changed');
    directory.close();
  });

  test('know who they are', () => {
    const folder = temporaryFolder();
    chmodSync(folder, 0o1750);
    const directory = openPath(folder);
    const stats = statSync(folder, { bigint: true });
    expect(directory.identity).toEqual({ dev: `${stats.dev}`, ino: `${stats.ino}` });
    expect([directory.uid, directory.mode]).toEqual([Number(stats.uid), 0o1750]);
    directory.close();
  });
});

test('leave no descriptor behind, also after an error', () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'a/b/c'), { recursive: true });
  openDirectory(join(folder, 'a/b/c')).close();
  const before = readdirSync('/proc/self/fd').length;
  for (let round = 0; round < 10; round++) {
    openDirectory(join(folder, 'a/b/c')).close();
    expect(() => openDirectory(join(folder, 'a/b/missing'))).toThrow(DirectoryError);
  }
  expect(readdirSync('/proc/self/fd').length).toBe(before);
});

test('a home that may be passed through but not listed is passed through', needs('a second user'), async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'home/own'), { recursive: true });
  chmodSync(join(folder, 'home'), 0o711);
  expect(
    await inChild(`answer(fs.readdirSync(disk.openDirectory(args[0]).self))`, [join(folder, 'home/own')], asNobody),
  ).toEqual([]);
});
