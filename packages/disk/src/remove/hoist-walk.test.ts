import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { needs } from '@devclean/testkit/real-tools';
import { describe, expect, test, vi } from 'vitest';
import { asNobody, compileForChildren, inChild, withFewDescriptors, withOwnMounts } from '../../test/child.js';
import { makeDeepTree } from '../../test/deep-tree.js';
import { gnuUsage } from '../../test/gnu.js';
import { fillRandomly } from '../../test/random-tree.js';
import { temporaryFolder } from '../../test/temporary-folder.js';
import { maxPartBytes } from '../crew/messages.js';
import { openDirectory } from '../handle/open-directory.js';
import { createLinkLedger } from '../measure/link-ledger.js';
import { HoistWalk } from './hoist-walk.js';
import { type Interference, type RemovalOptions, type RemovalResult, removeTreeWhile } from './remove-tree.js';

compileForChildren();
vi.setConfig({ testTimeout: 180_000 }); // To make such trees takes minutes on a busy machine

/** A private folder with a condemned tree in it, and a victim beside it that has the same names. */
function makeHold(): { folder: string; hold: string; tree: string; victim: string } {
  const folder = temporaryFolder();
  const [hold, victim] = [join(folder, 'hold'), join(folder, 'victim')];
  mkdirSync(hold, 0o700);
  for (const top of [join(hold, 'tree'), victim]) {
    for (const path of ['a/leaf', 'b/inner/leaf', 'c']) {
      mkdirSync(join(top, path), { recursive: true });
      writeFileSync(join(top, path, 'file'), 'precious');
    }
  }
  return { folder, hold, tree: join(hold, 'tree'), victim };
}

async function remove(
  hold: string,
  interference: Interference = {},
  options: RemovalOptions = {},
): Promise<RemovalResult> {
  const parent = openDirectory(hold);
  try {
    return await removeTreeWhile(parent, 'tree', { hoist: true, ...options }, interference);
  } finally {
    parent.close();
  }
}

/** A folder that hoisting moves others to. */
function isOwnFolder(path: string): boolean {
  return /^[0-9a-f]{16}-\d+$/.test(basename(path));
}

function files(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
}

test.each([1, 2, 3])(
  'a tree with everything in it goes, and what went is what find and du said (seed %i)',
  async (seed) => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'hold/tree'), { recursive: true });
    chmodSync(join(folder, 'hold'), 0o700);
    fillRandomly(join(folder, 'hold/tree'), join(folder, 'outside'), seed);
    const expected = gnuUsage(join(folder, 'hold/tree'));
    const outside = gnuUsage(join(folder, 'outside'));
    const { removed, findings, gone } = await remove(join(folder, 'hold'));
    expect({ removed, findings, gone }).toEqual({ removed: expected, findings: [], gone: true });
    expect(readdirSync(join(folder, 'hold'))).toEqual([]);
    expect(gnuUsage(join(folder, 'outside'))).toMatchObject({
      files: outside.files,
      apparentBytes: outside.apparentBytes,
    });
  },
);

describe('several processes', { skip: availableParallelism() === 1 }, () => {
  test('remove it all, once, with links between the folders of different processes', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'hold'), 0o700);
    for (let round = 0; round < 40; round++) {
      for (let top = 0; top < 12; top++) {
        for (let index = 0; index < 40; index++) {
          const at = join(folder, `hold/tree/top-${top}/n-${index}-\u00e9/inner`);
          mkdirSync(at, { recursive: true });
          writeFileSync(join(at, 'file'), 'x'.repeat(index * 100));
          if (top > 0) linkSync(join(folder, `hold/tree/top-0/n-${index}-\u00e9/inner/file`), join(at, 'linked'));
        }
      }
      const expected = gnuUsage(join(folder, 'hold/tree'));
      let moves = 0;
      const { removed, gone, findings } = await remove(join(folder, 'hold'), { aloneMs: 0, beforeMove: () => moves++ });
      expect({ removed, gone, findings }).toEqual({ removed: expected, gone: true, findings: [] });
      if (moves < expected.directories - 1) return;
    }
    expect.fail('no helper ever took part');
  });
});

