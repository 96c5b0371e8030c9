import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { home, request, toy, toyTree, userOf } from '../../test/toy.js';
import { stateFolder } from '../own-files/state-folder.js';
import { planPurge } from '../plan/plan-purge.js';
import { scan } from '../scan/scan.js';
import { applyPlan } from './apply-plan.js';
import { readBatches } from './batches.js';
import { freeBatch, history } from './history.js';
import { holdName } from './hold-paths.js';
import { Journal } from './journal.js';
import { recoverBatches } from './recover-batches.js';
import { undoBatch } from './undo-batch.js';

const hour = 3_600_000;

/** A cache that was purged and is kept for an hour. */
async function kept(origin: 'builtin' | 'plugin' = 'builtin', keepMs: number | 'unsaid' = hour) {
  const made = home({ '.cache/toy': toyTree, outside: { precious: 'mine' } });
  const context = await userOf(made);
  const known = [{ ...toy, origin }];
  const plan = planPurge(await scan(known, { context }), known, request(keepMs === 'unsaid' ? {} : { keepMs }));
  const result = await applyPlan(plan, known, { context });
  const cache = `${made.path}/.cache/toy`;
  const hold = `${made.path}/.cache/${holdName(context.uid)}`;
  const notices: string[] = [];
  const recover = (afterMs = 0) =>
    recoverBatches(
      context,
      (event) => event.type === 'notice' && notices.push(event.message),
      new Date(Date.now() + afterMs),
    );
  const states = () => readBatches(context).flatMap(({ items }) => items.map(({ state }) => state));
  return { made, context, plan, result, cache, hold, notices, recover, states };
}

test('what is kept stays until its time is over, and is gone then', async () => {
  const { cache, hold, recover, states, plan } = await kept();
  expect(readdirSync(cache).sort()).toEqual(['built', 'logs', 'notes']);
  await recover(hour - 60_000);
  expect(states()).toEqual(plan.steps.map(() => 'held'));
  await recover(hour + 60_000);
  await recover(hour + 60_000);
  expect(states()).toEqual(plan.steps.map(() => 'done'));
  expect(() => readdirSync(hold)).toThrow('ENOENT');
});

test('what others than devclean itself name is kept for a day, where nobody says otherwise', async () => {
  const { result, plan } = await kept('plugin', 'unsaid');
  expect(plan.steps.every(({ undoable }) => undoable)).toBe(true);
  for (const { heldUntil } of result.outcomes) {
    expect(Date.parse(heldUntil as string) - Date.parse(result.startedAt)).toBe(24 * hour);
  }
});

test('what devclean names itself is not kept, and neither is anything with a time of 0', async () => {
  for (const [origin, keepMs] of [
    ['builtin', 'unsaid'],
    ['plugin', 0],
  ] as const) {
    const { hold, states, plan, result } = await kept(origin, keepMs);
    expect(plan.steps.some(({ undoable }) => undoable)).toBe(false);
    expect(result.outcomes.some(({ heldUntil }) => heldUntil !== undefined)).toBe(false);
    expect(new Set(states())).toEqual(new Set(['done']));
    expect(() => readdirSync(hold)).toThrow('ENOENT');
  }
});

test('something else that lies where an item was held is never removed, nor put in its place', async () => {
  const { cache, hold, recover, notices, context } = await kept();
  const [name = ''] = readdirSync(hold);
  renameSync(`${hold}/${name}`, `${hold}/../taken-away`);
  mkdirSync(`${hold}/${name}`);
  writeFileSync(`${hold}/${name}/mine`, 'mine');
  await recover(2 * hour);
  expect(readFileSync(`${hold}/${name}/mine`, 'utf8')).toBe('mine');
  expect(notices).toEqual([expect.stringContaining('something else')]);
  const { items } = await undoBatch(undefined, { context }).catch(() => ({ items: [] }));
  expect(items.every(({ status }) => status === 'failed')).toBe(true);
  expect(readdirSync(cache).sort()).toEqual(['built', 'logs', 'notes']);
});

