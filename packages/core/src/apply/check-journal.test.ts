import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { diffSnapshots, snapshotTree } from '@devclean/testkit';
import { expect, test } from 'vitest';
import { home, request, toy, toyTree, userOf } from '../../test/toy.js';
import { stateFolder } from '../own-files/state-folder.js';
import { planPurge } from '../plan/plan-purge.js';
import { scan } from '../scan/scan.js';
import { uptimeMs } from '../system/machine.js';
import { applyPlan } from './apply-plan.js';
import { type Batch, type BatchItem, readBatches } from './batches.js';
import { checkJournal } from './check-journal.js';
import { holdName } from './hold-paths.js';
import { Journal } from './journal.js';
import { recoverBatches } from './recover-batches.js';
import { undoBatch } from './undo-batch.js';

const hour = 3_600_000;

/** A cache that was purged and is kept for an hour; and what is found, after it was proven that looking changes nothing. */
async function kept() {
  const made = home({ '.cache/toy': toyTree });
  const context = await userOf(made);
  const plan = planPurge(await scan([toy], { context }), [toy], request({ keepMs: hour }));
  const { batch } = await applyPlan(plan, [toy], { context });
  const cache = `${made.path}/.cache/toy`;
  const found = (afterMs = 0, passedMs = afterMs) => {
    const before = snapshotTree(made.root);
    const moment = { now: new Date(Date.now() + afterMs), uptimeMs: uptimeMs() + passedMs };
    const { findings } = checkJournal(context, [cache], moment);
    expect(diffSnapshots(before, snapshotTree(made.root))).toEqual([]);
    return findings;
  };
  return {
    ...{ made, context, plan, batch, cache, found },
    hold: `${made.path}/.cache/${holdName(context.uid)}`,
    journal: `${stateFolder(context)}/journal/${batch}.jsonl`,
    problems: (...times: [number?, number?]) =>
      found(...times).map(({ problem, wrong }) => `${problem}${wrong ? '!' : ''}`),
  };
}

test('nothing was removed yet: nothing is found', async () => {
  expect(checkJournal(await userOf(home()), ['/nowhere'])).toEqual({ batches: 0, findings: [] });
});

test('what is held waits, and so does what the next removal takes', async () => {
  const { batch, found, problems, context } = await kept();
  expect(found()).toMatchObject([
    { problem: 'held', wrong: false, batch, message: expect.stringContaining('4 items are kept until') },
  ]);
  expect(found()[0]?.hint).toBe(
    `"devclean undo ${batch}" brings it back, "devclean history --free ${batch}" frees its space.`,
  );
  expect(problems(2 * hour)).toEqual(['expired']);
  await recoverBatches(context, undefined, new Date(Date.now() + 2 * hour));
  expect(problems()).toEqual([]);
});

test('a clock that cannot be right is wrong', async () => {
  const { found, problems } = await kept();
  expect(problems(-2 * hour)).toEqual(['clock!', 'held']);
  expect(problems(-50 * 365 * 24 * hour)).toEqual(['clock!', 'held']);
  expect(problems(5 * 365 * 24 * hour, 0)).toEqual(['held!']);
  expect(found(5 * 365 * 24 * hour, 0)[0]?.message).toContain('set forward');
});

test('a journal that was meddled with: where it is, and where to look', async () => {
  const { journal, hold, found } = await kept();
  writeFileSync(journal, readFileSync(journal, 'utf8').replace('"type":"held"', '"type":"Held"'));
  expect(found()).toMatchObject([
    { problem: 'damaged', wrong: true, path: journal, hint: expect.stringContaining(`Look into ${hold}`) },
    { problem: 'hold-unknown' },
  ]);
});

test('an interrupted run, as far as it came', async () => {
  const { context, journal, problems, batch } = await kept();
  const [read] = readBatches(context) as [Batch];
  const { state: _, until: __, ...intent } = read.items[0] as BatchItem;
  for (const [records, expected] of [
    [[{ type: 'intent', ...intent }], ['unfinished!']],
    [
      [
        { type: 'intent', ...intent },
        { type: 'removing', item: 0 },
      ],
      ['unfinished!'],
    ],
    [
      [
        { type: 'intent', ...intent },
        { type: 'untouched', item: 0 },
      ],
      ['unfinished'],
    ],
    [[], []],
  ] as const) {
    rmSync(journal);
    const written = Journal.create(context, batch);
    written.append(read.begin, ...records);
    written.close();
    expect(problems().filter((problem) => problem !== 'hold-unknown!')).toEqual(expected);
  }
});

test('a journal without its hold, and a hold without its journal', async () => {
  const { made, context, hold, journal, found, problems } = await kept();
  renameSync(journal, `${made.root}/journal`);
  const [stray, ...more] = found();
  expect(stray).toMatchObject({
    problem: 'hold-unknown',
    wrong: true,
    path: hold,
    message: expect.stringContaining('4 items are known to no journal'),
  });
  expect(more).toEqual([]);
  for (const name of readdirSync(hold)) renameSync(`${hold}/${name}`, `${hold}/${name}.condemned`);
  expect(found()).toMatchObject([{ hint: expect.stringContaining('The next purge') }]);
  for (const name of readdirSync(hold)) renameSync(`${hold}/${name}`, `${hold}/${name.replace('.condemned', '')}`);
  renameSync(`${made.root}/journal`, journal);
  expect(problems()).toEqual(['held']);

  renameSync(hold, `${made.root}/hold`);
  expect(found()).toMatchObject([
    { problem: 'hold-missing', wrong: true, path: hold, hint: expect.stringContaining('as lost') },
  ]);
  renameSync(`${made.path}/.cache`, `${made.root}/unplugged`);
  expect(found()).toMatchObject([{ problem: 'hold-missing', hint: expect.stringContaining('not connected') }]);
  renameSync(`${made.root}/unplugged`, `${made.path}/.cache`);
  renameSync(`${made.root}/hold`, hold);
  await undoBatch(undefined, { context });
  expect(problems()).toEqual([]);
});

test('what has the hold’s name and is no hold', async () => {
  const { made, hold, problems } = await kept();
  renameSync(hold, `${made.root}/hold`);
  symlinkSync(`${made.root}/hold`, hold);
  expect(problems()).toEqual(['hold-missing!', 'hold-unknown!']);
  rmSync(hold);
  mkdirSync(hold, { mode: 0o700 });
  expect(problems()).toEqual(['hold-missing!']);
  chmodSync(hold, 0o755);
  expect(problems()).toEqual(['hold-missing!', 'hold-unknown!']);
});

test('journals that cannot be read are wrong, and no hold is called a stray then', async () => {
  const { context, problems } = await kept();
  chmodSync(`${stateFolder(context)}/journal`, 0o777);
  expect(problems()).toEqual(['unreadable!']);
});
