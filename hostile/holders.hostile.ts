import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, lstatSync, mkdirSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { link, snapshotTree, type ThrowAwayHome, type Tree, type TreeNode } from '@devclean/testkit';
import { needs } from '@devclean/testkit/real-tools';
import { describe, expect, type TestContext, test } from 'vitest';
import { applyPlan } from '../packages/core/src/apply/apply-plan.js';
import { exitCodeOf } from '../packages/core/src/plan/exit-code.js';
import { planPurge } from '../packages/core/src/plan/plan-purge.js';
import type { FolderCache } from '../packages/core/src/provider/cache-provider.js';
import { defineProvider } from '../packages/core/src/provider/define-provider.js';
import { scan } from '../packages/core/src/scan/scan.js';
import type { KnownProvider } from '../packages/core/src/scan/scan-result.js';
import { python, shell, start } from '../packages/core/test/start-process.js';
import { home, request, toySpec, userOf } from '../packages/core/test/toy.js';
import { canaries, expectNoneLost } from './world.js';

/** Cases 26 to 29 and 58 to 62 of the corpus: what a tag says, and who uses a cache. */

const cache: Tree = { store: { a: 'x', deep: { b: 'y', lock: '' } }, notes: 'mine', unknown: { keys: 'mine' } };

const toyWith = (change: Partial<FolderCache>): KnownProvider => ({
  provider: defineProvider(toySpec({ cache: change })),
  origin: 'builtin',
});

interface Answer {
  /** Why `store` was left out of the plan, or refused, with the words for it; `done` when it went. */
  readonly store: string;
  readonly code: number;
}

interface Purge {
  readonly known: KnownProvider;
  readonly env?: Readonly<Record<string, string>>;
  /** What happens between plan and apply. */
  readonly between?: () => unknown;
}

async function purge(made: ThrowAwayHome, { known, env = {}, between }: Purge): Promise<Answer> {
  const context = await userOf(made, { env: { ...env, XDG_STATE_HOME: `${made.path}/.local/state` } });
  const plan = planPurge(await scan([known], { context }), [known], request());
  await between?.();
  const result = await applyPlan(plan, [known], { context });
  const skipped = plan.skipped.find(({ section }) => section === 'store');
  const outcome = result.outcomes.find(({ step }) => plan.steps[step]?.section === 'store');
  const store = skipped ?? { reason: outcome?.reason ?? outcome?.status, detail: outcome?.error?.message };
  return { store: [store.reason, store.detail].filter(Boolean).join(': '), code: exitCodeOf(plan, result) };
}

const storeOf = ({ path }: ThrowAwayHome): string => `${path}/.cache/toy/store`;

function counted({ task }: Pick<TestContext, 'task'>): void {
  task.meta.numbers = { ...task.meta.numbers, 'cases of the corpus': 1 };
}

describe('26 a CACHEDIR.TAG says nothing by itself, and stays', () => {
  const signature = 'Signature: 8a477f597d28d172789f06886806bc55';
  const tags: ReadonlyArray<readonly [string, TreeNode | 'fifo']> = [
    ['a link', link('../../Documents/letter.odt')],
    ['a folder', { inside: 'mine' }],
    ['a FIFO', 'fifo'],
    ['empty', ''],
    ['with a wrong signature', signature.replace('8', '9')],
    ['with the signature and something behind it', `${signature}\n# mine\u001b[2J`],
  ];
  const put = (folder: string, tag: TreeNode | 'fifo', made: ThrowAwayHome): void => {
    if (tag === 'fifo') execFileSync('mkfifo', [`${made.path}/${folder}/CACHEDIR.TAG`]);
    else made.write({ [`${folder}/CACHEDIR.TAG`]: tag });
  };

  test.for(tags)('%s, in a cache that proves itself', async ([name, tag], context) => {
    const made = home({ ...canaries, '.cache/toy': cache });
    put('.cache/toy', tag, made);
    const { ino, mtimeNs } = lstatSync(`${made.path}/.cache/toy/CACHEDIR.TAG`, { bigint: true });
    const before = snapshotTree(made.root);
    expect(await purge(made, { known: toyWith({}) })).toEqual({ store: 'done', code: 0 });
    expect(lstatSync(`${made.path}/.cache/toy/CACHEDIR.TAG`, { bigint: true })).toMatchObject({ ino, mtimeNs });
    expectNoneLost(name, before, made);
    counted(context);
  });

  test.for(tags)('%s, in a folder of somebody’s that a variable names', async ([name, tag], context) => {
    const made = home({ ...canaries, mine: { letter: 'kept' } });
    put('mine', tag, made);
    const before = snapshotTree(made.root);
    const env = { TOY_CACHE: `${made.path}/mine` };
    expect(await purge(made, { known: toyWith({}), env })).toMatchObject({ code: 1 });
    expectNoneLost(name, before, made);
    counted(context);
  });
});

interface HeldCase {
  readonly name: string;
  readonly needs?: Parameters<typeof needs>;
  /** What the provider declares. */
  readonly declares?: (made: ThrowAwayHome) => Partial<FolderCache>;
  readonly tree?: Tree;
  /** What makes the cache be in use, from now to the end of the test. */
  readonly hold: (made: ThrowAwayHome) => unknown;
  /** What has to be said of it. */
  readonly says: RegExp;
}

