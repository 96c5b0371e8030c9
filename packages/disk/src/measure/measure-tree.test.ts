import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  linkSync,
  mkdirSync,
  realpathSync,
  renameSync,
  statSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { needs } from '@devclean/testkit/real-tools';
import { describe, expect, test, vi } from 'vitest';
import { asNobody, compileForChildren, inChild, withOwnMounts } from '../../test/child.js';
import { makeDeepTree } from '../../test/deep-tree.js';
import { gnuUsage } from '../../test/gnu.js';
import { fillRandomly } from '../../test/random-tree.js';
import { temporaryFolder } from '../../test/temporary-folder.js';
import { noUsage, type Usage } from '../usage.js';
import { FolderStream } from '../walk/list-folder.js';
import { createLinkLedger, type LinkLedger } from './link-ledger.js';
import { type MeasureOptions, measureTree, measureTreeWhile, type TreeMeasurement } from './measure-tree.js';
import { MeasureWalk } from './measure-walk.js';
import { noParts } from './path-marks.js';
import { type Tally, usageOf } from './tally.js';

compileForChildren();
vi.setConfig({ testTimeout: 30_000 });

async function usageOfTree(root: string | Buffer, options: MeasureOptions = {}): Promise<Usage> {
  const links = createLinkLedger();
  const { root: rest, parts } = await measureTree(root, { ...options, links });
  return usageOf([rest, ...parts], links);
}

test.each([1, 2, 3])('a tree with everything in it takes up what find and du say (seed %i)', async (seed) => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'tree'));
  fillRandomly(join(folder, 'tree'), join(folder, 'outside'), seed);
  const links = createLinkLedger();
  const { root, findings } = await measureTree(join(folder, 'tree'), { links });
  const expected = gnuUsage(join(folder, 'tree'));
  expect(usageOf([root], links)).toEqual(expected);
  expect(findings).toEqual([]);
  expect(expected.reclaimableBytes, 'the tree has links to the outside').toBeLessThan(expected.allocatedBytes);
});

test('the comparison notices a single byte, name, block and link', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'tree'));
  writeFileSync(join(folder, 'tree/file'), 'x');
  const before = await usageOfTree(join(folder, 'tree'));
  writeFileSync(join(folder, 'tree/file'), 'xy');
  expect(gnuUsage(join(folder, 'tree')).apparentBytes).toBe(before.apparentBytes + 1);
  linkSync(join(folder, 'tree/file'), join(folder, 'outside'));
  expect(gnuUsage(join(folder, 'tree')).reclaimableBytes).toBeLessThan(before.reclaimableBytes);
  mkdirSync(join(folder, 'tree/more'));
  expect(gnuUsage(join(folder, 'tree')).directories).toBe(before.directories + 1);
});

