import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { needs } from '@devclean/testkit/real-tools';
import { describe, expect, test, vi } from 'vitest';
import { asNobody, compileForChildren, inChild, withOwnMounts } from '../../test/child.js';
import { gnuUsage } from '../../test/gnu.js';
import { interfere } from '../../test/interfere.js';
import { fillRandomly } from '../../test/random-tree.js';
import { temporaryFolder } from '../../test/temporary-folder.js';
import { CheckedDirectory } from '../handle/checked-directory.js';
import type { DirectoryHandle } from '../handle/directory-handle.js';
import { openFromTop } from '../handle/open-directory.js';
import { ProcDirectory } from '../handle/proc-directory.js';
import { createLinkLedger } from '../measure/link-ledger.js';
import { usageOf } from '../measure/tally.js';
import { noUsage } from '../usage.js';
import { type RemovalOptions, type RemovalResult, removeTree } from './remove-tree.js';

compileForChildren();
vi.setConfig({ testTimeout: 30_000 });

const kinds = [
  { kind: 'held', open: ProcDirectory.open },
  { kind: 'checked', open: CheckedDirectory.open },
] as const;

async function removeIn(
  folder: string,
  name: string | Buffer,
  open = kinds[0].open as (path: Buffer) => DirectoryHandle,
  options: RemovalOptions = {},
) {
  const parent = openFromTop(Buffer.from(folder), open);
  try {
    return await removeTree(parent, name, options);
  } finally {
    parent.close();
  }
}

/** Everything below a folder that may not change, by content, inode and mode. */
function snapshot(folder: string): string {
  return execFileSync(
    'sh',
    ['-c', 'cd "$1" && find . -printf "%p %i %m %s %T@ %l\\n" | sort && find . -type f -exec cat {} +', 'sh', folder],
    { encoding: 'latin1' },
  );
}

/** A victim that the tree to be removed points to in every way. */
function makeVictim(folder: string): string {
  const victim = join(folder, 'victim');
  mkdirSync(join(victim, 'documents/deep'), { recursive: true });
  for (const name of ['letter', 'documents/thesis', 'documents/deep/key'])
    writeFileSync(join(victim, name), `precious ${name}`);
  return victim;
}