test('of a million folders that wait, each is given away once and in parts that fit', () => {
  const plan = {
    base: '/nowhere',
    entrance: '/nowhere',
    device: 0,
    identity: { dev: '0', ino: '0' },
    run: 'run-',
    tally: 1,
    beganMs: 0,
  };
  const walk = new HoistWalk(plan, createLinkLedger(), 0);
  const count = 1_000_000;
  walk.take({
    folders: Array.from({ length: count }, (_, index) => `/nowhere/run-0/${index}\0/many/${index}`).join('\0'),
  });
  const given = new Set<string>();
  for (let part = walk.split(); part !== undefined; part = walk.split()) {
    expect(part.folders.length).toBeLessThanOrEqual(maxPartBytes);
    for (const path of part.folders.split('\0')) if (path.startsWith('/nowhere/')) given.add(path);
  }
  expect(given.size).toBe(count - 1);
});

describe('whoever still stands in the tree', () => {
  test.each(['a', 'a/leaf', 'b', 'b/inner', 'b/inner/leaf', 'c'])(
    'redirects nothing by putting a link in the place of %s, at any moment',
    async (place) => {
      let swaps = 0;
      for (const moment of ['beforeMove', 'beforeEntry', 'afterMove'] as const) {
        for (let count = 0; ; count++) {
          const { folder, hold, tree, victim } = makeHold();
          const before = files(victim);
          const inode = statSync(join(tree, place)).ino;
          let seen = 0;
          const result = await remove(hold, {
            [moment]: () => {
              if (seen++ !== count) return;
              // In the folder that it was made in, wherever that is by now: as a process can that has it open.
              const found = execFileSync('find', [tree, '-inum', String(inode)], { encoding: 'utf8' }).trim();
              if (found === '' || isOwnFolder(dirname(found))) return;
              swaps++;
              renameSync(found, join(folder, 'moved'));
              symlinkSync(join(victim, place), found);
            },
          });
          if (seen <= count) break;
          expect(files(victim)).toEqual(before);
          expect(readFileSync(join(victim, 'c/file'), 'utf8')).toBe('precious');
          expect(result.gone).toBe(true);
        }
      }
      expect(swaps).toBeGreaterThan(0);
    },
  );

  test('may write on: what comes in time goes too, and the rest is said to be busy', async () => {
    const { hold, tree } = makeHold();
    let count = 0;
    const { gone, findings } = await remove(hold, {
      afterMove: (_, at) => {
        if (count++ < 3) writeFileSync(join(at, `late-${count}`), '');
      },
    });
    expect({ gone, findings }).toEqual({ gone: true, findings: [] });
    expect(existsSync(tree)).toBe(false);
  });
});

test('where others can write above the hold, moving it away redirects nothing', async () => {
  const { folder, hold, victim } = makeHold();
  chmodSync(folder, 0o777);
  mkdirSync(join(folder, 'decoy'));
  renameSync(victim, join(folder, 'decoy/tree'));
  const before = files(join(folder, 'decoy'));
  let count = 0;
  const result = await remove(hold, {
    beforeEntry: () => {
      if (count++ !== 2) return;
      renameSync(hold, join(folder, 'elsewhere'));
      symlinkSync('decoy', hold);
    },
  });
  expect(files(join(folder, 'decoy'))).toEqual(before);
  expect(result).toMatchObject({ gone: true, findings: [] });
  expect(readdirSync(join(folder, 'elsewhere'))).toEqual([]);
  unlinkSync(hold);
});

test.each([0o755, 0o770, 0o1777])('in a parent that others can enter (mode %o) nothing is hoisted', async (mode) => {
  const { hold } = makeHold();
  chmodSync(hold, mode);
  let moves = 0;
  const { gone } = await remove(hold, { beforeMove: () => moves++ });
  expect({ gone, moves }).toEqual({ gone: true, moves: 0 });
});