describe('the root', () => {
  test.each(['link', 'link/', 'link//'])('that is a link is one file, never followed: %s', async (name) => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'target'));
    writeFileSync(join(folder, 'target/secret'), 'x'.repeat(9999));
    symlinkSync('target', join(folder, 'link'));
    expect(await usageOfTree(`${folder}/${name}`)).toMatchObject({
      files: 1,
      directories: 0,
      apparentBytes: 'target'.length,
    });
  });

  test('that is a file is measured as that', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), 'x'.repeat(5000));
    expect(await usageOfTree(join(folder, 'file'))).toEqual({
      files: 1,
      directories: 0,
      apparentBytes: 5000,
      allocatedBytes: statSync(join(folder, 'file')).blocks * 512,
      reclaimableBytes: statSync(join(folder, 'file')).blocks * 512,
      complete: true,
    });
  });

  test('that is the root of all is named in findings as anyone would', () => {
    const links = createLinkLedger();
    // Of another device than it is thought to be, so that there is something to say.
    const identity = { dev: '-1', ino: '0' };
    const unmarked = { marks: [], parts: noParts, tallies: { first: 1, count: 1 } };
    const plan = { root: '', entrance: '/', device: -1, identity, ...unmarked, hasDescriptorPaths: true };
    const walk = new MeasureWalk(plan, links);
    walk.start();
    expect(walk.close()).toMatchObject([{ path: '/' }]);
  });

  test('that has no name is nothing, and not all there is', async () => {
    const { root, findings } = await measureTree('');
    expect(root).toMatchObject({ files: 0, directories: 0 });
    expect(findings).toMatchObject([{ path: '', code: 'ENOENT' }]);
  });

  test('that is missing is nothing, with a finding', async () => {
    const links = createLinkLedger();
    const path = join(temporaryFolder(), 'missing');
    const { root, parts, findings } = await measureTree(path, { links, parts: ['a'] });
    expect(usageOf([root, ...parts], links)).toEqual(noUsage);
    expect(findings).toMatchObject([{ path, code: 'ENOENT' }]);
  });

  test('that is named from a working folder that was removed is what lies there: nothing, or that folder', async () => {
    const code = `
      fs.mkdirSync(args[0]);
      process.chdir(args[0]);
      fs.rmdirSync(args[0]);
      answer([await disk.measureTree('tree'), await disk.measureTree('.')]);`;
    expect(await inChild(code, [join(temporaryFolder(), 'gone')])).toMatchObject([
      { root: { files: 0, directories: 0 }, findings: [{ code: 'ENOENT', path: 'tree' }] },
      { root: { files: 0, directories: 1 }, findings: [] },
    ]);
  });

  test('may be named in bytes that are not UTF-8', async () => {
    const folder = temporaryFolder();
    const name = Buffer.from(`${folder}/r-\xff`, 'latin1');
    mkdirSync(name);
    writeFileSync(Buffer.concat([name, Buffer.from('/file')]), 'abc');
    mkdirSync(join(folder, 'r-\ufffd'));
    expect(await usageOfTree(name)).toEqual(gnuUsage(name));
    expect(await usageOfTree(name)).toMatchObject({ files: 1, apparentBytes: 3 });
  });
});