test('a hold that was replaced, by another folder or a link, is not believed', async () => {
  for (const replace of [mkdirSync, (at: string) => symlinkSync(path.join(at, '../moved'), at)]) {
    const { hold, recover, context } = await kept();
    const names = readdirSync(hold);
    renameSync(hold, path.join(hold, '../moved'));
    replace(hold);
    await recover(2 * hour);
    expect(readdirSync(path.join(hold, '../moved'))).toEqual(names);
    rmSync(hold, { recursive: true });
    expect(history(context).batches).toHaveLength(1);
  }
});

test('a journal that leads elsewhere leads to nothing', async () => {
  const { made, context, recover, hold, cache } = await kept();
  const [batch] = readBatches(context);
  const [item] = batch?.items ?? [];
  if (batch === undefined || item?.hold === undefined) throw new Error('it was kept');
  const journal = Journal.create(context, 'aaaaaaaaaaaa');
  const { state: _, until: __, ...intent } = item;
  const elsewhere = { ...intent.parent, path: `${made.path}/outside` };
  journal.append(
    { ...batch.begin, batch: 'aaaaaaaaaaaa' },
    { type: 'intent', ...intent, item: 0, hold: { ...elsewhere, as: 'precious' } },
    { type: 'removing', item: 0 },
    { type: 'intent', ...intent, item: 1, hold: { ...item.hold, as: '../../outside' } },
    { type: 'removing', item: 1 },
    {
      type: 'intent',
      ...intent,
      item: 2,
      hold: { ...item.hold, path: `${made.path}/outside/${holdName(context.uid)}` },
    },
    { type: 'held', item: 2 },
  );
  journal.close();
  const before = readdirSync(hold);
  await recover();
  expect(readFileSync(`${made.path}/outside/precious`, 'utf8')).toBe('mine');
  expect(readdirSync(hold)).toEqual(before);
  expect(readdirSync(cache).sort()).toEqual(['built', 'logs', 'notes']);
});

test('what was only announced is given back, but over nothing', async () => {
  const { context, cache, hold, recover, notices } = await kept();
  const [batch] = readBatches(context);
  const journal = Journal.create(context, 'bbbbbbbbbbbb');
  journal.append({ ...(batch as NonNullable<typeof batch>).begin, batch: 'bbbbbbbbbbbb' });
  for (const { state: _, until: __, ...intent } of batch?.items ?? []) journal.append({ type: 'intent', ...intent });
  journal.close();
  rmSync(`${stateFolder(context)}/journal/${batch?.begin.batch}.jsonl`);
  mkdirSync(`${cache}/store`);
  writeFileSync(`${cache}/store/new`, 'new');
  await recover();
  await recover();
  expect(readdirSync(`${cache}/store`)).toEqual(['new']);
  expect(readdirSync(`${cache}/logs`).sort()).toEqual(['one.log', 'two.log']);
  expect(readdirSync(`${cache}/built`)).toEqual(['1.2']);
  expect(readdirSync(hold)).toHaveLength(1);
  expect(notices).toEqual([1, 2].map(() => expect.stringContaining('its place is taken')));
});

test('freeing early removes what is held of that batch only', async () => {
  const { result, context, hold, states } = await kept();
  await expect(freeBatch('cccccccccccc', { context })).rejects.toMatchObject({ code: 'UNKNOWN_BATCH' });
  const { freed } = await freeBatch(result.batch, { context });
  expect(freed).toEqual({ batch: result.batch, removed: result.removed });
  expect(new Set(states())).toEqual(new Set(['done']));
  expect(() => readdirSync(hold)).toThrow('ENOENT');
  await expect(undoBatch(result.batch, { context })).rejects.toMatchObject({ code: 'NOTHING_HELD' });
});
