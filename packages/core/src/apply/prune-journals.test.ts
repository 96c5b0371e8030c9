import { noUsage } from '@devclean/disk';
import { expect, test } from 'vitest';
import { home, userOf } from '../../test/toy.js';
import type { Batch, BatchItem } from './batches.js';
import { readBatches } from './batches.js';
import { holdName } from './hold-paths.js';
import { Journal } from './journal.js';
import { forgettable } from './prune-journals.js';
import { recoverBatches } from './recover-batches.js';

const day = 24 * 60 * 60 * 1000;
const now = new Date('2026-11-21T00:00:00Z');
const daysAgo = (days: number) => new Date(now.getTime() - days * day).toISOString();

function item(state: BatchItem['state']): BatchItem {
  const folder = { path: '/nowhere', dev: '1', ino: '1' };
  const identity = { dev: '1', ino: '2', mtimeNs: '0' };
  return { item: 0, provider: 'toy', section: 'store', parent: folder, name: 'a', identity, expected: noUsage, state };
}

/** A batch of so many days ago. */
function batch(days: number, change: Partial<Batch> = {}): Batch {
  const at = daysAgo(days);
  const begin = { type: 'begin', version: 1, batch: String(days), at, pid: 1, bootId: 'another' } as const;
  return { begin, items: [item('done')], endedAt: at, ...change };
}

/** So many that the older ones are not among the latest. */
const latest = Array.from({ length: 20 }, (_, index) => batch(30 - index));

test('what is done and older than 90 days is forgotten, but never the latest 20', () => {
  expect(forgettable([batch(200), batch(91), batch(89), ...latest], now)).toEqual(['200', '91']);
  expect(forgettable([batch(300), batch(299), ...latest.map((_, index) => batch(200 - index))], now)).toEqual([
    '300',
    '299',
  ]);
  expect(forgettable([batch(200), ...latest.slice(1)], now)).toEqual([]);
});

test.each(['intent', 'held', 'removing'] as const)('not while an item is "%s"', (state) => {
  expect(forgettable([batch(400, { items: [item('done'), item(state)] }), ...latest], now)).toEqual([]);
});

test.each(['done', 'untouched', 'returned', 'lost'] as const)('an item that is "%s" keeps nobody', (state) => {
  expect(forgettable([batch(400, { items: [item(state)] }), ...latest], now)).toEqual(['400']);
});

test('not when it is damaged, did not end, or ended later', () => {
  const { endedAt: _, ...open } = batch(397);
  const old = [
    batch(400, { damagedAt: 3 }),
    batch(399, { damagedAt: 1, items: [] }),
    batch(398, { endedAt: daysAgo(3) }),
    open,
  ];
  expect(forgettable([...old, ...latest], now)).toEqual([]);
});

test('one that never came to an item is forgotten after a day', () => {
  const { endedAt: _, ...empty } = batch(2, { items: [] });
  expect(forgettable([...latest, empty], now)).toEqual(['2']);
  expect(forgettable([...latest, { ...empty, begin: { ...empty.begin, at: daysAgo(0.5) } }], now)).toEqual([]);
});

test('the next run forgets them, and leaves the others', async () => {
  const context = await userOf(home());
  const write = (id: string, days: number, state: 'done' | 'removing') => {
    const { begin, items } = batch(days);
    const journal = Journal.create(context, id);
    const { state: _, ...intent } = items[0] as BatchItem;
    const hold = { ...intent.parent, path: `/nowhere/${holdName(context.uid)}`, as: 'toy.00' };
    const at = new Date(Date.now() - days * day).toISOString();
    journal.append({ ...begin, batch: id, at }, { type: 'intent', ...intent, hold });
    journal.append(state === 'done' ? { type: 'done', item: 0, removed: noUsage } : { type: 'removing', item: 0 }, {
      type: 'end',
      at,
    });
    journal.close();
  };
  write('aaaaaaaaaaaa', 93, 'done');
  write('bbbbbbbbbbbb', 91, 'removing');
  for (let index = 0; index < 20; index++) write(String(index).padStart(12, '0'), 30, 'done');
  const names = () => readBatches(context).map(({ begin }) => begin.batch);
  await recoverBatches(context, undefined, new Date(0));
  expect(names()).toHaveLength(22);
  await recoverBatches(context, undefined);
  expect(names()).toHaveLength(21);
  expect(names()).not.toContain('aaaaaaaaaaaa');
});