describe('parts', () => {
  test('and the rest add up to the whole, in one walk', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'tree'));
    fillRandomly(join(folder, 'tree'), join(folder, 'outside'), 7);
    mkdirSync(join(folder, 'tree/http/deep/inner'), { recursive: true });
    writeFileSync(join(folder, 'tree/http/deep/inner/file'), 'x'.repeat(3333));
    writeFileSync(join(folder, 'tree/http/loose'), 'x');
    const links = createLinkLedger();
    const paths = [
      'http/deep',
      join(folder, 'tree/http/deep/inner'),
      'missing/part',
      Buffer.from('dir-\xff', 'latin1'),
      'http/loose',
    ];
    const { root, parts } = await measureTree(join(folder, 'tree'), { parts: paths, links });
    const [deep, inner, missing, bytes, loose] = [...parts].map((part) => usageOf([part], links));
    expect(usageOf([root, ...parts], links)).toEqual(gnuUsage(join(folder, 'tree')));
    expect(deep, 'the inner part counts to the outer').toEqual(gnuUsage(join(folder, 'tree/http/deep')));
    expect(inner).toEqual(noUsage);
    expect(missing).toEqual(noUsage);
    expect(bytes).toMatchObject({ files: 1, directories: 1, apparentBytes: 5 });
    expect(loose).toMatchObject({ files: 1, directories: 0, apparentBytes: 1 });
    const rest = [
      '-path',
      './http/deep',
      '-prune',
      '-o',
      '-path',
      './http/loose',
      '-prune',
      '-o',
      '-path',
      './dir-*',
      '-prune',
      '-o',
    ];
    expect(usageOf([root], links)).toEqual(gnuUsage(join(folder, 'tree'), ...rest));
  });

  test('are not reached through links, and what is excluded is in none of them', async () => {
    const folder = temporaryFolder();
    for (const path of ['tree/real/part/held/deep', 'tree/other', 'victim/part'])
      mkdirSync(join(folder, path), { recursive: true });
    for (const path of ['tree/real/part/held/deep/file', 'tree/real/part/file', 'victim/part/file'])
      writeFileSync(join(folder, path), 'x');
    symlinkSync('../victim', join(folder, 'tree/link'));
    const { root, parts } = await measureTree(join(folder, 'tree'), {
      parts: ['link/part', 'real/part', 'real/part/held/deep'],
      exclude: ['real/part/held', join(folder, 'tree/other')],
    });
    expect([...parts]).toMatchObject([
      { files: 0, directories: 0 },
      { files: 1, directories: 1 },
      { files: 0, directories: 0 },
    ]);
    expect(root).toMatchObject({ files: 1, directories: 2 });
  });

  test.each(['../tree/part', '/elsewhere', 'a/./b', 'a\0b', '\ud800'])('elsewhere are refused: %j', async (part) => {
    await expect(measureTree(temporaryFolder(), { parts: [part] })).rejects.toThrow(RangeError);
  });

  test('of a root whose name only begins alike are refused', async () => {
    const folder = temporaryFolder();
    await expect(measureTree(join(folder, 'cache'), { parts: [join(folder, 'cache2/part')] })).rejects.toThrow(
      RangeError,
    );
  });

  test('an inode with links in several is counted once in any set, and reclaimable only with its last link', async () => {
    const folder = temporaryFolder();
    for (const name of ['tree/a', 'tree/b', 'second']) mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, 'tree/a/file'), Buffer.alloc(100_000, 1));
    for (const name of ['tree/a/again', 'tree/b/file', 'tree/rest', 'second/file'])
      linkSync(join(folder, 'tree/a/file'), join(folder, name));
    const links = createLinkLedger();
    const { root, parts } = await measureTree(join(folder, 'tree'), { parts: ['a', 'b'], links });
    const { root: second } = await measureTree(join(folder, 'second'), { links });
    const [a, b] = parts;
    if (!a || !b) throw new Error('two parts were asked for');
    const bytes = statSync(join(folder, 'tree/rest')).blocks * 512;
    const linked = (set: Parameters<typeof usageOf>[0]) => {
      const own = [...set].reduce((sum, tally) => sum + tally.soleBytes, 0);
      const usage = usageOf(set, links);
      return [usage.allocatedBytes - own, usage.reclaimableBytes - own];
    };
    for (const set of [[a], [b], [root], [second], [a, b], [a, b, root], [b, second]])
      expect(linked(set)).toEqual([bytes, 0]);
    expect(linked([a, b, root, second])).toEqual([bytes, bytes]);
    expect(usageOf([a, a], links)).toEqual(usageOf([a], links));
    expect(usageOf([a, b, root], links)).toEqual(gnuUsage(join(folder, 'tree')));
    expect(() => usageOf([a], createLinkLedger())).toThrow(RangeError);
  });
});

