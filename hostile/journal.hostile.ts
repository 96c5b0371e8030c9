import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { snapshotTree, type ThrowAwayHome } from '@devclean/testkit';
import { describe, expect, test } from 'vitest';
import { applyPlan } from '../packages/core/src/apply/apply-plan.js';
import { type Batch, type BatchItem, readBatches } from '../packages/core/src/apply/batches.js';
import { checkJournal } from '../packages/core/src/apply/check-journal.js';
import { history } from '../packages/core/src/apply/history.js';
import { holdName } from '../packages/core/src/apply/hold-paths.js';
import { Journal } from '../packages/core/src/apply/journal.js';
import { recoverBatches } from '../packages/core/src/apply/recover-batches.js';
import { undoBatch } from '../packages/core/src/apply/undo-batch.js';
import { planPurge } from '../packages/core/src/plan/plan-purge.js';
import { scan } from '../packages/core/src/scan/scan.js';
import { uptimeMs } from '../packages/core/src/system/machine.js';
import type { ToolContext } from '../packages/core/src/system/tool-context.js';
import { home, request, toy, userOf } from '../packages/core/test/toy.js';
import { canaries, expectNoneLost } from './world.js';

const hour = 3_600_000;
const cache = {
  store: { a: 'x', deep: { b: 'y' } },
  logs: { 'one.log': '' },
  notes: 'mine',
  unknown: { keys: 'mine' },
};

interface Machine {
  readonly made: ThrowAwayHome;
  readonly context: ToolContext;
  readonly at: string;
  readonly hold: string;
  /** The folder of the journals, and the batch's own. */
  readonly journals: string;
  readonly journal: string;
  readonly notices: readonly string[];
  purge(keepMs?: number): ReturnType<typeof applyPlan>;
  recover(afterMs?: number, passedMs?: number): Promise<void>;
}

/** A cache of which the store and a log are kept for an hour. */
async function kept(): Promise<Machine> {
  const made = home({ ...canaries, '.cache/toy': cache });
  const context = await userOf(made, { env: { XDG_STATE_HOME: `${made.path}/.local/state` } });
  const notices: string[] = [];
  const onEvent = (event: { type: string; message?: string }) =>
    event.type === 'notice' && notices.push(event.message ?? '');
  const purge = async (keepMs?: number) => {
    const asked = request(keepMs === undefined ? {} : { keepMs });
    return applyPlan(planPurge(await scan([toy], { context }), [toy], asked), [toy], { context, onEvent });
  };
  const { batch } = await purge(hour);
  const journals = `${made.path}/.local/state/devclean/journal`;
  return {
    ...{ made, context, notices, purge, journals },
    at: `${made.path}/.cache/toy`,
    hold: `${made.path}/.cache/${holdName(context.uid)}`,
    journal: `${journals}/${batch}.jsonl`,
    recover: (afterMs = 0, passedMs = afterMs) =>
      recoverBatches(context, onEvent, new Date(Date.now() + afterMs), { uptimeMs: uptimeMs() + passedMs }),
  };
}

const held = ({ hold }: Machine) => (existsSync(hold) ? readdirSync(hold).sort() : []);
const states = ({ context }: Machine) => readBatches(context).flatMap(({ items }) => items.map(({ state }) => state));

/** A batch beside the first, with its own items as a forger would have them. */
function forge(
  { context }: Machine,
  change: (item: Omit<BatchItem, 'state' | 'until'>, begin: Batch['begin']) => object,
  last: object,
) {
  const [{ begin, items }] = readBatches(context) as [Batch];
  const { state: _, until: __, ...item } = items[0] as BatchItem;
  const journal = Journal.create(context, 'f0f0f0f0f0f0');
  journal.append({ ...begin, batch: 'f0f0f0f0f0f0' }, { type: 'intent', ...item, ...change(item, begin) }, {
    item: item.item,
    ...last,
  } as never);
  journal.close();
}

/** What is done to it, and then looked at; whatever is done, no canary may be lost, by recovery, undo or the next purge. */
interface Case {
  readonly name: string;
  readonly deed: (machine: Machine) => void | Promise<void>;
  readonly afterwards: (machine: Machine, before: readonly string[]) => void | Promise<void>;
}