test('an abort leaves the rest where a later removal finds it', async () => {
  const { hold } = makeHold();
  const controller = new AbortController();
  let count = 0;
  const interference = { beforeEntry: () => count++ === 2 && controller.abort() };
  for (let index = 0; index < 3000; index++) mkdirSync(join(hold, `tree/many/${index}`), { recursive: true });
  const first = await remove(hold, interference, { signal: controller.signal });
  expect(first).toMatchObject({ gone: false, removed: { complete: false } });
  expect(first.findings).toMatchObject([{ code: 'aborted' }]);
  const left = gnuUsage(join(hold, 'tree'));
  expect(left.directories).toBeGreaterThan(1);
  const second = await remove(hold);
  expect(second).toMatchObject({ gone: true, findings: [] });
  expect(readdirSync(hold)).toEqual([]);
});

test('after a kill in the midst of it, a later removal finishes it', async () => {
  const { hold } = makeHold();
  for (let index = 0; index < 300; index++) mkdirSync(join(hold, `tree/many/${index}/inner`), { recursive: true });
  const code = `
    let count = 0;
    await removal.removeTreeWhile(disk.openDirectory(args[0]), 'tree', { hoist: true }, {
      afterMove: () => { if (++count === 200) process.kill(process.pid, 'SIGKILL'); },
    });`;
  await expect(inChild(code, [hold])).rejects.toThrow();
  expect(existsSync(join(hold, 'tree'))).toBe(true);
  expect(await remove(hold)).toMatchObject({ gone: true, findings: [] });
  expect(readdirSync(hold)).toEqual([]);
});

// 30,000 levels go in remove-large-trees.test.ts: to make them takes the square of the time.
test('5,000 levels and a folder of 15,000 folders go, with few descriptors and in flat memory', async () => {
  const { hold, tree } = makeHold();
  makeDeepTree(tree, 5000);
  const code = `
    for (let index = 0; index < 15_000; index++) fs.mkdirSync(args[0] + '/tree/c/some-folder-' + index);
    const before = process.resourceUsage().maxRSS;
    const { gone, findings, removed } = await disk.removeTree(disk.openDirectory(args[0]), 'tree', { hoist: true });
    answer({ gone, findings, directories: removed.directories, grownMiB: (process.resourceUsage().maxRSS - before) / 1024 });`;
  const { grownMiB, ...result } = await inChild<{ grownMiB: number }>(code, [hold], withFewDescriptors);
  expect(result).toEqual({ gone: true, findings: [], directories: 20_007 });
  expect(grownMiB).toBeLessThan(60);
});

describe('as another user', needs('a second user'), () => {
  test('own folders that forbid writing go, as in the module cache of Go', async () => {
    const folder = temporaryFolder();
    chmodSync(folder, 0o777);
    const code = `
      fs.mkdirSync(args[0] + '/hold', 0o700);
      for (const path of ['a/b/c', 'a/d']) {
        fs.mkdirSync(args[0] + '/hold/tree/' + path, { recursive: true });
        fs.writeFileSync(args[0] + '/hold/tree/' + path + '/file', 'x');
      }
      sh('chmod -R a-w "$1"', args[0] + '/hold/tree');
      answer(await disk.removeTree(disk.openDirectory(args[0] + '/hold'), 'tree', { hoist: true }));`;
    const result = await inChild<RemovalResult>(code, [folder], asNobody);
    expect(result).toMatchObject({ gone: true, findings: [], removed: { files: 2, directories: 5 } });
  });

  test('what is not ours stays, is named by the path that it had, and the rest goes', async () => {
    const folder = temporaryFolder();
    chmodSync(folder, 0o777);
    await inChild(
      `fs.mkdirSync(args[0] + '/hold', 0o700); fs.mkdirSync(args[0] + '/hold/tree/a/b', { recursive: true });
       fs.writeFileSync(args[0] + '/hold/tree/a/file', 'x'); answer();`,
      [folder],
      asNobody,
    );
    mkdirSync(join(folder, 'hold/tree/a/b/foreign'));
    writeFileSync(join(folder, 'hold/tree/a/b/foreign/file'), 'x');
    const code = `answer(await disk.removeTree(disk.openDirectory(args[0] + '/hold'), 'tree', { hoist: true }));`;
    const { gone, findings, removed } = await inChild<RemovalResult>(code, [folder], asNobody);
    expect(gone).toBe(false);
    expect(findings.map(({ path, code }) => [path.slice(folder.length), code])).toEqual([
      ['/hold/tree/a/b/foreign/file', 'EACCES'],
    ]);
    expect(removed).toMatchObject({ files: 1, complete: false });
  });
});