describe('several processes', { skip: availableParallelism() === 1 }, () => {
  /** Folders enough for everyone, with files that have links in each other's folders and outside. */
  function makeWideTree(): string {
    const folder = temporaryFolder();
    for (let top = 0; top < 12; top++) {
      for (let index = 0; index < 60; index++) {
        const at = join(folder, `tree/top-${top}/n-${index}-\u00e9`);
        mkdirSync(join(at, 'inner'), { recursive: true });
        writeFileSync(join(at, 'file'), 'x'.repeat(index * 100));
        writeFileSync(join(at, 'inner/file'), 'x');
        if (top > 0) linkSync(join(folder, `tree/top-0/n-${index}-\u00e9/file`), join(at, 'linked'));
        if (index % 7 === 0) linkSync(join(at, 'inner/file'), join(folder, `outside-${top}-${index}`));
      }
    }
    return join(folder, 'tree');
  }

  test('count as one: to the byte, in parts too, with links between the folders of different processes', async () => {
    const tree = makeWideTree();
    const parts = ['top-0', 'top-3/n-1-\u00e9', 'top-7'];
    let folders = 0;
    // The first walks find no helper ready yet and may end alone.
    for (let round = 0; round < 100; round++) {
      folders = 0;
      const links = createLinkLedger();
      const {
        root,
        parts: measured,
        findings,
      } = await measureTreeWhile(tree, { parts, links }, { aloneMs: 0, beforeFolder: () => folders++ });
      expect(findings).toEqual([]);
      expect(usageOf([root, ...measured], links)).toEqual(gnuUsage(tree));
      for (const [index, part] of parts.entries())
        expect(usageOf([measured.at(index)], links)).toEqual(gnuUsage(join(tree, part)));
      if (folders < 12 * 60 * 2 + 13) return;
    }
    expect.fail('no helper ever took part');
  });

  test('see it when a folder is replaced that another one walked', async () => {
    const tree = makeWideTree();
    const outside = temporaryFolder();
    for (let round = 0; round < 20; round++) {
      let folders = 0;
      const { root, findings } = await measureTreeWhile(
        tree,
        {},
        {
          aloneMs: 0,
          beforeFolder: () => {
            if (++folders !== 100) return;
            renameSync(join(tree, `top-${round % 12}`), join(outside, 'moved'));
            symlinkSync(outside, join(tree, `top-${round % 12}`));
          },
        },
      );
      if (folders >= 100) {
        unlinkSync(join(tree, `top-${round % 12}`));
        renameSync(join(outside, 'moved'), join(tree, `top-${round % 12}`));
        expect(root.complete).toBe(false);
        expect(findings).toContainEqual(expect.objectContaining({ code: 'changed', path: tree }));
      }
    }
  });

  test('stop together, for a signal and for a budget', async () => {
    const tree = makeWideTree();
    const controller = new AbortController();
    let folders = 0;
    const aborted = await measureTreeWhile(
      tree,
      { signal: controller.signal },
      { aloneMs: 0, beforeFolder: () => ++folders === 50 && controller.abort() },
    );
    expect(aborted.root.complete).toBe(false);
    expect(aborted.findings).toMatchObject([{ code: 'aborted' }]);
    const { root, findings } = await measureTreeWhile(tree, { budgetMs: 1 }, { aloneMs: 0 });
    expect(root.complete).toBe(false);
    expect(findings).toEqual([]);
  });

  test('are done without when they die before they take part', async () => {
    const folder = temporaryFolder();
    for (let index = 0; index < 2000; index++) mkdirSync(join(folder, `${index}`));
    // As when the package is replaced while it runs.
    const code = `
      const file = new URL('crew/helper.js', import.meta.resolve(/'(.*)index.js'/.exec(process.execArgv.join())[1]));
      fs.renameSync(file, file.pathname + '.away');
      try {
        const measured = [];
        for (let round = 0; round < 40; round++) measured.push(await disk.measureTreeWhile(args[0], {}, { aloneMs: 0 }));
        answer(measured.flatMap(({ findings }) => findings));
      } finally {
        fs.renameSync(file.pathname + '.away', file);
      }`;
    expect(await inChild(code, [folder])).toEqual([]);
  });

  test('measurements at once share them, each with its own figures', async () => {
    const trees = [makeWideTree(), makeWideTree(), makeWideTree()];
    const links = trees.map(() => createLinkLedger());
    const measured = await Promise.all(
      trees.map((tree, index) => measureTreeWhile(tree, { links: links[index] as LinkLedger }, { aloneMs: 0 })),
    );
    for (const [index, { root }] of measured.entries())
      expect(usageOf([root], links[index] as LinkLedger)).toEqual(gnuUsage(trees[index] as string));
  });
});