const stays = (machine: Machine, before: readonly string[]) => expect(held(machine)).toEqual(before);
/** Nothing is believed: nothing of what is held is touched, and the next purge does its work. */
async function unbelieved(machine: Machine, before: readonly string[]): Promise<void> {
  await machine.recover(2 * hour);
  await undoBatch(undefined, { context: machine.context }).catch(() => undefined);
  stays(machine, before);
  mkdirSync(`${machine.at}/store-7`);
  const { outcomes } = await machine.purge(0);
  expect(outcomes.map(({ status }) => status)).toEqual(['done']);
  stays(machine, before);
}

const cases: readonly Case[] = [
  {
    name: '91 the hold becomes a link to a folder of the user’s',
    deed: ({ hold, made }) => {
      renameSync(hold, `${made.root}/hold`);
      symlinkSync(`${made.path}/Documents`, hold);
    },
    afterwards: async (machine) => {
      await machine.recover(2 * hour);
      await undoBatch(undefined, { context: machine.context }).catch(() => undefined);
      expect(readdirSync(`${machine.made.root}/hold`)).toHaveLength(2);
      expect(checkJournal(machine.context, [machine.at]).findings.map(({ problem }) => problem)).toContain(
        'hold-unknown',
      );
    },
  },
  {
    name: '91 the hold is opened to others',
    deed: ({ hold }) => chmodSync(hold, 0o777),
    afterwards: unbelieved,
  },
  {
    name: '92 the journal is a link',
    deed: ({ journal, made }) => {
      renameSync(journal, `${made.root}/journal`);
      symlinkSync(`${made.root}/journal`, journal);
    },
    afterwards: async (machine, before) => {
      await machine.recover(2 * hour);
      stays(machine, before);
      expect(machine.notices.join()).toMatch(/Earlier runs were left as they are/);
    },
  },
  {
    name: '92 the journal is a FIFO: nobody waits for it',
    deed: ({ journal }) => {
      rmSync(journal);
      execFileSync('mkfifo', [journal]);
    },
    afterwards: unbelieved,
  },
  {
    name: '92 the journal is cut off in the middle of its last line',
    deed: ({ journal }) => truncateSync(journal, readFileSync(journal).length - 9),
    // Only what the last line said is not known: the end of the batch.
    afterwards: async (machine) => {
      await machine.recover();
      expect(new Set(states(machine))).toEqual(new Set(['held']));
      const { items } = await undoBatch(undefined, { context: machine.context });
      expect(items.map(({ status }) => status)).toEqual(['returned', 'returned']);
    },
  },
  {
    name: '92 the journal is empty',
    deed: ({ journal }) => truncateSync(journal, 0),
    afterwards: unbelieved,
  },
  {
    name: '92 a bit of it is flipped',
    deed: ({ journal }) => {
      const bytes = readFileSync(journal);
      bytes[200] = (bytes[200] as number) ^ 4;
      writeFileSync(journal, bytes);
    },
    afterwards: async (machine, before) => {
      await unbelieved(machine, before);
      expect(history(machine.context).batches.map(({ state }) => state)).toContain('damaged');
    },
  },
  {
    name: '92 it is from another boot: what was written down is looked for by inode, and comes back',
    deed: (machine) => {
      const [{ begin, items }] = readBatches(machine.context) as [Batch];
      rmSync(machine.journal);
      const journal = Journal.create(machine.context, begin.batch);
      journal.append({ ...begin, bootId: '00000000-0000-0000-0000-000000000000', pid: process.pid });
      for (const { state: _, until, ...item } of items) {
        const elsewhere = { ...item, identity: { ...item.identity, dev: '1' }, parent: { ...item.parent, dev: '1' } };
        const hold = { ...(item.hold as NonNullable<typeof item.hold>), dev: '1' };
        journal.append(
          { type: 'intent', ...elsewhere, hold },
          { type: 'held', item: item.item, ...(until && { until }) },
        );
      }
      journal.close();
    },
    afterwards: async (machine) => {
      const { items } = await undoBatch(undefined, { context: machine.context });
      expect(items.map(({ status }) => status)).toEqual(['returned', 'returned']);
    },
  },
  {
    name: '92 it is copied to another home: nothing there is what it names',
    deed: () => undefined,
    afterwards: async (machine, before) => {
      const other = home({ ...canaries, '.cache/toy': cache });
      const text = readFileSync(machine.journal, 'utf8');
      const context = await userOf(other, { env: { XDG_STATE_HOME: `${other.path}/.local/state` } });
      mkdirSync(`${other.path}/.local/state/devclean/journal`, { recursive: true, mode: 0o700 });
      writeFileSync(`${other.path}/.local/state/devclean/journal/${path.basename(machine.journal)}`, text);
      renameSync(`${machine.made.path}/.cache`, `${machine.made.path}/.cache-away`);
      const all = snapshotTree(`${other.path}/.cache`);
      await recoverBatches(context, undefined, new Date(Date.now() + 2 * hour));
      await undoBatch(undefined, { context }).catch(() => undefined);
      renameSync(`${machine.made.path}/.cache-away`, `${machine.made.path}/.cache`);
      expect(snapshotTree(`${other.path}/.cache`)).toEqual(all);
      stays(machine, before);
    },
  },
  {
    name: '92 it is played again under another name',
    deed: ({ journals, journal }) => copyFileSync(journal, `${journals}/abababababab.jsonl`),
    afterwards: async (machine) => {
      await undoBatch(undefined, { context: machine.context });
      expect(readdirSync(machine.at).sort()).toEqual(['logs', 'notes', 'store', 'unknown']);
      await machine.recover(2 * hour);
      expect(readdirSync(machine.at).sort()).toEqual(['logs', 'notes', 'store', 'unknown']);
      const problems = checkJournal(machine.context, [machine.at]).findings.map(({ problem, batch }) => [
        problem,
        batch,
      ]);
      expect(problems).toEqual([['damaged', 'abababababab']]);
    },
  },
  {
    name: '92 it is another user’s',
    deed: ({ journals }) => chmodSync(journals, 0o777),
    afterwards: async (machine, before) => {
      await machine.recover(2 * hour);
      stays(machine, before);
    },
  },
  {
    name: '92 it is played again after it was done: nothing is done twice',
    deed: async (machine) => {
      const text = readFileSync(machine.journal, 'utf8');
      await undoBatch(undefined, { context: machine.context });
      writeFileSync(machine.journal, text);
    },
    afterwards: async (machine) => {
      await machine.recover(2 * hour);
      expect(readdirSync(machine.at).sort()).toEqual(['logs', 'notes', 'store', 'unknown']);
      expect(new Set(states(machine))).toEqual(new Set(['returned']));
    },
  },
  ...(['held', 'removing', 'intent'] as const).map(
    (type): Case => ({
      name: `93 a journal names the path of somebody else as its hold, and says "${type}"`,
      deed: (machine) => {
        const { path: other } = machine.made;
        const documents = { path: `${other}/Documents`, dev: '0', ino: '0' };
        forge(machine, ({ hold }) => ({ hold: { ...hold, ...documents, as: 'letter.odt' } }), { type });
        rmSync(`${machine.journals}/f0f0f0f0f0f0.jsonl`);
        const inHold = { path: `${other}/work/${holdName(machine.context.uid)}` };
        mkdirSync(inHold.path, { mode: 0o700 });
        linkSync(`${other}/work/main.c`, `${inHold.path}/toy.00`);
        forge(machine, ({ hold }) => ({ hold: { ...hold, ...inHold, as: 'toy.00' } }), { type });
      },
      afterwards: async ({ made, context, recover }) => {
        await recover(2 * hour);
        expect(readdirSync(`${made.path}/work/${holdName(context.uid)}`)).toEqual(['toy.00']);
      },
    }),
  ),
  {
    name: '93 a journal gives back to another place: only to the very folder that was written down',
    deed: (machine) =>
      forge(machine, ({ parent }) => ({ parent: { ...parent, path: `${machine.made.path}/work/src` } }), {
        type: 'untouched',
      }),
    afterwards: async (machine) => {
      await machine.recover();
      await undoBatch('f0f0f0f0f0f0', { context: machine.context }).catch(() => undefined);
    },
  },
  {
    name: '94 undo: something new has its place',
    deed: ({ at }) => mkdirSync(`${at}/store`),
    afterwards: async ({ context, at }) => {
      const { items } = await undoBatch(undefined, { context });
      expect(items.map(({ status }) => status).sort()).toEqual(['beside', 'returned']);
      expect([readdirSync(`${at}/store`), existsSync(`${at}/store.undone-1/deep/b`)]).toEqual([[], true]);
    },
  },
  {
    name: '94 undo: the folder above is gone',
    deed: ({ at, made }) => renameSync(`${at}/logs`, `${made.root}/logs`),
    afterwards: async ({ context, made }) => {
      const { items } = await undoBatch(undefined, { context });
      expect(items.map(({ status }) => status).sort()).toEqual(['beside', 'returned']);
      expect(existsSync(`${made.path}/.cache/one.log.undone-1`)).toBe(true);
      rmSync(`${made.path}/.cache/one.log.undone-1`);
    },
  },
  {
    name: '94 undo: the folder above became a link to work',
    deed: ({ at, made }) => {
      renameSync(`${at}/logs`, `${made.root}/logs`);
      symlinkSync('../../work', `${at}/logs`);
    },
    afterwards: async ({ context, made }) => {
      const { items } = await undoBatch(undefined, { context });
      expect(items.find(({ section }) => section === 'logs')).toMatchObject({
        status: 'beside',
        at: `${made.path}/.cache/one.log.undone-1`,
      });
      rmSync(`${made.path}/.cache/one.log.undone-1`);
    },
  },
  {
    name: '95 what is kept, or linked elsewhere, is not said to be free',
    deed: ({ at, made }) => {
      mkdirSync(`${at}/store`);
      writeFileSync(`${at}/store/big`, Buffer.alloc(100_000));
      linkSync(`${at}/store/big`, `${made.root}/snapshot`);
    },
    afterwards: async (machine) => {
      const { removed } = await machine.purge(0);
      // A snapshot keeps the blocks as a second link does; what only the file system knows of, the change in free space tells.
      expect(removed.allocatedBytes).toBeGreaterThanOrEqual(100_000);
      expect(removed.reclaimableBytes).toBeLessThan(100_000);
      const [, first] = history(machine.context).batches;
      expect(first).toMatchObject({ state: 'held', removed: { allocatedBytes: 0 } });
    },
  },
  {
    name: '81 the clock says 1970, five years more, and files are of the future: nothing kept goes for its age',
    deed: ({ at }) => {
      mkdirSync(`${at}/store-7`);
      utimesSync(`${at}/store-7`, 4e9, 4e9);
    },
    afterwards: async (machine, before) => {
      await machine.recover(-Date.now() + 5000, 0);
      stays(machine, before);
      await machine.recover(5 * 365 * 24 * hour, 0);
      stays(machine, before);
      expect(machine.notices).toEqual([expect.stringContaining('1970'), expect.stringContaining('set forward')]);
      expect((await machine.purge(0)).outcomes.map(({ status }) => status)).toEqual(['done']);
    },
  },
  {
    name: '99 the machine slept for longer than it was kept',
    deed: () => undefined,
    // What the clock and the time since the boot both say.
    afterwards: async (machine) => {
      await machine.recover(9 * hour);
      expect([held(machine), new Set(states(machine))]).toEqual([[], new Set(['done'])]);
    },
  },
  {
    name: '99 another tool emptied the hold, or took it away',
    deed: ({ hold, made }) => renameSync(hold, `${made.root}/hold`),
    afterwards: async (machine) => {
      await machine.recover();
      await machine.recover(2 * hour);
      expect(new Set(states(machine))).toEqual(new Set(['lost']));
      expect(history(machine.context).batches).toMatchObject([{ state: 'done', lost: 2 }]);
      expect(machine.notices).toHaveLength(1);
    },
  },
  {
    name: '100 the state folder is lost: what is held is found, said and left alone',
    deed: ({ made }) => renameSync(`${made.path}/.local`, `${made.root}/local`),
    afterwards: async (machine, before) => {
      const { findings } = checkJournal(machine.context, [machine.at]);
      expect(findings).toMatchObject([{ problem: 'hold-unknown', path: machine.hold }]);
      const { report } = await scan([toy], { context: machine.context });
      expect(report.providers[0]?.locations[0]?.held?.files).toBe(3);
      await unbelieved(machine, before);
    },
  },
];

describe('the corpus: journals, holds and clocks', () => {
  test.for(cases.map((one) => [one.name, one] as const))('%s', async ([name, { deed, afterwards }], { task }) => {
    const machine = await kept();
    const inHold = held(machine);
    expect(inHold).toHaveLength(2);
    await deed(machine);
    const before = snapshotTree(machine.made.root);
    await afterwards(machine, inHold);
    expectNoneLost(name, before, machine.made);
    task.meta.numbers = { 'cases of the corpus': 1 };
  });
});
