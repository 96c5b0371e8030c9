import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { home, request, toy, toyTree, userOf } from '../../test/toy.js';
import { stateFolder } from '../own-files/state-folder.js';
import { planPurge } from '../plan/plan-purge.js';
import { scan } from '../scan/scan.js';
import { uptimeMs } from '../system/machine.js';
import type { ToolContext } from '../system/tool-context.js';
import type { ApplyEvent } from './apply-event.js';
import { applyPlan } from './apply-plan.js';
import { type Batch, type BatchItem, readBatches } from './batches.js';
import { freeBatch, history } from './history.js';
import { holdName } from './hold-paths.js';
import { Journal } from './journal.js';
import { readJournalText } from './journal-lines.js';
import type { BeginRecord, JournalRecord } from './journal-record.js';
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
  const tell = (event: ApplyEvent) => event.type === 'notice' && notices.push(event.message);
  const recover = (afterMs = 0) => recoverBatches(context, tell, new Date(Date.now() + afterMs));
  /** The clock says something else, and no time has passed. */
  const recoverAt = (now: Date) => recoverBatches(context, tell, now, { uptimeMs: uptimeMs() });
  const file = (batch: string) => `${stateFolder(context)}/journal/${batch}.jsonl`;
  const states = () => readBatches(context).flatMap(({ items }) => items.map(({ state }) => state));
  return { made, context, plan, result, cache, hold, notices, recover, recoverAt, states, file };
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

/** What `kept` left, as if the run had been killed before it wrote down that it was held. */
async function onlyAnnounced() {
  const made = await kept();
  const { context, file, result, notices } = made;
  const [batch] = readBatches(context);
  rmSync(file(result.batch));
  const journal = Journal.create(context, 'bbbbbbbbbbbb');
  journal.append({ ...(batch as Batch).begin, batch: 'bbbbbbbbbbbb' });
  for (const { state: _, until: __, ...intent } of batch?.items ?? []) journal.append({ type: 'intent', ...intent });
  journal.close();
  const stateOf = (name: string) =>
    readBatches(context)[0]?.items.flatMap((item) => (item.name === name ? item.state : []));
  return { ...made, stateOf, notices };
}

test('what was only announced is given back, but over nothing: then it is kept for a day', async () => {
  const { context, cache, hold, recover, notices, stateOf } = await onlyAnnounced();
  mkdirSync(`${cache}/store`);
  writeFileSync(`${cache}/store/new`, 'new');
  await recover();
  await recover();
  expect(readdirSync(`${cache}/store`)).toEqual(['new']);
  expect(readdirSync(`${cache}/logs`).sort()).toEqual(['one.log', 'two.log']);
  expect(readdirSync(`${cache}/built`)).toEqual(['1.2']);
  expect(readdirSync(hold)).toHaveLength(1);
  expect(notices).toEqual([expect.stringContaining('its place is taken or gone. It is kept until')]);
  expect(history(context).batches).toMatchObject([{ batch: 'bbbbbbbbbbbb', state: 'held' }]);
  const { items } = await undoBatch('bbbbbbbbbbbb', { context });
  expect(items).toMatchObject([{ status: 'beside', at: `${cache}/store.undone-1` }]);
  expect(stateOf('store')).toEqual(['returned']);
});

test('what was only announced is kept for a day where its folder is gone, and then goes', async () => {
  const { cache, hold, recover, stateOf } = await onlyAnnounced();
  renameSync(`${cache}/built`, `${cache}/../taken-away`);
  await recover();
  await recover(23 * hour);
  expect(stateOf('1.2')).toEqual(['held']);
  await recover(25 * hour);
  expect(stateOf('1.2')).toEqual(['done']);
  expect(() => readdirSync(hold)).toThrow('ENOENT');
});