test('newest use is the newest time of any file, and says which', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'read'));
  mkdirSync(join(folder, 'written'));
  writeFileSync(join(folder, 'read/file'), '');
  utimesSync(join(folder, 'read/file'), 1_200_000_000, 1_100_000_000);
  writeFileSync(join(folder, 'written/file'), '');
  utimesSync(join(folder, 'written/file'), 1_300_000_000, 1_400_000_000);
  mkdirSync(join(folder, 'packed'));
  writeFileSync(join(folder, 'packed/file'), '');
  utimesSync(join(folder, 'packed/file'), 456_789_000, 456_789_000); // What Yarn's zips have at every file
  const { root, parts } = await measureTree(folder, { parts: ['read', 'written', 'packed'] });
  expect([...parts].map((part) => part.newestUse)).toEqual([
    { atMs: 1_200_000_000_000, from: 'atime' },
    { atMs: 1_400_000_000_000, from: 'mtime' },
    undefined,
  ]);
  expect(root.newestUse, 'folders are in use by being looked at').toBeUndefined();
});

describe('size', () => {
  test('where descriptors have no paths, it is said where paths get too long, and that the figures are at least', async () => {
    const folder = temporaryFolder();
    makeDeepTree(folder, 20, 'd'.repeat(250));
    const { root, findings } = await measureTreeWhile(folder, {}, { hasDescriptorPaths: false });
    expect(findings).toMatchObject([{ code: 'ENAMETOOLONG' }]);
    expect(root.complete).toBe(false);
  });

  test('where listing tells no kinds, a file that vanishes while it is asked for its own makes the sum "at least"', async () => {
    const folder = temporaryFolder();
    for (let index = 0; index < 500; index++) writeFileSync(join(folder, `${'x'.repeat(240)}${index}`), '');
    const error = Object.assign(new Error('ENOENT: no such file or directory'), { code: 'ENOENT', syscall: 'lstat' });
    const next = vi.spyOn(FolderStream.prototype, 'next').mockImplementation(() => {
      throw error;
    });
    try {
      const { root, findings } = await measureTree(folder);
      expect(findings).toMatchObject([{ path: folder, code: 'changed' }]);
      expect(root.complete).toBe(false);
    } finally {
      next.mockRestore();
    }
  });

  test('a folder too large to be read at once is streamed', async () => {
    const folder = temporaryFolder();
    const long = 'x'.repeat(240);
    for (let index = 0; index < 500; index++) writeFileSync(join(folder, `${long}${index}`), '');
    for (let index = 0; index < 100; index++) mkdirSync(join(folder, `folder-${index}`));
    expect(statSync(folder).size).toBeGreaterThan(64 * 1024);
    expect(await usageOfTree(folder)).toEqual(gnuUsage(folder));
  });
});

describe('an early end', () => {
  function makeTree(files: number): string {
    const folder = temporaryFolder();
    for (const part of ['a', 'b']) {
      mkdirSync(join(folder, part));
      for (let index = 0; index < files / 2; index++) writeFileSync(join(folder, part, `${index}`), '');
    }
    return folder;
  }

  test('by a signal before the walk measures nothing', async () => {
    const { root, findings } = await measureTree(makeTree(2), { signal: AbortSignal.abort() });
    expect(root).toMatchObject({ directories: 0, complete: false });
    expect(findings).toMatchObject([{ code: 'aborted' }]);
  });

  test('by a signal during the walk: the event loop turns, and parts say that they are incomplete', async () => {
    const folder = makeTree(14_000); // More than a slice of 20 ms
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 1);
    const { root, parts, findings } = await measureTree(folder, { signal: controller.signal, parts: ['a', 'b'] });
    expect(findings).toMatchObject([{ code: 'aborted' }]);
    expect(root.complete).toBe(false);
    expect([...parts].some((part) => !part.complete)).toBe(true);
  });

  test('by the budget is "at least", and no finding', async () => {
    const { root, findings } = await measureTree(makeTree(3000), { budgetMs: 2 });
    expect(root.complete).toBe(false);
    expect(root.files).toBeLessThan(3000);
    expect(findings).toEqual([]);
  });
});