const lock = (kind: 'flock' | 'posix' | 'gradle' | 'pid' | 'exists') => () => ({
  inUse: { locks: [{ path: 'store/deep/lock', kind, sections: ['store'] }] },
});

const held: readonly HeldCase[] = [
  {
    name: '27 an environment’s links lead into it, which its provider knows (uv with links)',
    declares: (made) => ({
      async assess(section, context) {
        const target = await context.realPath(`${made.path}/venv/lib/b`);
        if (!target?.startsWith(`${section.location}/${section.id}/`)) return undefined;
        return { safety: 'risky', because: 'the environment venv links to it', usedBy: ['venv'] };
      },
    }),
    hold(made) {
      mkdirSync(`${made.path}/venv/lib`, { recursive: true });
      symlinkSync(`${storeOf(made)}/deep/b`, `${made.path}/venv/lib/b`);
    },
    says: /risky/,
  },
  {
    name: '28 a link among the user’s programs leads into it',
    hold(made) {
      mkdirSync(`${made.path}/.local/bin`, { recursive: true });
      symlinkSync('../../.cache/toy/store/deep/b', `${made.path}/.local/bin/tool`);
    },
    says: /^protected: .*\.local\/bin\/tool is a link to a program in it/,
  },
  {
    name: '29 a process runs from it',
    tree: { '.cache/toy/store/tool': '' },
    hold(made) {
      copyFileSync('/bin/cat', `${storeOf(made)}/tool`);
      return start([`${storeOf(made)}/tool`]);
    },
    says: /^in-use: tool: program .* \(process \d+\)/,
  },
  {
    name: '58 its flock is held',
    needs: ['flock'],
    declares: lock('flock'),
    hold: (made) => start(['flock', `${storeOf(made)}/deep/lock`, ...shell('')]),
    says: /^in-use: .*\(process \d+\)/,
  },
  {
    name: '59 its lock is held for ever, and nobody waits for it: a file that is there',
    declares: lock('exists'),
    hold() {},
    says: /^in-use: lock file /,
  },
  {
    name: '59 its lock is held for ever, and nobody waits for it: a pipe that nobody writes to',
    needs: ['mkfifo'],
    declares: lock('pid'),
    hold(made) {
      unlinkSync(`${storeOf(made)}/deep/lock`);
      execFileSync('mkfifo', [`${storeOf(made)}/deep/lock`]);
    },
    says: /^not-knowable: whether .* is locked cannot be read/,
  },
  {
    name: '60 a database in it is open, with a journal of its own',
    needs: ['python3'],
    hold: (made) => start(python(sqlite(`${storeOf(made)}/deep/index.sqlite`, 'wal'))),
    says: /^in-use: python3?: .*index\.sqlite.* \(process \d+\)/,
  },
  {
    name: '60 a database in it is open, with nothing locked',
    needs: ['python3'],
    hold: (made) => start(python(sqlite(`${storeOf(made)}/deep/index.sqlite`, 'delete'))),
    says: /^in-use: python3?: .*index\.sqlite.* \(process \d+\)/,
  },
  {
    name: '61 its POSIX lock is held, as Gradle holds them',
    needs: ['python3'],
    declares: lock('gradle'),
    hold: (made) => start(python(`import fcntl; f = open("${storeOf(made)}/deep/lock", "r+"); fcntl.lockf(f, fcntl.LOCK_EX)`)),
    says: /^in-use: .*\(process \d+\)/,
  },
  {
    name: '62 its lock file was deleted and made anew while the old one is held',
    needs: ['python3'],
    declares: lock('flock'),
    async hold(made) {
      const file = `${storeOf(made)}/deep/lock`;
      await start(python(`import fcntl; f = open("${file}", "r+"); fcntl.flock(f, fcntl.LOCK_EX)`));
      unlinkSync(file);
      writeFileSync(file, '');
    },
    says: /^in-use: .*lock \(deleted\).*\(process \d+\)/,
  },
]; // biome-ignore format: a table

const sqlite = (file: string, journal: string): string => `
import sqlite3
c = sqlite3.connect("${file}")
c.execute("pragma journal_mode=${journal}")
c.execute("create table t (a)")
c.commit()`;

describe.each(['before the plan is made', 'between plan and apply'])('%s', (moment) => {
  for (const one of held) {
    test(one.name, one.needs ? needs(...one.needs) : {}, async (context) => {
      const made = home({ ...canaries, '.cache/toy': cache, ...one.tree, '.local/state': {} });
      const known = toyWith(one.declares?.(made) ?? {});
      const early = moment.startsWith('before');
      if (early) await one.hold(made);
      let before = snapshotTree(made.root);
      const between = async () => {
        if (early) return;
        await one.hold(made);
        before = snapshotTree(made.root);
      };
      const { store, code } = await purge(made, { known, between });
      expect(store).toMatch(one.says);
      expect(existsSync(`${storeOf(made)}/deep/b`)).toBe(true);
      // Risky parts that nobody named are no failure.
      expect(code).toBe(early && store.startsWith('above-allowed-safety') ? 0 : 1);
      expectNoneLost(one.name, before, made);
      counted(context);
    });
  }
});