test('what was only announced and is something else than was planned is told of, and stays', async () => {
  const { cache, hold, recover, notices, stateOf, context } = await onlyAnnounced();
  mkdirSync(`${cache}/store`);
  const as = readBatches(context)[0]?.items.find(({ name }) => name === 'store')?.hold?.as;
  renameSync(`${hold}/${as}`, `${cache}/../taken-away`);
  mkdirSync(`${hold}/${as}`);
  writeFileSync(`${hold}/${as}/mine`, 'mine');
  writeFileSync(`${cache}/store/new`, 'new');
  await recover();
  await recover(48 * hour);
  expect(readFileSync(`${hold}/${as}/mine`, 'utf8')).toBe('mine');
  expect(stateOf('store')).toEqual(['intent']);
  expect(notices).toEqual([1, 2].map(() => expect.stringContaining(`left ${hold}/${as}`)));
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

/** The journal of a batch anew, with its beginning changed. */
function rewrite(context: ToolContext, file: string, change: (begin: BeginRecord) => BeginRecord): void {
  const { records } = readJournalText(readFileSync(file));
  const [begin, ...others] = records as [BeginRecord, ...JournalRecord[]];
  rmSync(file);
  const journal = Journal.create(context, begin.batch);
  journal.append(change(begin), ...others);
  journal.close();
}

test.each([
  ['its first line was changed', (text: string) => text.replace('"version":1', '"version":7')],
  ['it is another batch’s', (text: string) => text],
])('a journal that cannot be believed at all is listed and said, not passed over: %s', async (_, change) => {
  const { context, recover, notices, file, result, states, plan } = await kept();
  writeFileSync(file('abababababab'), change(readFileSync(file(result.batch), 'utf8')));
  await recover();
  expect(notices).toEqual([expect.stringContaining('The journal of batch abababababab is damaged in line 1')]);
  expect(history(context).batches.map(({ batch, state }) => [batch, state])).toContainEqual([
    'abababababab',
    'damaged',
  ]);
  expect(states()).toEqual(plan.steps.map(() => 'held'));
});

describe('what is nowhere', () => {
  const lost = expect.stringContaining('took it away');

  test('is written off once, said once, and listed', async () => {
    const { context, hold, recover, notices, states, plan, result } = await kept();
    rmSync(hold, { recursive: true });
    await recover();
    await recover();
    expect(states()).toEqual(plan.steps.map(() => 'lost'));
    expect(notices).toEqual([lost]);
    expect(history(context).batches).toMatchObject([
      { state: 'done', lost: plan.steps.length, items: plan.steps.length },
    ]);
    await expect(undoBatch(result.batch, { context })).rejects.toMatchObject({ code: 'NOTHING_HELD' });
  });

  test('one of a batch is, and the others come back', async () => {
    const { context, hold, notices, states, plan, recover } = await kept();
    const [name = ''] = readdirSync(hold);
    rmSync(`${hold}/${name}`, { recursive: true });
    await recover();
    expect(states().filter((state) => state === 'lost')).toHaveLength(1);
    expect(notices).toEqual([lost]);
    const { items } = await undoBatch(undefined, { context });
    expect(items.map(({ status }) => status)).toEqual(plan.steps.slice(1).map(() => 'returned'));
  });

  test.each(['intent', 'held', 'removing'] as const)(
    'an interrupted run left it with "%s": not interrupted for ever',
    async (state) => {
      const { context, hold, recover, notices, result } = await kept();
      const [batch] = readBatches(context);
      const journal = Journal.create(context, 'dddddddddddd');
      journal.append({ ...(batch as Batch).begin, batch: 'dddddddddddd' });
      const { state: _, until: __, ...intent } = (batch as Batch).items[0] as BatchItem;
      journal.append({ type: 'intent', ...intent });
      if (state !== 'intent') journal.append({ type: state, item: intent.item });
      journal.close();
      rmSync(hold, { recursive: true });
      const isInterrupted = () =>
        history(context)
          .batches.filter(({ batch }) => batch !== result.batch)
          .map((one) => one.state);
      expect(isInterrupted()).toEqual(['interrupted']);
      await recover();
      expect(isInterrupted()).toEqual(['done']);
      expect(notices).toHaveLength(2);
    },
  );

  test('its disk may only not be there: it is not written off, but when that has lasted for months', async () => {
    const { made, recover, notices, states, plan } = await kept();
    renameSync(`${made.path}/.cache`, `${made.path}/unplugged`);
    mkdirSync(`${made.path}/.cache`);
    await recover();
    await recover(2 * hour);
    expect([states(), notices]).toEqual([plan.steps.map(() => 'held'), []]);
    await recover(100 * 24 * hour);
    expect(states()).toEqual(plan.steps.map(() => 'lost'));
  });

  test('is not said of what an interrupted undo has put back, with or without its hold', async () => {
    for (const withHold of [true, false]) {
      const { context, cache, hold, recover, states, plan } = await kept();
      const items = readBatches(context)[0]?.items ?? [];
      for (const { parent, name, hold: held } of items) renameSync(`${hold}/${held?.as}`, `${parent.path}/${name}`);
      if (!withHold) rmdirSync(hold);
      await recover();
      expect(states()).toEqual(plan.steps.map(() => (withHold ? 'held' : 'returned')));
      const undone = await undoBatch(undefined, { context }).catch((error: Error) => error.message);
      expect(undone).toMatchObject(
        withHold ? { items: plan.steps.map(() => ({ status: 'returned' })) } : /Nothing is held/,
      );
      expect(readdirSync(cache)).toContain('store');
    }
  });
});

test('an empty hold that two interrupted batches shared is no loss to the second', async () => {
  const { context, hold, recover, notices, states } = await kept();
  const [batch] = readBatches(context);
  rmSync(`${stateFolder(context)}/journal/${batch?.begin.batch}.jsonl`);
  const items = batch?.items ?? [];
  for (const [index, { state: _, until: __, ...intent }] of items.slice(0, 2).entries()) {
    const journal = Journal.create(context, `${index}`.repeat(12));
    journal.append({ ...(batch as Batch).begin, batch: `${index}`.repeat(12) }, { type: 'intent', ...intent });
    journal.append({ type: 'removing', item: intent.item });
    journal.close();
  }
  for (const name of readdirSync(hold)) rmSync(`${hold}/${name}`, { recursive: true });
  await recover();
  expect(states()).toEqual(['done', 'done']);
  expect(notices).toEqual([]);
});

/** What is kept, and its time is over. */
async function keptTooLong() {
  const made = await kept();
  const { context, file, result } = made;
  const past = new Date(Date.now() - 2 * hour).toISOString();
  const { records } = readJournalText(readFileSync(file(result.batch)));
  rmSync(file(result.batch));
  const journal = Journal.create(context, result.batch);
  for (const record of records) journal.append(record.type === 'held' ? { ...record, until: past } : record);
  journal.close();
  return made;
}

test('an undo brings back what the next removal would remove for its age', async () => {
  const { context, cache, states, plan } = await keptTooLong();
  await undoBatch(undefined, { context });
  expect(states()).toEqual(plan.steps.map(() => 'returned'));
  expect(readdirSync(cache)).toContain('store');
});

test('freeing by name what the next removal would remove for its age is no mistake', async () => {
  const { context, states, plan, result } = await keptTooLong();
  expect((await freeBatch(result.batch, { context })).freed?.removed).toEqual(result.removed);
  expect(states()).toEqual(plan.steps.map(() => 'done'));
});

describe('by a clock that cannot be right nothing goes for its age', () => {
  test.each([
    ['it says 1970', () => new Date(5000), /1970-01-01T00:00:05.000Z, and there was no devclean then/],
    ['it says a time before the batch', () => new Date(Date.now() - 2 * hour), /it is wrong now, or was then/],
    ['it is five years ahead', () => new Date(Date.now() + 5 * 365 * 24 * hour), /may have been set forward/],
    ['it is a day ahead', () => new Date(Date.now() + 24 * hour), /may have been set forward/],
    ['it says nothing', () => new Date(Number.NaN), /^$/],
  ])('%s', async (_, now, said) => {
    const { context, result, recoverAt, notices, states, plan } = await kept();
    await recoverAt(now());
    expect(states()).toEqual(plan.steps.map(() => 'held'));
    expect(notices.join()).toMatch(said);
    // The way out does not ask the clock.
    expect((await freeBatch(result.batch, { context })).freed?.removed).toEqual(result.removed);
  });

  test.each([
    ['a little over', 2 * hour, 'done'],
    ['over for years', 3 * 365 * 24 * hour, 'held'],
  ])('in another boot, where nothing else tells: its time is %s', async (_, after, state) => {
    const { context, recover, notices, states, plan, file, result } = await kept();
    rewrite(context, file(result.batch), (begin) => ({ ...begin, bootId: 'another' }));
    await recover(after);
    expect(states()).toEqual(plan.steps.map(() => state));
    expect(notices).toHaveLength(state === 'held' ? 1 : 0);
  });

  test('it was wrong when another batch was made: that is not known, so nothing goes', async () => {
    const { context, recover, notices, states, plan } = await kept();
    const [batch] = readBatches(context);
    const at = new Date(Date.now() + 3 * hour).toISOString();
    const journal = Journal.create(context, 'eeeeeeeeeeee');
    journal.append({ ...(batch as Batch).begin, batch: 'eeeeeeeeeeee', at }, { type: 'end', at });
    journal.close();
    await recover(2 * hour);
    expect(states()).toEqual(plan.steps.map(() => 'held'));
    expect(notices).toEqual([expect.stringContaining(`batch eeeeeeeeeeee is of ${at}`)]);
    await recover(4 * hour);
    expect(states()).toEqual(plan.steps.map(() => 'done'));
  });
});