describe('what is put in the place of a folder while it is measured', () => {
  /** A tree with folders in folders, and another one outside, with the same names and larger files. */
  function makeTwins(): { folder: string; tree: string; outside: string } {
    const folder = temporaryFolder();
    for (const [top, bytes] of [
      ['tree', 1],
      ['outside', 100_000],
    ] as const) {
      for (const path of ['a/leaf', 'b/inner/leaf', 'c']) {
        mkdirSync(join(folder, top, path), { recursive: true });
        writeFileSync(join(folder, top, path, 'file'), Buffer.alloc(bytes));
      }
    }
    return { folder, tree: join(folder, 'tree'), outside: join(folder, 'outside') };
  }

  test.each(['a', 'a/leaf', 'b', 'b/inner', 'b/inner/leaf', 'c'])(
    'is a finding and never a silent sum: a link for %s, at any moment',
    async (victim) => {
      let noticed = 0;
      for (let moment = 0; ; moment++) {
        const { tree, folder, outside } = makeTwins();
        let moments = 0;
        const { root, findings } = await measureTreeWhile(
          tree,
          {},
          {
            beforeFolder: () => {
              if (moments++ !== moment) return;
              renameSync(join(tree, victim), join(folder, 'moved'));
              symlinkSync(join(outside, victim), join(tree, victim));
            },
          },
        );
        if (moments <= moment) break;
        // A folder that was replaced before the one above it was read is simply a link.
        expect(root.complete && root.apparentBytes >= 100_000, `moment ${moment}`).toBe(false);
        expect(findings.some(({ code }) => code === 'changed')).toBe(!root.complete);
        if (!root.complete) noticed++;
      }
      expect(noticed).toBeGreaterThan(0);
    },
  );

  test('is noticed when the folder comes back before anyone looks again', async () => {
    const { tree, folder, outside } = makeTwins();
    const { root, findings } = await measureTreeWhile(
      tree,
      {},
      {
        beforeFolder: (path) => {
          if (path === join(tree, 'b/inner')) {
            renameSync(join(tree, 'b'), join(folder, 'moved'));
            symlinkSync(join(outside, 'b'), join(tree, 'b'));
          }
          if (path === join(tree, 'b/inner/leaf')) {
            renameSync(join(tree, 'b'), join(folder, 'link'));
            renameSync(join(folder, 'moved'), join(tree, 'b'));
          }
        },
      },
    );
    expect(findings).toContainEqual(expect.objectContaining({ path: tree, code: 'changed' }));
    expect(root.complete).toBe(false);
  });

  test('is no way to elsewhere for folders whose paths are too long for one call, which are walked last', async () => {
    const folder = temporaryFolder();
    for (const [top, bytes] of [
      ['tree', 1],
      ['outside', 100_000],
    ] as const) {
      for (const part of ['a', 'b']) {
        const deep = join(folder, top, part, ...Array.from({ length: 10 }, () => 'd'.repeat(240)));
        mkdirSync(deep, { recursive: true });
        writeFileSync(join(deep, 'file'), Buffer.alloc(bytes));
      }
    }
    const tree = join(folder, 'tree');
    let other = '';
    const { root, findings } = await measureTreeWhile(
      tree,
      {},
      {
        beforeFolder: (path) => {
          if (other !== '' || !path.startsWith('/proc/')) return;
          other = join(realpathSync(path).startsWith(join(tree, 'a')) ? 'b' : 'a');
          renameSync(join(tree, other), join(folder, 'moved'));
          symlinkSync(join(folder, 'outside', other), join(tree, other));
        },
      },
    );
    expect(other, 'there were folders to be walked last').not.toBe('');
    expect(root).toMatchObject({ apparentBytes: 1, complete: false });
    expect(findings).toMatchObject([{ code: 'changed' }]);
  });

  test('is noticed when it is the root, of few entries and with nothing below its folders', async () => {
    const folder = temporaryFolder();
    for (const name of ['tree/a', 'tree/b', 'outside/a', 'outside/b'])
      mkdirSync(join(folder, name), { recursive: true });
    let folders = 0;
    const beforeFolder = () => {
      if (++folders !== 2) return;
      renameSync(join(folder, 'tree'), join(folder, 'moved'));
      symlinkSync(join(folder, 'outside'), join(folder, 'tree'));
    };
    const { root, findings } = await measureTreeWhile(join(folder, 'tree'), {}, { beforeFolder });
    expect(findings).toMatchObject([{ code: 'changed', path: join(folder, 'tree') }]);
    expect(root.complete).toBe(false);
  });

  test('and what is put into a folder while its folders are walked, too', async () => {
    const { tree } = makeTwins();
    const { root, findings } = await measureTreeWhile(
      tree,
      {},
      { beforeFolder: (path) => path.endsWith('/a/leaf') && writeFileSync(join(tree, 'new'), '') },
    );
    expect(findings).toMatchObject([{ path: tree, code: 'changed' }]);
    expect(root.complete).toBe(false);
  });
});