describe.each(kinds)('through $kind directories', ({ kind, open }) => {
  test.each([11, 12])(
    'all of a tree goes, nothing else does, and the figures are those of find and du (seed %i)',
    async (seed) => {
      const folder = temporaryFolder();
      const victim = makeVictim(folder);
      mkdirSync(join(folder, 'hold/tree'), { recursive: true });
      fillRandomly(join(folder, 'hold/tree'), join(folder, 'outside'), seed);
      symlinkSync(victim, join(folder, 'hold/tree/to-folder'));
      symlinkSync(join(victim, 'letter'), join(folder, 'hold/tree/to-file'));
      symlinkSync('../..', join(folder, 'hold/tree/up'));
      mkdirSync(join(folder, 'hold/tree.neighbour'));
      const expected = gnuUsage(join(folder, 'hold/tree'));
      const before = snapshot(victim);
      const result = await removeIn(join(folder, 'hold'), 'tree', open);
      expect(result).toMatchObject({ gone: true, findings: [], removed: expected });
      expect(readdirSync(join(folder, 'hold'))).toEqual(['tree.neighbour']);
      expect(snapshot(victim)).toBe(before);
      expect(
        execFileSync('find', [join(folder, 'outside'), '-type', 'f', '!', '-size', '4c'], { encoding: 'utf8' }),
      ).toBe('');
    },
  );

  test('a link and a file go as that one entry', async () => {
    const folder = temporaryFolder();
    const victim = makeVictim(folder);
    const before = snapshot(victim);
    symlinkSync('victim', join(folder, 'link'));
    writeFileSync(join(folder, 'file'), 'x');
    expect(await removeIn(folder, 'link', open)).toMatchObject({ gone: true, removed: { files: 1, directories: 0 } });
    expect(await removeIn(folder, 'file', open)).toMatchObject({ gone: true, removed: { files: 1, apparentBytes: 1 } });
    expect(snapshot(victim)).toBe(before);
  });

  test('what is not there is gone already', async () => {
    expect(await removeIn(temporaryFolder(), 'missing', open)).toMatchObject({
      gone: true,
      findings: [],
      removed: noUsage,
    });
  });

  test.each(['', '.', '..', 'a/b', '/', '/etc', 'a\0', 'a/'])('the name %j is refused', async (name) => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'a'));
    await expect(removeIn(folder, name, open)).rejects.toThrow(RangeError);
    expect(readdirSync(folder)).toEqual(['a']);
  });

  test('of names that are not UTF-8 the right one goes', async () => {
    const folder = temporaryFolder();
    for (const name of ['n-\xff', 'n-\xfe']) {
      mkdirSync(Buffer.from(`${folder}/${name}`, 'latin1'));
      writeFileSync(Buffer.from(`${folder}/${name}/file`, 'latin1'), '');
    }
    mkdirSync(join(folder, 'n-\ufffd'));
    expect(await removeIn(folder, Buffer.from('n-\xff', 'latin1'), open)).toMatchObject({
      gone: true,
      removed: { files: 1 },
    });
    expect(readdirSync(folder, 'latin1').sort()).toEqual(['n-\xef\xbf\xbd', 'n-\xfe']);
  });

  test('a directory that is swapped for a link just before it is opened is not followed', async () => {
    const folder = temporaryFolder();
    const victim = makeVictim(folder);
    mkdirSync(join(folder, 'tree/swapped'), { recursive: true });
    writeFileSync(join(folder, 'tree/swapped/letter'), '');
    const before = snapshot(victim);
    const beforeOpen = (name: string) => {
      if (name !== 'swapped' || !lstatSync(join(folder, 'tree/swapped')).isDirectory()) return;
      renameSync(join(folder, 'tree/swapped'), join(folder, 'away'));
      symlinkSync(victim, join(folder, 'tree/swapped'));
    };
    const parent = openFromTop(Buffer.from(folder), open);
    const result = await removeTree(interfere(parent, { beforeOpen }), 'tree');
    parent.close();
    expect(snapshot(victim)).toBe(before);
    expect(result).toMatchObject({ gone: true, findings: [] });
    expect(readdirSync(join(folder, 'away'))).toEqual(['letter']);
  });

  test('a directory that is swapped for a link just after it was opened leads nowhere else', async () => {
    const folder = temporaryFolder();
    const victim = makeVictim(folder);
    mkdirSync(join(folder, 'tree/swapped'), { recursive: true });
    writeFileSync(join(folder, 'tree/swapped/letter'), '');
    const before = snapshot(victim);
    const afterOpen = (name: string) => {
      if (name !== 'swapped') return;
      renameSync(join(folder, 'tree/swapped'), join(folder, 'away'));
      symlinkSync(victim, join(folder, 'tree/swapped'));
    };
    const parent = openFromTop(Buffer.from(folder), open);
    const result = await removeTree(interfere(parent, { afterOpen }), 'tree');
    parent.close();
    expect(snapshot(victim)).toBe(before);
    expect(result).toMatchObject({ gone: true, findings: [] });
    // What was opened is what was condemned, and is emptied where it is; by path it is out of reach.
    expect(readdirSync(join(folder, 'away'))).toEqual(kind === 'held' ? [] : ['letter']);
  });

  test('a directory that is always filled again ends the removal after some passes', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'tree/log'), { recursive: true });
    let passes = 0;
    const beforeName = (name: string) => {
      if (name !== 'log' || !existsSync(join(folder, 'tree/log'))) return;
      writeFileSync(join(folder, `tree/log/${passes++}`), '');
    };
    const parent = openFromTop(Buffer.from(folder), open);
    const result = await removeTree(interfere(parent, { beforeName }), 'tree');
    parent.close();
    expect(result).toMatchObject({ gone: false, findings: [{ code: 'busy', path: join(folder, 'tree/log') }] });
  });

  test('what cannot be removed is a finding, and all the rest goes', needs('a second user'), async ({ skip }) => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'tree/a/b'), { recursive: true });
    for (const name of ['1', 'a/2', 'a/b/3', 'a/b/fixed', 'a/b/4']) writeFileSync(join(folder, 'tree', name), '');
    execFileSync('mknod', [join(folder, 'tree/a/null'), 'c', '1', '3']);
    try {
      execFileSync('chattr', ['+i', join(folder, 'tree/a/b/fixed')], { stdio: 'ignore' });
    } catch {
      skip('this file system knows no immutable files');
    }
    try {
      const { gone, findings, removed } = await removeIn(folder, 'tree', open);
      expect(gone).toBe(false);
      expect(findings.map(({ path, code }) => [path.slice(folder.length), code]).sort()).toEqual([
        ['/tree/a/b/fixed', 'EPERM'],
        ['/tree/a/null', 'device'],
      ]);
      expect(removed).toMatchObject({ files: 4, directories: 0, complete: false });
      expect(
        execFileSync('find', [join(folder, 'tree'), '!', '-type', 'd', '-printf', '%f\n'], { encoding: 'utf8' })
          .split('\n')
          .sort(),
      ).toEqual(['', 'fixed', 'null']);
    } finally {
      execFileSync('chattr', ['-i', join(folder, 'tree/a/b/fixed')]);
    }
  });

  test('nothing behind a mount is touched, whatever it is', needs('a mount namespace'), async () => {
    const folder = temporaryFolder();
    const victim = makeVictim(folder);
    for (const name of ['bind', 'tmpfs', 'a/b/deep', 'gone'])
      mkdirSync(join(folder, 'tree', name), { recursive: true });
    for (const name of ['file', 'a/b/file', 'gone/file']) writeFileSync(join(folder, 'tree', name), 'mine');
    mkdirSync(join(folder, 'entry'));
    const before = snapshot(victim);
    const code = `
      sh('cd "$1"; mount --bind victim tree/bind; mount -t tmpfs none tree/tmpfs; echo precious > tree/tmpfs/file;' +
        'mount --bind victim tree/a/b/deep; mount --bind victim/letter tree/file; mount --bind victim entry', args[0]);
      const parent = disk.openFromTop(Buffer.from(args[0]), disk[args[1]].open);
      const tree = await disk.removeTree(parent, 'tree');
      const entry = await disk.removeTree(parent, 'entry');
      answer({ tree, entry, tmpfs: sh('cat "$1/tree/tmpfs/file"', args[0]) });`;
    const handle = kind === 'held' ? 'ProcDirectory' : 'CheckedDirectory';
    const { tree, entry, tmpfs } = await inChild<{ tree: RemovalResult; entry: RemovalResult; tmpfs: string }>(
      code,
      [folder, handle],
      withOwnMounts,
    );
    expect(snapshot(victim)).toBe(before);
    expect(tmpfs).toBe('precious\n');
    expect(tree).toMatchObject({ gone: false, removed: { files: 2, directories: 1 } });
    expect(tree.findings.map(({ path, code }) => [path.slice(folder.length), code]).sort()).toEqual([
      ['/tree/a/b/deep', 'mount'],
      ['/tree/bind', 'mount'],
      ['/tree/file', 'EBUSY'],
      ['/tree/tmpfs', 'mount'],
    ]);
    expect(entry).toMatchObject({
      gone: false,
      removed: { ...noUsage, complete: false },
      findings: [{ code: 'mount' }],
    });
  });

  test(
    'own directories that forbid writing are opened up, those of others are not',
    needs('a second user'),
    async () => {
      const folder = temporaryFolder();
      const code = `
      fs.mkdirSync(args[0] + '/mod/pkg/sub', { recursive: true });
      fs.mkdirSync(args[0] + '/mod/none/inner', { recursive: true });
      for (const name of ['mod/pkg/go.mod', 'mod/pkg/sub/file', 'mod/none/inner/file']) fs.writeFileSync(args[0] + '/' + name, 'x', { mode: 0o444 });
      for (const [name, mode] of [['mod/pkg/sub', 0o555], ['mod/pkg', 0o555], ['mod/none/inner', 0o600], ['mod/none', 0], ['mod', 0o555]])
        fs.chmodSync(args[0] + '/' + name, mode);
      const parent = disk.openFromTop(Buffer.from(args[0]), disk[args[1]].open);
      answer([await disk.removeTree(parent, 'mod'), await disk.removeTree(parent, 'foreign')]);`;
      mkdirSync(join(folder, 'own/foreign/closed'), { recursive: true });
      writeFileSync(join(folder, 'own/foreign/file'), 'x');
      chmodSync(join(folder, 'own/foreign'), 0o755);
      chmodSync(join(folder, 'own/foreign/closed'), 0);
      execFileSync('chown', ['65534:65534', join(folder, 'own')]);
      const handle = kind === 'held' ? 'ProcDirectory' : 'CheckedDirectory';
      const [own, foreign] = await inChild<RemovalResult[]>(code, [join(folder, 'own'), handle], asNobody);
      expect(own).toMatchObject({ gone: true, findings: [], removed: { files: 3, directories: 5 } });
      expect(foreign).toMatchObject({ gone: false, removed: { ...noUsage, complete: false } });
      expect(foreign?.findings.map((finding) => finding.code)).toEqual(['EACCES', 'EACCES']);
      expect(lstatSync(join(folder, 'own/foreign/closed')).mode & 0o777).toBe(0);
      expect(readdirSync(join(folder, 'own'))).toEqual(['foreign']);
    },
  );
});

