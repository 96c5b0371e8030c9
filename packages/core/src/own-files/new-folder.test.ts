import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createHome, snapshotTree, type Tree } from '@devclean/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { writeNewFolder } from './new-folder.js';

const files = { 'a.txt': 'a', 'b/c/d.txt': 'd' };
function home(tree: Tree = {}) {
  const made = createHome(tree);
  onTestFinished(() => made.remove());
  return made;
}

test.each(['new/folder', 'empty'])('a folder that is %s is filled', (name) => {
  const folder = path.join(home({ empty: {} }).path, name);
  writeNewFolder(folder, files);
  expect(readdirSync(folder, { recursive: true }).sort()).toEqual(['a.txt', 'b', 'b/c', 'b/c/d.txt']);
  expect(readFileSync(path.join(folder, 'b/c/d.txt'), 'utf8')).toBe('d');
});

test.each(['full', 'file'])('a %s is left as it is', (name) => {
  const { path: at } = home({ full: { '.hidden': 'mine' }, file: 'mine' });
  const before = snapshotTree(at);
  expect(() => writeNewFolder(path.join(at, name), files)).toThrow(
    expect.objectContaining({ code: 'UNWRITABLE_FILE', hint: expect.any(String) }),
  );
  expect(snapshotTree(at)).toEqual(before);
});