test('what vanishes, comes and changes its kind during the walk is never an error', async () => {
  const folder = temporaryFolder();
  const churn = spawn(
    'sh',
    ['-c', 'while :; do for n in 1 2 3 4; do mkdir -p $n/x; rm -rf $n; : > $n; rm -f $n; done; done'],
    { cwd: folder },
  );
  try {
    const codes = new Set<string>();
    const stop = performance.now() + 1500;
    while (performance.now() < stop) {
      const { root, findings } = await measureTree(folder);
      for (const { code } of findings) codes.add(code);
      expect(root.complete || findings.some(({ code }) => code === 'changed')).toBe(true);
    }
    expect([...codes].filter((code) => code !== 'ENOENT' && code !== 'changed')).toEqual([]);
    expect(codes, 'it was noticed').toContain('changed');
  } finally {
    churn.kill('SIGKILL');
    await once(churn, 'exit');
  }
});

type Answer = Omit<TreeMeasurement, 'parts'> & { readonly parts: readonly Tally[] };

describe('as another user', needs('a second user'), () => {
  test('a root that cannot be looked at makes its parts incomplete too', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'closed/tree/part'), { recursive: true });
    execFileSync('chmod', ['0700', join(folder, 'closed')]);
    const code = `
      const { root, parts, findings } = await disk.measureTree(args[0] + '/closed/tree', { parts: ['part'] });
      answer({ root, parts: [...parts], findings });`;
    const { root, parts, findings } = await inChild<Answer>(code, [folder], asNobody);
    expect(findings).toMatchObject([{ path: join(folder, 'closed/tree'), code: 'EACCES' }]);
    expect([root.complete, parts[0]?.complete]).toEqual([false, false]);
  });

  test('where the system grants no further processes, one does it all', async () => {
    const folder = temporaryFolder();
    for (let index = 0; index < 200; index++) mkdirSync(join(folder, `${index}/inner`), { recursive: true });
    const code = `
      sh('prlimit --pid "$1" --nproc=1', String(process.pid));
      const measured = [];
      for (let round = 0; round < 2; round++) measured.push(await disk.measureTreeWhile(args[0], {}, { aloneMs: 0 }));
      answer(measured.map(({ root, findings }) => ({ directories: root.directories, complete: root.complete, findings })));`;
    const expected = { directories: 401, complete: true, findings: [] };
    expect(await inChild(code, [folder], asNobody)).toEqual([expected, expected]);
  });

  test('what is not readable is a finding, and makes only its own tally incomplete', async () => {
    const folder = temporaryFolder();
    for (const path of ['closed/inner', 'listed', 'passable', 'open'])
      mkdirSync(join(folder, path), { recursive: true });
    for (const path of ['listed/file', 'passable/file', 'open/file']) writeFileSync(join(folder, path), 'x');
    execFileSync('chmod', ['0700', join(folder, 'closed')]);
    execFileSync('chmod', ['0744', join(folder, 'listed')]);
    execFileSync('chmod', ['0711', join(folder, 'passable')]);
    const code = `
      const { root, parts, findings } = await disk.measureTree(args[0], { parts: ['closed/inner', 'listed', 'open'] });
      answer({ root, parts: [...parts], findings });`;
    const measured = await inChild<Answer>(code, [folder], asNobody);
    const places = measured.findings.map(({ path, code }) => [path.slice(folder.length), code]);
    expect(places.sort()).toEqual([
      ['/closed', 'EACCES'],
      ['/listed/file', 'EACCES'],
      ['/passable', 'EACCES'],
    ]);
    expect(measured.root).toMatchObject({ directories: 3, files: 0, complete: false });
    expect(measured.parts).toMatchObject([
      { directories: 0, complete: false },
      { directories: 1, files: 0, complete: false },
      { directories: 1, files: 1, complete: true },
    ]);
  });
});