describe('controls: the dangers are real', () => {
  test('rm --one-file-system deletes behind a bind mount', needs('a mount namespace'), async () => {
    const folder = temporaryFolder();
    const victim = makeVictim(folder);
    mkdirSync(join(folder, 'tree/bind'), { recursive: true });
    await inChild(
      `sh('cd "$1"; mount --bind victim tree/bind; rm -rf --one-file-system tree || true', args[0]); answer()`,
      [folder],
      withOwnMounts,
    );
    expect(readdirSync(victim)).toEqual([]);
  });

  test('a walker by path follows the swapped directory', () => {
    const folder = temporaryFolder();
    const victim = makeVictim(folder);
    mkdirSync(join(folder, 'tree/swapped'), { recursive: true });
    for (const name of readdirSync(join(folder, 'tree'))) {
      const path = join(folder, 'tree', name);
      if (!lstatSync(path).isDirectory()) continue;
      renameSync(path, join(folder, 'away'));
      symlinkSync(victim, path);
      for (const inner of readdirSync(path))
        if (!lstatSync(join(path, inner)).isDirectory()) unlinkSync(join(path, inner));
    }
    expect(readdirSync(victim)).not.toContain('letter');
  });
});

// Without O_NOFOLLOW in ProcDirectory this attack wins in two runs of three; the two swaps above are sure to.
test('an attacker who swaps a directory for a link all the time gains nothing', async () => {
  const folder = temporaryFolder();
  const victim = makeVictim(folder);
  for (let index = 0; index < 100; index++) writeFileSync(join(victim, `file-${index}`), 'precious');
  const before = snapshot(victim);
  const attack = `
    const fs = require('fs');
    const attempt = (action) => { try { action(); return true; } catch { return false; } };
    for (let turn = 0; ; turn++) {
      const name = 'tree/d' + (turn % 8);
      if (!attempt(() => fs.renameSync(name, 'aside'))) continue;
      if (attempt(() => fs.symlinkSync('../victim', name))) fs.writeSync(1, '.');
      attempt(() => fs.unlinkSync(name));
      attempt(() => fs.renameSync('aside', name));
    }`;
  const attacker = spawn(process.execPath, ['-e', attack], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  let swaps = 0;
  attacker.stdout.on('data', (dots: Buffer) => (swaps += dots.length));
  try {
    const stop = performance.now() + 3000;
    for (let round = 0; performance.now() < stop; round++) {
      // Several, so that some are opened long after they were looked at.
      for (let index = 0; index < 8; index++) {
        mkdirSync(join(folder, `${round}/d${index}`), { recursive: true });
        for (let file = 0; file < 5; file++) writeFileSync(join(folder, `${round}/d${index}/file-${file}`), '');
      }
      renameSync(join(folder, `${round}`), join(folder, 'tree'));
      while (!(await removeIn(folder, 'tree')).gone);
    }
  } finally {
    attacker.kill('SIGKILL');
    await once(attacker, 'close');
  }
  expect(swaps, 'the attack was under way').toBeGreaterThan(0);
  expect(snapshot(victim)).toBe(before);
});

test('a directory that is moved out while the walk is far below is not gone on from', async () => {
  const folder = temporaryFolder();
  const victim = makeVictim(folder);
  const levels = Array.from({ length: 30 }, (_, index) => `l${index}`);
  mkdirSync(join(folder, 'tree', ...levels), { recursive: true });
  const before = snapshot(join(victim, 'documents'));
  const afterOpen = (name: string) => {
    if (name === 'l29') renameSync(join(folder, 'tree', ...levels.slice(0, 10)), join(victim, 'moved'));
  };
  const parent = openFromTop(Buffer.from(folder), ProcDirectory.open);
  const result = await removeTree(interfere(parent, { afterOpen }), 'tree');
  parent.close();
  expect(result).toMatchObject({ gone: false, findings: [{ code: 'changed' }] });
  expect(snapshot(join(victim, 'documents'))).toBe(before);
  expect(readdirSync(victim).sort()).toEqual(['documents', 'letter', 'moved']);
  expect(readdirSync(join(folder, 'tree', ...levels.slice(0, 8)))).toEqual(['l8']);
});

test('a document that is linked into the tree stays as it is, and its bytes are not given back', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'tree'));
  writeFileSync(join(folder, 'document'), Buffer.alloc(50_000, 1), { mode: 0o600 });
  linkSync(join(folder, 'document'), join(folder, 'tree/one'));
  linkSync(join(folder, 'document'), join(folder, 'tree/two'));
  const expected = gnuUsage(join(folder, 'tree'));
  const { removed } = await removeIn(folder, 'tree');
  expect(removed).toEqual(expected);
  expect(removed.allocatedBytes - removed.reclaimableBytes).toBe(lstatSync(join(folder, 'document')).blocks * 512);
  expect(readFileSync(join(folder, 'document'))).toEqual(Buffer.alloc(50_000, 1));
  expect(lstatSync(join(folder, 'document'))).toMatchObject({ nlink: 1, mode: 0o100600 });
});

