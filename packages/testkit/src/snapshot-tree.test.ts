import { chmodSync, readFileSync, renameSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createHome, diffSnapshots, file, link, snapshotTree, treeHash } from './index.js';

function sample() {
  const home = createHome({ a: { one: file('one', { mode: 0o644 }), two: 'two' }, away: link('a/one') });
  onTestFinished(() => home.remove());
  const past = new Date('2024-05-06T07:08:09Z');
  utimesSync(join(home.path, 'a/one'), past, past);
  return home.path;
}

test('reading changes nothing', () => {
  const path = sample();
  const before = treeHash(path);
  readFileSync(join(path, 'a/one'));
  expect(treeHash(path)).toBe(before);
});

test.each<[string, string, (path: string) => void]>([
  ['a byte', 'changed: a/one: mtime', (path) => writeFileSync(join(path, 'a/one'), 'onE')],
  ['a mode', 'mode 0644 → 0600', (path) => chmodSync(join(path, 'a/one'), 0o600)],
  [
    'a date',
    'mtime 2024-05-06T07:08:09.000+0ns → 2025',
    (path) => utimesSync(join(path, 'a/one'), 0, new Date('2025-01-01')),
  ],
  [
    'a name',
    'gone:    a/one (file)\nnew:     a/uno (file)',
    (path) => renameSync(join(path, 'a/one'), join(path, 'a/uno')),
  ],
  ['a removal', 'gone:    away (link)', (path) => unlinkSync(join(path, 'away'))],
  [
    'a replacement with the same content',
    'inode',
    (path) => {
      writeFileSync(join(path, 'new'), 'one', { mode: 0o644 });
      utimesSync(join(path, 'new'), 0, new Date('2024-05-06T07:08:09Z'));
      renameSync(join(path, 'new'), join(path, 'a/one'));
    },
  ],
])('%s that changes is seen and named', (_, line, change) => {
  const path = sample();
  const before = snapshotTree(path);
  const hash = treeHash(path);
  change(path);
  expect(treeHash(path)).not.toBe(hash);
  expect(diffSnapshots(before, snapshotTree(path)).join('\n')).toContain(line);
});

test.skipIf(process.platform !== 'linux')('names that are not valid UTF-8 are told apart', () => {
  const path = sample();
  const name = (byte: number) => Buffer.concat([Buffer.from(`${path}/a/`), Buffer.from([byte])]);
  writeFileSync(name(0xff), '');
  const before = snapshotTree(path);
  renameSync(name(0xff), name(0xfe));
  expect(diffSnapshots(before, snapshotTree(path)).map((line) => line.split(/\W/)[0])).toEqual([
    'changed',
    'new',
    'gone',
  ]);
});