describe('mounts', needs('a mount namespace'), () => {
  test('of any kind stay, with all that is behind them, and are named by the paths that they had', async () => {
    const { folder, hold, victim } = makeHold();
    for (const path of ['tree/a/bind', 'tree/tmpfs', 'tree/b/deep/er'])
      mkdirSync(join(hold, path), { recursive: true });
    const before = files(victim);
    const code = `
      sh('cd "$1"; mount --bind victim hold/tree/a/bind; mount -t tmpfs none hold/tree/tmpfs; touch hold/tree/tmpfs/x; mount --bind victim hold/tree/b/deep/er; mount --bind victim/c/file hold/tree/c/file', args[0]);
      const { gone, findings, removed } = await disk.removeTree(disk.openDirectory(args[0] + '/hold'), 'tree', { hoist: true });
      answer({ gone, findings, removed });`;
    const { gone, findings } = await inChild<RemovalResult>(code, [folder], withOwnMounts);
    expect(gone).toBe(false);
    expect(findings.map(({ path, code }) => [path.slice(hold.length), code]).sort()).toEqual([
      ['/tree/a/bind', 'mount'],
      ['/tree/b/deep/er', 'mount'],
      ['/tree/c/file', 'EBUSY'],
      ['/tree/tmpfs', 'mount'],
    ]);
    expect(files(victim)).toEqual(before);
  });

  test(
    'on a folder that forbids writing leave the mode of what is mounted there as it is',
    needs('a second user'),
    async () => {
      const { folder, hold, tree, victim } = makeHold();
      mkdirSync(join(tree, 'c/closed'));
      for (const path of [join(tree, 'c/closed'), victim]) chmodSync(path, 0o555);
      execFileSync('chown', ['-R', '65534:65534', folder]);
      const code = `
      sh('mount --bind "$1/victim" "$1/hold/tree/c/closed"', args[0]);
      process.setgroups([]); process.setgid(65534); process.setuid(65534);
      const { gone, findings } = await disk.removeTree(disk.openDirectory(args[0] + '/hold'), 'tree', { hoist: true });
      answer({ gone, findings });`;
      const { gone, findings } = await inChild<RemovalResult>(code, [folder], withOwnMounts);
      expect(statSync(victim).mode & 0o777).toBe(0o555);
      expect(gone).toBe(false);
      expect(findings.map(({ path, code }) => [path.slice(hold.length), code])).toEqual([['/tree/c/closed', 'mount']]);
    },
  );

  test('that appear on a folder just before it is moved stay', async () => {
    const { folder, hold, victim } = makeHold();
    const before = files(victim);
    const code = `
      const { gone, findings } = await removal.removeTreeWhile(disk.openDirectory(args[0] + '/hold'), 'tree', { hoist: true }, {
        beforeMove: (path) => { if (path.endsWith('/inner')) sh('mount --bind "$1" "$2"', args[0] + '/victim', path); },
      });
      answer({ gone, findings });`;
    const { gone, findings } = await inChild<RemovalResult>(code, [folder], withOwnMounts);
    expect(gone).toBe(false);
    expect(findings.map(({ path, code }) => [path.slice(hold.length), code])).toEqual([['/tree/b/inner', 'mount']]);
    expect(files(victim)).toEqual(before);
  });
});
