import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { snapshotTree, sparseFile, type ThrowAwayHome, type Tree } from '@devclean/testkit';
import { needs } from '@devclean/testkit/real-tools';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  asOrdinaryUser,
  buildForChildren,
  giveToOrdinaryUser,
  inChild,
  ordinaryUser,
  withOwnMounts,
} from '../packages/core/test/child.js';
import { home } from '../packages/core/test/toy.js';
import { openDirectory } from '../packages/disk/src/handle/open-directory.js';
import { buildFaults, errnoAction, failingIn } from './fault.js';
import { purge } from './removal.js';
import { canaries, count, expectNoneLost, isSample } from './world.js';

buildForChildren();

const cache: Tree = {
  store: { a: 'x', deep: { b: 'y' } },
  logs: { 'one.log': '1', 'two.log': '2', 'kept.log': 'kept' },
  notes: 'mine',
  unknown: { keys: 'mine' },
};
const all = ['store: done', 'logs: done', 'logs: done'];

interface Purged {
  /** Each outcome as `section: done`, or the reason or error. */
  readonly outcomes: readonly string[];
  readonly skipped: readonly string[];
  readonly said: readonly string[];
  readonly expected: { readonly files: number; readonly allocatedBytes: number; readonly reclaimableBytes: number };
  readonly removed: { readonly files: number };
}

const tell = `
  const tell = ({ plan, result, notices = [] }) => ({
    outcomes: result.outcomes.map((one) =>
      plan.steps[one.step].section + ': ' + (one.status === 'done' ? 'done' : (one.reason ?? one.error.code))),
    skipped: plan.skipped.map((one) => (one.section ?? 'all') + ': ' + one.reason),
    said: [...notices, ...result.outcomes.flatMap((one) => one.error ? [one.error.message + ' ' + (one.error.hint ?? '')] : []),
      ...plan.skipped.flatMap((one) => one.detail ?? [])],
    expected: plan.expected,
    removed: result.removed,
  });`;

/** Purges in a child, after lines of shell in which \`$1\` is the home and \`$C\` the cache. */
const purgeAfter = (
  made: ThrowAwayHome,
  prepare: string,
  wrapper: readonly string[],
  code = 'return tell(await purge());',
) =>
  inChild<Purged>(
    `${tell} sh(${JSON.stringify(`set -e; C="$1/.cache/toy"; ${prepare}`)}); ${code}`,
    made.path,
    wrapper,
  );

function machine(tree: Tree = cache) {
  const made = home({ ...canaries, '.cache/toy': tree });
  return { made, at: `${made.path}/.cache/toy`, before: snapshotTree(made.root) };
}

/** What is left of the cache. */
const left = (at: string) => readdirSync(at).sort();
const rest = ['logs', 'notes', 'unknown'];

