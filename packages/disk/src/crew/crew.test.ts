import { chmodSync, linkSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { asNobody, compileForChildren, inChild } from '../../test/child.js';
import { gnuUsage } from '../../test/gnu.js';
import { temporaryFolder } from '../../test/temporary-folder.js';
import type { Finding, Usage } from '../usage.js';

compileForChildren();
vi.setConfig({ testTimeout: 60_000 });

interface Answer {
  readonly usage: Usage;
  readonly findings: readonly Finding[];
}

/** A tree whose walk takes some hundred milliseconds, with links between its folders. */
function makeLargeTree(tree = join(temporaryFolder(), 'tree')): string {
  for (let top = 0; top < 40; top++) {
    for (let index = 0; index < 60; index++) {
      const at = join(tree, `top-${top}/n-${index}/inner`);
      mkdirSync(at, { recursive: true });
      writeFileSync(join(at, 'file'), 'x'.repeat(index));
      if (top > 0) linkSync(join(tree, `top-0/n-${index}/inner/file`), join(at, 'linked'));
    }
  }
  return tree;
}

const helperPids = `fs.readFileSync('/proc/self/task/' + process.pid + '/children', 'utf8').split(' ').filter(Boolean).map(Number)`;

describe.skipIf(availableParallelism() === 1 || process.platform !== 'linux')('helpers', () => {
  test('find a root that is named from the working folder', async () => {
    const tree = makeLargeTree();
    const code = `
      process.chdir(args[0]);
      let own;
      for (let round = 0; round < 200 && own !== 0; round++) {
        const links = disk.createLinkLedger();
        let folders = 0;
        const { root, findings } = await disk.measureTreeWhile('tree', { links }, { aloneMs: 0, beforeFolder: () => folders++ });
        const usage = disk.usageOf([root], links);
        if (folders < usage.directories) own = 0;
        if (own === 0) answer({ usage, findings });
      }`;
    expect(await inChild<Answer>(code, [join(tree, '..')])).toEqual({ usage: gnuUsage(tree), findings: [] });
  });

  test('that are killed in the midst of a measurement are missed: the figures are "at least"', async () => {
    const tree = makeLargeTree();
    const code = `
      for (let round = 0; round < 200; round++) {
        const links = disk.createLinkLedger();
        let stoodThereAt;
        let isDone = false;
        const beforeFolder = () => {
          if (isDone) return;
          // Slowly, so that the others are soon at work, and get most of it.
          const start = performance.now();
          while (performance.now() - start < 0.1);
          const pids = ${helperPids};
          if (pids.some((pid) => fs.readlinkSync('/proc/' + pid + '/cwd') === args[0])) stoodThereAt ??= start;
          isDone = start - stoodThereAt > 30;
          if (isDone) for (const pid of pids) process.kill(pid, 'SIGKILL');
        };
        const { root, findings } = await disk.measureTreeWhile(args[0], { links }, { aloneMs: 0, beforeFolder });
        if (findings.length === 0) continue;
        answer({ usage: disk.usageOf([root], links), findings });
        break;
      }`;
    const { usage, findings } = await inChild<Answer>(code, [tree]);
    expect(findings).toMatchObject([{ code: 'lost', path: tree }]);
    expect(usage.complete).toBe(false);
    expect(usage.files).toBeLessThan(gnuUsage(tree).files);
  });

  test('that are killed in the midst of a removal leave nothing behind, and what they removed is missed', async () => {
    const tree = makeLargeTree();
    const code = `
      const results = [];
      for (let round = 0; round < 40 && results.at(-1)?.removed.complete !== false; round++) {
        const hold = args[0] + '/hold-' + round;
        fs.mkdirSync(hold, 0o700);
        sh('cp -a "$1" "$2"', args[1], hold + '/tree');
        let entries = 0;
        const beforeEntry = () => {
          if (++entries === 1500) for (const pid of ${helperPids}) process.kill(pid, 'SIGKILL');
        };
        const parent = disk.openDirectory(hold);
        const { removed, gone, findings } = await removal.removeTreeWhile(parent, 'tree', { hoist: true }, { aloneMs: 0, beforeEntry });
        parent.close();
        results.push({ removed, gone, findings });
        fs.rmdirSync(hold);
      }
      answer(results.at(-1));`;
    const folder = temporaryFolder();
    const { removed, gone, findings } = await inChild<{ removed: Usage; gone: boolean; findings: Finding[] }>(code, [
      folder,
      tree,
    ]);
    expect({ gone, findings, complete: removed.complete }).toEqual({ gone: true, findings: [], complete: false });
    expect(removed.files).toBeLessThan(gnuUsage(tree).files);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('that are stopped keep nobody from aborting: they are ended, and missed', async () => {
    const tree = makeLargeTree();
    const code = `
      for (let round = 0; round < 200; round++) {
        const controller = new AbortController();
        const links = disk.createLinkLedger();
        let isDone = false;
        const beforeFolder = () => {
          const start = performance.now();
          while (performance.now() - start < 0.1);
          if (isDone) return;
          const pids = ${helperPids};
          if (!pids.some((pid) => fs.readlinkSync('/proc/' + pid + '/cwd') === args[0])) return;
          isDone = true;
          for (const pid of pids) process.kill(pid, 'SIGSTOP');
          setTimeout(() => controller.abort(), 20);
        };
        const { root, findings } = await disk.measureTreeWhile(args[0], { links, signal: controller.signal }, { aloneMs: 0, beforeFolder });
        for (const pid of isDone ? ${helperPids} : []) process.kill(pid, 'SIGCONT');
        if (!findings.some(({ code }) => code === 'lost')) continue;
        answer({ usage: disk.usageOf([root], links), findings });
        break;
      }`;
    const { usage, findings } = await inChild<Answer>(code, [tree]);
    expect(findings.map(({ code }) => code)).toEqual(['lost', 'aborted']);
    expect(usage.complete).toBe(false);
  });

  for (const [kind, first] of [
    ['folder', 'n'],
    ['file', 'n/0/0/file'],
  ] as const)
    test(`know of inodes that had a name in a ${kind} that was removed before`, async () => {
      const code = `
        const makePair = (hold) => {
          for (let index = 0; index < 2400; index++) {
            const at = '/' + index % 40 + '/' + Math.floor(index / 40);
            for (const name of ['n', 'm']) fs.mkdirSync(hold + '/' + name + at, { recursive: true });
            fs.writeFileSync(hold + '/n' + at + '/file', 'x');
            fs.linkSync(hold + '/n' + at + '/file', hold + '/m' + at + '/linked');
          }
        };
        for (let round = 0; round < 100; round++) {
          const hold = args[0] + '/' + round;
          fs.mkdirSync(hold, 0o700);
          makePair(hold);
          fs.renameSync(hold + '/' + args[1], hold + '/first');
          const links = disk.createLinkLedger();
          const before = disk.createLinkLedger();
          const measured = [];
          for (const name of ['first', 'm']) measured.push((await disk.measureTree(hold + '/' + name, { links: before })).root);
          const parent = disk.openDirectory(hold);
          const one = await removal.removeTree(parent, 'first', { hoist: true, links });
          let entries = 0;
          const other = await removal.removeTreeWhile(parent, 'm', { hoist: true, links }, { aloneMs: 0, beforeEntry: () => entries++ });
          parent.close();
          if (entries > 4000) continue;
          answer([disk.usageOf(measured, before), disk.usageOf([one.tally, other.tally], links)]);
          break;
        }`;
      const [expected, removed] = await inChild<[Usage, Usage]>(code, [temporaryFolder(), first]);
      expect(removed).toEqual(expected);
    });

  test('end when they have been idle, and with the process that started them', async () => {
    const tree = makeLargeTree();
    const code = `
      let pids = [];
      while (pids.length === 0) {
        await disk.measureTreeWhile(args[0], {}, { aloneMs: 0 });
        pids = ${helperPids};
      }
      answer(pids);`;
    const [pid] = await inChild<number[]>(code, [tree]);
    const hasEnded = () => {
      try {
        return process.kill(pid as number, 0) && false;
      } catch {
        return true;
      }
    };
    await vi.waitUntil(hasEnded, { timeout: 10_000 });
  });
});

describe.skipIf(process.platform !== 'linux')('a process whose working folder is claimed', () => {
  const claim = `const crew = await import(/'(.*)index.js'/.exec(process.execArgv.join())[1] + 'crew/working-folder.js'); crew.claimWorkingFolder();`;

  test('measures the same, from a folder that is gone too, and never shows that it was elsewhere', async () => {
    const tree = makeLargeTree(join(temporaryFolder(), 'tree-\u00e9'));
    const code = `
      ${claim}
      fs.mkdirSync(args[1]);
      process.chdir(args[1]);
      fs.rmdirSync(args[1]);
      const here = fs.statSync('.').ino;
      const seen = new Set();
      const ticking = setInterval(() => seen.add(fs.statSync('.').ino), 1);
      const paths = new Set();
      const links = disk.createLinkLedger();
      const beforeFolder = (path) => paths.add(path.slice(0, 2));
      const { root, findings } = await disk.measureTreeWhile(args[0], { links }, { beforeFolder });
      clearInterval(ticking);
      answer({ usage: disk.usageOf([root], links), findings, seen: [...seen].map((ino) => ino === here), paths: [...paths] });`;
    expect(await inChild(code, [tree, join(temporaryFolder(), 'gone')])).toEqual({
      usage: gnuUsage(tree),
      findings: [],
      seen: [true],
      paths: ['.', './'],
    });
  });

  test('says so when a root cannot be entered any more, and removes it all the same', {
    skip: process.getuid?.() !== 0,
  }, async () => {
    const folder = temporaryFolder();
    chmodSync(folder, 0o777);
    const code = `
      ${claim}
      fs.mkdirSync(args[0] + '/hold', 0o700);
      for (let index = 0; index < 300; index++) fs.mkdirSync(args[0] + '/hold/tree/' + index + '/inner', { recursive: true });
      let calls = 0;
      const shutOut = () => {
        calls++;
        if (calls === 100) fs.chmodSync(args[0] + '/hold/tree', 0);
        if (calls < 100) return;
        const start = performance.now();
        while (performance.now() - start < 1);
      };
      const { root, findings } = await disk.measureTreeWhile(args[0] + '/hold/tree', {}, { aloneMs: 1e6, beforeFolder: shutOut });
      fs.chmodSync(args[0] + '/hold/tree', 0o700);
      calls = 0;
      const parent = disk.openDirectory(args[0] + '/hold');
      const { gone } = await removal.removeTreeWhile(parent, 'tree', { hoist: true }, { aloneMs: 1e6, beforeEntry: shutOut });
      answer({ complete: root.complete, codes: findings.map(({ code }) => code), gone, cwd: process.cwd() });`;
    const { codes, ...rest } = await inChild<{ codes: string[] }>(code, [folder], asNobody);
    expect(new Set(codes)).toEqual(new Set(['EACCES']));
    expect(rest).toEqual({ complete: false, gone: true, cwd: '/' });
  });

  test('removes the same', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'hold'), 0o700);
    makeLargeTree(join(folder, 'hold/tree'));
    const expected = gnuUsage(join(folder, 'hold/tree'));
    const code = `
      ${claim}
      const parent = disk.openDirectory(args[0]);
      const { removed, gone, findings } = await removal.removeTreeWhile(parent, 'tree', { hoist: true });
      answer({ removed, gone, findings, cwd: process.cwd() });`;
    expect(await inChild(code, [join(folder, 'hold')])).toEqual({
      removed: expected,
      gone: true,
      findings: [],
      cwd: '/',
    });
  });
});
