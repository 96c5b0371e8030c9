import { symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { home } from '../../test/toy.js';
import { filesBelow } from './files-below.js';
import { lastWrite } from './last-write.js';

const old = new Date('2020-01-01T00:00:00Z');
const later = new Date('2021-01-01T00:00:00Z');

function oldTree(): string {
  const { path } = home({ tree: { deep: { file: 'x' } } });
  const tree = join(path, 'tree');
  for (const part of ['deep/file', 'deep', '']) utimesSync(join(tree, part), old, old);
  return tree;
}

test.each(['deep/file', 'deep', ''])('a write to "%s" is the last one', (part) => {
  const tree = oldTree();
  expect(lastWrite(tree, undefined)).toBe(old.getTime());
  utimesSync(join(tree, part), later, later);
  expect(lastWrite(tree, undefined)).toBe(later.getTime());
});

test('of another user’s folder, of a file and of nothing there is none', () => {
  const tree = oldTree();
  expect(lastWrite(tree, (process.getuid?.() ?? 0) + 1)).toBeUndefined();
  expect(lastWrite(join(tree, 'deep/file'), undefined)).toBeUndefined();
  expect(lastWrite(join(tree, 'nothing'), undefined)).toBeUndefined();
});

test('counting sees what nobody could open by its name', async () => {
  const tree = oldTree();
  symlinkSync('/nowhere', join(tree, 'dangling'));
  symlinkSync('/etc', join(tree, 'folder'));
  writeFileSync(Buffer.concat([Buffer.from(`${tree}/`), Buffer.from([0xff])]), 'abc');
  const seen = async (what?: 'all') => {
    const found: string[] = [];
    for await (const { path, size, kind = 'file' } of filesBelow(tree, new AbortController().signal, what)) {
      found.push(`${path.slice(tree.length + 1)} ${size} ${kind}`);
    }
    return found.sort();
  };
  expect(await seen()).toEqual(['deep/file 1 file']);
  expect(await seen('all')).toEqual([
    'dangling 0 link',
    'deep/file 1 file',
    'folder 0 link to a folder',
    '\uFFFD 3 other',
  ]);
});