describe('mounts', needs('a mount namespace'), () => {
  test('that are themselves behind a later mount do not hide a folder that is there', async () => {
    const folder = temporaryFolder();
    for (const path of ['box/tree/a/inner', 'victim']) mkdirSync(join(folder, path), { recursive: true });
    const code = `
      sh('cd "$1"; mount --bind victim box/tree/a/inner; mount -t tmpfs none box; mkdir -p box/tree/a/inner; echo mine > box/tree/a/inner/file; mkdir box/tree/b; mount --bind victim box/tree/b', args[0]);
      const { root, findings } = await disk.measureTree(args[0] + '/box/tree');
      answer({ root, findings });`;
    const { root, findings } = await inChild<Awaited<ReturnType<typeof measureTree>>>(code, [folder], withOwnMounts);
    expect(findings).toMatchObject([{ path: join(folder, 'box/tree/b'), code: 'mount' }]);
    expect(root).toMatchObject({ files: 1, directories: 3, complete: true });
  });

  test('of any kind are findings, and what is behind them does not count', async () => {
    const folder = temporaryFolder();
    for (const path of ['tree/bind', 'tree/tmpfs', 'tree/a b/deep', 'victim'])
      mkdirSync(join(folder, path), { recursive: true });
    writeFileSync(join(folder, 'tree/file'), 'mine');
    writeFileSync(join(folder, 'victim/secret'), 'x'.repeat(9000));
    const expected = gnuUsage(
      join(folder, 'tree'),
      '-name',
      'bind',
      '-o',
      '-name',
      'tmpfs',
      '-o',
      '-name',
      'deep',
      '-o',
      '-name',
      'file',
      '-o',
    );
    const code = `
      sh('cd "$1"; mount --bind victim tree/bind; mount -t tmpfs none tree/tmpfs; mount --bind victim "tree/a b/deep"; mount --bind victim/secret tree/file', args[0]);
      const { root, findings } = await disk.measureTree(args[0] + '/tree');
      answer({ root, findings });`;
    const { root, findings } = await inChild<Awaited<ReturnType<typeof measureTree>>>(code, [folder], withOwnMounts);
    expect(root).toMatchObject({ files: 0, directories: 2, apparentBytes: 0, complete: true });
    expect(root.soleBytes).toBe(expected.allocatedBytes);
    expect(findings.map(({ path, code }) => [path.slice(folder.length), code]).sort()).toEqual(
      ['/tree/a b/deep', '/tree/bind', '/tree/file', '/tree/tmpfs'].map((path) => [path, 'mount']),
    );
  });
});