test('removals that share a ledger give back what both had links to', async () => {
  const folder = temporaryFolder();
  for (const name of ['a', 'b']) mkdirSync(join(folder, name));
  writeFileSync(join(folder, 'a/file'), Buffer.alloc(50_000, 1));
  linkSync(join(folder, 'a/file'), join(folder, 'b/file'));
  const expected = gnuUsage(folder);
  const own = lstatSync(folder).blocks * 512;
  const links = createLinkLedger();
  const a = await removeIn(folder, 'a', undefined, { links });
  const b = await removeIn(folder, 'b', undefined, { links });
  const both = usageOf([a.tally, b.tally], links);
  expect(both).toMatchObject({ files: 2, directories: 2, allocatedBytes: expected.allocatedBytes - own });
  expect(both.reclaimableBytes).toBe(both.allocatedBytes);
});

test('an abort stops within a second, says so, and a second removal finishes', async () => {
  const folder = temporaryFolder();
  for (let index = 0; index < 30; index++) mkdirSync(join(folder, 'tree', `${index}`), { recursive: true });
  for (let index = 0; index < 5000; index++) writeFileSync(join(folder, 'tree', `${index % 30}`, `${index}`), '');
  const controller = new AbortController();
  let abortedAt = 0;
  setTimeout(() => {
    abortedAt = performance.now();
    controller.abort();
  }, 5);
  const stopped = await removeIn(folder, 'tree', undefined, { signal: controller.signal });
  expect(performance.now() - abortedAt).toBeLessThan(1000);
  expect(stopped).toMatchObject({ gone: false, findings: [{ code: 'aborted' }], removed: { complete: false } });
  expect(existsSync(join(folder, 'tree'))).toBe(true);
  const finished = await removeIn(folder, 'tree');
  expect(finished.gone).toBe(true);
  expect(stopped.removed.files + finished.removed.files).toBe(5000);
});

test('a removal that is aborted before it begins removes nothing', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'file'), '');
  expect(await removeIn(folder, 'file', undefined, { signal: AbortSignal.abort() })).toMatchObject({
    gone: false,
    removed: { files: 0 },
  });
  expect(existsSync(join(folder, 'file'))).toBe(true);
});