describe('the corpus: the machine', () => {
  test('57 a sparse file of a tebibyte: shown with its length, promised with its blocks', async () => {
    const { made, at, before } = machine({ store: { a: 'x' } });
    // After the snapshot, which reads all that it sees.
    made.write({ '.cache/toy/store': { huge: sparseFile(2 ** 40) } });
    const { found, plan, outcomes, result } = await purge(made);
    expect(found.report.totals.apparentBytes).toBeGreaterThan(2 ** 40);
    expect(plan.expected.reclaimableBytes).toBeLessThan(2 ** 20);
    expect(result.removed).toEqual(plan.expected);
    expect(outcomes).toEqual(['store: done']);
    expect(left(at)).toEqual([]);
    expectNoneLost('57', before, made);
    count('cases of the corpus');
  });

  test.for([
    ['65 a file that nobody may change', '+i', 'store/deep/b'],
    ['65 a folder that may only grow', '+a', 'store/deep'],
  ] as const)(
    '%s: what is left of it is said, the rest goes',
    needs('chattr', 'root'),
    async ([name, flag, file], { skip }) => {
      const { made, at, before } = machine();
      try {
        execFileSync('chattr', [flag, `${at}/${file}`], { stdio: 'ignore' });
      } catch {
        skip('the file system here has no such flags, or a container may not set them');
      }
      const free = () => {
        // Hoisting may have given the folder another name: all of the hold.
        const holds = readdirSync(`${made.path}/.cache`).filter((entry) => entry.startsWith('.devclean-hold-'));
        execFileSync('chattr', [
          '-R',
          flag.replace('+', '-'),
          at,
          ...holds.map((hold) => `${made.path}/.cache/${hold}`),
        ]);
      };
      try {
        const { outcomes, result } = await purge(made);
        expect(outcomes.filter((outcome) => outcome !== 'logs: done')).toEqual([
          expect.stringMatching(/^store: (REMOVAL_INCOMPLETE|CANNOT_HOLD|[a-z-]+)$/),
        ]);
        const told = result.outcomes.find(({ status }) => status !== 'done')?.error;
        expect(told?.message).toContain('operation not permitted');
        expect(result.removed.complete).toBe(false);
        expect(left(`${at}/logs`)).toEqual(['kept.log']);
        expectNoneLost(name, before, made);
      } finally {
        free();
      }
      await purge(made);
      await purge(made);
      expect(left(at)).toEqual(rest);
      expect(readdirSync(`${made.path}/.cache`).filter((entry) => entry.startsWith('.devclean'))).toEqual([]);
      count('cases of the corpus');
    },
  );

  describe('with faults', needs('cc'), () => {
    buildFaults();

    test('66 the disk is full from each write of the journal on: everything goes, and nothing is half', async () => {
      for (let nth = 1; ; nth++) {
        const { made, at, before } = machine();
        const fault = `write ${nth}+ ${errnoAction('ENOSPC')}`;
        const [run] = await failingIn<{ outcomes: { status: string }[] }>(
          [{ home: made.path, fault }],
          'return purgeIts();',
        );
        if (run?.counted.fired === 0) {
          expect(nth).toBeGreaterThan(3);
          break;
        }
        expect([fault, run?.answer?.outcomes.map(({ status }) => status)]).toEqual([fault, ['done', 'done', 'done']]);
        expect(left(at)).toEqual(rest);
        expectNoneLost(fault, before, made);
        await purge(made);
        expect(readdirSync(`${made.path}/.cache`)).not.toContain(`.devclean-hold-${process.geteuid?.()}`);
      }
      count('cases of the corpus');
    });

    test('66 a line of the journal that is written by half on a full disk: the same', async () => {
      for (let nth = 1; ; nth++) {
        const { made, at, before } = machine();
        const fault = `write ${nth} T`;
        const [run] = await failingIn<{ outcomes: { status: string }[] }>(
          [{ home: made.path, fault }],
          'return purgeIts();',
        );
        if (run?.counted.fired === 0) break;
        expect([fault, run?.answer?.outcomes.map(({ status }) => status)]).toEqual([fault, ['done', 'done', 'done']]);
        expect(left(at)).toEqual(rest);
        expectNoneLost(fault, before, made);
      }
      count('cases of the corpus');
    });

    test('69 one entry gives an error of the disk: it is said which, the others go', async () => {
      const { made, at, before } = machine();
      const fault = `unlink 1+ ${errnoAction('EIO')} /b`;
      const [run] = await failingIn<{ outcomes: { status: string; path: string; error?: { message: string } }[] }>(
        [{ home: made.path, fault }],
        'return purgeIts();',
      );
      const failed = run?.answer?.outcomes.filter(({ status }) => status !== 'done');
      expect(failed).toMatchObject([
        { path: `${at}/store`, error: { message: expect.stringContaining('deep/b: Could not be removed: i/o error') } },
      ]);
      expect(left(`${at}/logs`)).toEqual(['kept.log']);
      expectNoneLost('69', before, made);
      await purge(made);
      expect(left(at)).toEqual(rest);
      expect(readdirSync(`${made.path}/.cache`)).not.toContain(`.devclean-hold-${process.geteuid?.()}`);
      count('cases of the corpus');
    });
  });

  describe('with mounts of its own', needs('a mount namespace'), () => {
    test('67 no inode is left, nor a byte: everything goes', async () => {
      const { made, before } = machine();
      const prepare = `
        cp -a "$1/.cache" "$1/copy"; mount -t tmpfs -o size=256k,nr_inodes=64 tmpfs "$1/.cache"; cp -a "$1/copy/." "$1/.cache"; rm -r "$1/copy"
        cat /dev/zero > "$C/unknown/full" 2>/dev/null || true; i=0; while touch "$C/unknown/$i" 2>/dev/null; do i=$((i+1)); done`;
      const { outcomes } = await purgeAfter(made, prepare, withOwnMounts);
      expect(outcomes).toEqual(all);
      expectNoneLost('67', before, made);
      count('cases of the corpus');
    });

    test('70 the file system becomes read-only in the middle: what is left is said, and goes later', async () => {
      const { made, before } = machine();
      const prepare =
        'cp -a "$1/.cache" "$1/copy"; mount -t tmpfs tmpfs "$1/.cache"; cp -a "$1/copy/." "$1/.cache"; rm -r "$1/copy"';
      const code = `
        const plan = core.planPurge(await core.scan([toy], { context }), [toy], request);
        let steps = 0;
        const onEvent = (event) => event.type === 'step' && steps++ === 0 && sh('mount -o remount,ro "$1/.cache"');
        const first = tell({ plan, result: await core.applyPlan(plan, [toy], { context, onEvent }) });
        const between = fs.readdirSync(home + '/.cache/toy/logs').sort();
        sh('mount -o remount,rw "$1/.cache"');
        const later = tell(await purge());
        return { first, between, later, left: fs.readdirSync(home + '/.cache/toy/logs'), beside: fs.readdirSync(home + '/.cache').sort() };`;
      const run = await purgeAfter(made, prepare, withOwnMounts, code);
      expect(run).toMatchObject({
        first: {
          outcomes: ['store: done', expect.stringMatching(/^logs: (?!done)/), expect.stringMatching(/^logs: (?!done)/)],
        },
        between: ['kept.log', 'one.log', 'two.log'],
        later: { outcomes: ['logs: done', 'logs: done'] },
        left: ['kept.log'],
      });
      expect((run as unknown as { beside: string[] }).beside).toEqual(['other', 'toy', 'toy2', 'toy2-notes']);
      expectNoneLost('70', before, made);
      count('cases of the corpus');
    });

    test('79 a hundred thousand links to one inode: it counts once, and they all go', async () => {
      const { made, before } = machine();
      const prepare =
        'cp -a "$1/.cache" "$1/copy"; mount -t tmpfs tmpfs "$1/.cache"; cp -a "$1/copy/." "$1/.cache"; rm -r "$1/copy"';
      const code = `
        const at = home + '/.cache/toy/store/deep/';
        for (let index = 0; index < 100_000; index++) fs.linkSync(at + 'b', at + index);
        return tell(await purge());`;
      const { outcomes, expected, removed } = await purgeAfter(made, prepare, withOwnMounts, code);
      expect(outcomes).toEqual(all);
      expect(removed.files).toBe(100_004);
      expect(expected.reclaimableBytes).toBeLessThan(2 ** 20);
      expectNoneLost('79', before, made);
      count('cases of the corpus');
    });

    test('19 root of a container without an entry in the account database: HOME is believed, nothing else is touched', async () => {
      const { made, at, before } = machine();
      const prepare =
        'mkdir "$1/.local"; echo "x:x:12345:12345::/nowhere:/bin/sh" > "$1/.local/passwd"; mount --bind "$1/.local/passwd" /etc/passwd; echo "passwd: files" > "$1/.local/nss"; mount --bind "$1/.local/nss" /etc/nsswitch.conf';
      const code = `
        const account = (() => { try { return process.getBuiltinModule('node:os').userInfo().username; } catch { return 'none'; } })();
        const its = await core.createToolContext({ env: { HOME: home, XDG_STATE_HOME: home + '/.local/state' }, cwd: '/' });
        const plan = core.planPurge(await core.scan([toy], { context: its }), [toy], request);
        return { account, ...tell({ plan, result: await core.applyPlan(plan, [toy], { context: its }) }) };`;
      const run = await purgeAfter(made, prepare, withOwnMounts, code);
      expect(run).toMatchObject({ account: 'none', outcomes: all });
      expect(left(at)).toEqual(rest);
      expectNoneLost('19', before, made);
      count('cases of the corpus');
    });
  });

  /** A folder of many entries takes a disk long to make: a part of them in a sample. */
  const many = isSample ? 50_000 : 1_000_000;
  test.for([
    [`76 ${many} files in one folder`, `fs.linkSync(some(index - index % 25_000), some(index))`, many],
    [`76 ${many / 10} folders`, 'fs.mkdirSync(some(index))', many / 10],
  ] as const)('%s go', async ([name, make, times]) => {
    const { made, at, before } = machine({ store: {}, notes: 'mine' });
    const code = `${tell}
      const some = (index) => home + '/.cache/toy/store/some-name-' + index;
      for (let index = 0; index < ${times}; index++) {
        if (index % 25_000 === 0 && ${make.startsWith('fs.link')}) fs.writeFileSync(some(index), '');
        else ${make};
      }
      return tell(await purge());`;
    expect((await inChild<Purged>(code, made.path)).outcomes).toEqual(['store: done']);
    expect(left(at)).toEqual(['notes']);
    expectNoneLost(name, before, made);
    count('cases of the corpus');
  });

  test('77 a path longer than any call takes', async () => {
    const { made, at, before } = machine();
    let folder = openDirectory(`${at}/store`);
    const name = 'n'.repeat(200);
    for (let depth = 0; depth < 60; depth++) {
      mkdirSync(folder.at(name));
      const next = folder.openChild(name);
      folder.close();
      folder = next;
    }
    writeFileSync(folder.at('bottom'), 'x');
    folder.close();
    expect((await purge(made)).outcomes).toEqual(all);
    expect(left(at)).toEqual(rest);
    expectNoneLost('77', before, made);
    count('cases of the corpus');
  });

  test('78 few descriptors', needs('prlimit'), async () => {
    const { made, at, before } = machine();
    // From within: Node itself needs more to begin.
    const code = `${tell} sh('prlimit --nofile=32:32 --pid ' + process.pid); return tell(await purge());`;
    expect((await inChild<Purged>(code, made.path)).outcomes).toEqual(all);
    expect(left(at)).toEqual(rest);
    expectNoneLost('78', before, made);
    count('cases of the corpus');
  });

  test.for([
    ['78 no file may be written: the journal is missing, and that is said', 'ulimit -f 0'],
    ['78 few processes', 'ulimit -u 1'],
  ])('%s', async ([name, limit]) => {
    const { made, at, before } = machine();
    const wrapper = ['sh', '-c', `${limit}; exec "$@"`, 'sh'];
    const { outcomes, said } = await inChild<Purged>(`${tell} return tell(await purge());`, made.path, wrapper);
    expect([name, outcomes]).toEqual([name, all]);
    expect(left(at)).toEqual(rest);
    if (name?.includes('journal')) expect(said.join()).toContain('EFBIG');
    expectNoneLost(name ?? '', before, made);
    count('cases of the corpus');
  });

  test.for([
    ['80 a folder that grows for ever while it is cleared', 'path'],
    ['80 a folder that grows for ever from within', 'cwd'],
  ] as const)('%s: the run ends, and says what is so', async ([name, how]) => {
    const { made, at, before } = machine();
    const code = `
      const fs = require('fs');
      const folder = fs.readFileSync(0, 'utf8');
      if (${JSON.stringify(how)} === 'cwd') process.chdir(folder);
      const prefix = ${JSON.stringify(how)} === 'cwd' ? 'g' : folder + '/g';
      let told = false;
      for (let index = 0; ; index++) {
        try { fs.writeFileSync(prefix + index, ''); } catch {}
        if (!told && index > 100) { told = true; fs.writeSync(1, 'growing'); }
      }`;
    const grower = spawn(process.execPath, ['-e', code], { stdio: ['pipe', 'pipe', 'inherit'] });
    onTestFinished(() => void grower.kill('SIGKILL'));
    grower.stdin.end(`${at}/store/deep`);
    await once(grower.stdout, 'data');
    const { outcomes, result } = await purge(made);
    const ended = once(grower, 'close');
    grower.kill('SIGKILL');
    await ended;
    expect(outcomes.filter((outcome) => outcome === 'logs: done')).toHaveLength(2);
    const claimed = result.outcomes.filter(
      ({ step, status }) => status === 'done' && result.plan.steps[step]?.section === 'store',
    );
    if (claimed.length > 0) expect(existsSync(`${at}/store`)).toBe(false);
    expectNoneLost(name, before, made);
    await purge(made);
    await purge(made);
    expect(left(at)).toEqual(rest);
    count('cases of the corpus');
  });

  describe('among other users', needs('a second user'), () => {
    test.for([
      [
        '83 the folder of all caches is replaced by a link of the user’s',
        (made: ThrowAwayHome) => {
          renameSync(`${made.path}/.cache`, `${made.path}/elsewhere`);
          giveToOrdinaryUser(made.path);
          symlinkSync('elsewhere', `${made.path}/.cache`);
          // The user's own link, to what is root's.
          execFileSync('chown', ['-R', '0:0', `${made.path}/elsewhere`]);
          execFileSync('chown', ['-h', `${ordinaryUser}`, `${made.path}/.cache`]);
        },
      ],
      [
        '83 the folder of all caches is the user’s',
        (made: ThrowAwayHome) => {
          chownSync(`${made.path}/.cache`, ordinaryUser, ordinaryUser);
        },
      ],
      ['83 the home is everybody’s to write', (made: ThrowAwayHome) => chmodSync(made.path, 0o777)],
    ] as const)('%s: root takes nothing there', async ([name, prepare]) => {
      const made = home({ ...canaries, '.cache/toy': cache });
      prepare(made);
      const before = snapshotTree(made.root);
      const { plan, outcomes } = await purge(made);
      expect([name, plan.steps, outcomes]).toEqual([name, [], []]);
      expect(plan.skipped.map(({ reason }) => reason)).toEqual([expect.stringMatching(/^(foreign-owner|protected)$/)]);
      expectNoneLost(name, before, made);
      count('cases of the corpus');
    });

    test('84 what is root’s in a user’s cache stays, with advice', async () => {
      const { made, at } = machine();
      giveToOrdinaryUser(made.root);
      execFileSync('chown', ['-R', '0:0', `${at}/store`]);
      const before = snapshotTree(made.root);
      const { outcomes, skipped, said } = await inChild<Purged>(
        `${tell} return tell(await purge());`,
        made.path,
        asOrdinaryUser,
      );
      expect({ outcomes, skipped }).toEqual({ outcomes: all.slice(1), skipped: ['store: foreign-owner'] });
      expect(said.join()).toContain('belongs to user 0');
      expect(left(at)).toEqual([...rest, 'store'].sort());
      expectNoneLost('84', before, made);
      count('cases of the corpus');
    });
  });
});
