import { noUsage } from '@devclean/disk';
import { hardLink } from '@devclean/testkit';
import { expect, test } from 'vitest';
import { home, request, stepsBelow, toy, toySpec, userOf } from '../../test/toy.js';
import { applyPlan } from '../apply/apply-plan.js';
import type { RoomRequest } from '../provider/cache-provider.js';
import { defineProvider } from '../provider/define-provider.js';
import { scan } from '../scan/scan.js';
import type { ItemOwner } from '../scan/scan-result.js';
import { chooseRoom, type RoomCandidate } from './choose-room.js';
import { exitCodeOf } from './exit-code.js';
import { planPurge } from './plan-purge.js';
import type { PurgeStep } from './purge-plan.js';
import { readPlan } from './read-plan.js';

const kept = { undoable: true };

/** A part of `bytes`, last used on a day of January. */
function part(section: string, bytes: number, day: number, more: Partial<PurgeStep> = {}): RoomCandidate {
  const step: PurgeStep = {
    kind: 'remove',
    provider: 'toy',
    origin: 'builtin',
    location: '/toy',
    section,
    safety: 'safe',
    path: `/toy/${section}/${day}-${bytes}`,
    undoable: false,
    expected: { ...noUsage, reclaimableBytes: bytes },
    ...more,
  };
  return { step, lastUsedAt: `2026-01-${String(day).padStart(2, '0')}T12:00:00.000Z`, dev: '1' };
}

const entry = (name: string) => ({ entry: { name, kind: 'toy' } });

function chosen(candidates: readonly RoomCandidate[], bytes: number, change: Partial<RoomRequest> = {}) {
  const { steps, skipped, room } = chooseRoom(candidates, { goal: 'free', bytes, ...change } as RoomRequest);
  return {
    steps: steps.map(({ section, entry }) => entry?.name ?? section),
    left: skipped.map(({ section, reason, expected }) =>
      `${section}: ${reason} ${expected?.reclaimableBytes ?? ''}`.trim(),
    ),
    why: skipped.map(({ detail }) => detail),
    room,
  };
}

test('safe before costly, then what was used longest ago, then what is smallest; and no more than is enough', () => {
  const parts = [
    part('costly', 50, 1, { safety: 'costly' }),
    part('new', 10, 9),
    part('large', 30, 5),
    part('small', 20, 5),
    part('old', 10, 2),
  ];
  expect(chosen(parts, 31)).toMatchObject({
    steps: ['old', 'small', 'large'],
    left: ['new: enough-freed 10', 'costly: enough-freed 50'],
    room: { neededBytes: 31, certainBytes: 60 },
  });
  expect(chosen(parts, 71).steps).toEqual(['old', 'small', 'large', 'new', 'costly']);
  expect(chosen(parts, 30).steps).toEqual(['old', 'small']);
});

test('a section goes whole, by the newest time in it; entries one by one', () => {
  const whole = [part('store', 5, 1), part('store', 5, 9), part('logs', 5, 3)];
  expect(chosen(whole, 1).steps).toEqual(['logs']);
  expect(chosen(whole, 6).steps).toEqual(['logs', 'store', 'store']);
  const split = [part('store', 5, 1, entry('bear')), part('store', 5, 9, entry('duck')), part('logs', 5, 3)];
  expect(chosen(split, 6)).toMatchObject({ steps: ['bear', 'logs'], left: ['store: enough-freed 5'] });
});

test('all parts of an entry go together, and what its section needs together is no entry', () => {
  const parts = [
    part('store', 5, 1, entry('bear')),
    part('store', 3, 4, entry('bear')),
    part('store', 5, 2, entry('duck')),
  ];
  expect(chosen(parts, 1).steps).toEqual(['duck']);
  expect(chosen(parts, 6).steps).toEqual(['duck', 'bear', 'bear']);
  expect(
    chosen(
      parts.map((one) => ({ ...one, together: true })),
      1,
    ).steps,
  ).toHaveLength(3);
});

test('what several entries have goes with the last of them', () => {
  const owner = (name: string, day: number): ItemOwner => ({
    ...entry(name),
    lastUsedAt: `2026-01-0${day}T00:00:00.000Z`,
  });
  const blob = {
    ...part('store', 40, 5, entry('bear')),
    owners: [owner('bear', 1), owner('duck', 5), owner('none', 2)],
  };
  const parts = [blob, part('store', 5, 1, entry('bear')), part('store', 5, 5, entry('duck')), part('logs', 5, 3)];
  expect(chosen(parts, 10)).toMatchObject({ steps: ['bear', 'logs'], left: ['store: enough-freed 45'] });
  expect(chosen(parts, 11)).toMatchObject({ steps: ['bear', 'logs', 'duck', 'bear'], room: { certainBytes: 55 } });
});

test('what has no time may have been used today', () => {
  const { lastUsedAt: _, ...packed } = part('packed', 5, 1);
  const parts = [packed, part('used', 5, 1)];
  expect(chosen(parts, 1).steps).toEqual(['used']);
});

test('what a tool’s own command frees at most counts for nothing, and goes only where the rest is not enough', () => {
  const prune = part('prune', 50, 1, { kind: 'command', argv: ['toy', 'prune'], leaves: 'what is used' });
  const parts = [prune, part('logs', 20, 3), part('built', 10, 1, { safety: 'costly' })];
  expect(chosen(parts, 30)).toMatchObject({ steps: ['logs', 'built'], left: ['prune: enough-freed 50'] });
  expect(chosen(parts, 31)).toMatchObject({
    steps: ['logs', 'built', 'prune'],
    room: { certainBytes: 30, uncertainBytes: 50 },
  });
  const docker = part('docker', 50, 1, { kind: 'command', argv: ['docker'], location: null });
  expect(chosen([docker], 10)).toMatchObject({ steps: ['docker'], room: { certainBytes: 0, uncertainBytes: 50 } });
});

test('what one command clears goes at once, as what is gravest of it', () => {
  const clean: Partial<PurgeStep> = { kind: 'command', argv: ['toy', 'clean'] };
  const parts = [part('http', 5, 1, clean), part('wheels', 5, 2, { ...clean, safety: 'costly' }), part('logs', 5, 9)];
  expect(chosen(parts, 5).steps).toEqual(['logs']);
  expect(chosen(parts, 6).steps).toEqual(['logs', 'http', 'wheels']);
});

test('what would be kept first frees nothing, and is left', () => {
  const result = chosen([part('store', 50, 1, kept), part('logs', 5, 2)], 10);
  expect(result).toMatchObject({ steps: ['logs'], left: ['store: excluded'], room: { certainBytes: 5 } });
  expect(result.why[0]).toContain('--keep 0');
});

test('what is linked from elsewhere frees nothing, and stays', () => {
  expect(chosen([part('linked', 0, 1), part('logs', 5, 2)], 5).steps).toEqual(['logs']);
  const result = chosen([part('linked', 0, 1), part('logs', 5, 2)], 6);
  expect(result).toMatchObject({ steps: ['logs'], left: ['linked: excluded'] });
  expect(result.why[0]).toContain('linked elsewhere');
});

test('until so much is free: what is missing, of what lies on that file system', () => {
  const volume = { path: '/home', dev: '1', freeBytes: 38 };
  const parts = [
    { ...part('elsewhere', 9, 1), dev: '2' },
    { ...part('docker', 9, 1), dev: undefined },
    part('logs', 5, 2),
  ];
  const until = (bytes: number) => chosen(parts, bytes, { goal: 'until-free', volume } as never);
  expect(until(43)).toMatchObject({
    steps: ['logs'],
    left: ['elsewhere: excluded', 'docker: excluded'],
    why: [expect.stringContaining('another file system than /home'), expect.stringContaining('only its tool knows')],
    room: { goal: 'until-free', bytes: 43, volume, neededBytes: 5, certainBytes: 5 },
  });
  expect(until(38)).toMatchObject({ steps: [], room: { neededBytes: 0 } });
  expect(until(44).room).toMatchObject({ neededBytes: 6, certainBytes: 5 });
});

const tree = {
  store: { a: 'x'.repeat(40_000) },
  built: { '1.2': { module: 'y'.repeat(40_000) } },
  logs: { 'one.log': 'z'.repeat(9000) },
};

async function planned(room: RoomRequest, asked: Parameters<typeof request>[0] = {}, cache: object = tree) {
  const made = home({ '.cache/toy': cache as never });
  const context = await userOf(made);
  const found = await scan([toy], { context });
  const plan = planPurge(found, [toy], request({ allow: 'safe', room, ...asked }));
  return { plan, context, found, steps: stepsBelow(plan, `${made.path}/.cache/toy`) };
}

test('a plan says what room was asked for, and stays the same when it is written down', async () => {
  const { plan, steps, context } = await planned({ goal: 'free', bytes: 10_000 });
  expect(steps).toEqual(['logs/one.log']);
  expect(plan.room).toEqual({
    goal: 'free',
    bytes: 10_000,
    neededBytes: 10_000,
    certainBytes: plan.expected.reclaimableBytes,
    uncertainBytes: 0,
    more: [],
  });
  expect(plan.skipped).toMatchObject([
    { section: 'built', reason: 'above-allowed-safety' },
    { section: 'store', reason: 'enough-freed', expected: { files: 1 } },
  ]);
  expect(plan.steps[0]?.lastUsedAt).toMatch(/^20/);
  expect(readPlan(JSON.stringify(plan), context)).toEqual(plan);
  expect(exitCodeOf(plan)).toBe(0);
});

test('where it is not enough, all goes, and the plan says what would bring more, and how much', async () => {
  const { plan, steps, context } = await planned({ goal: 'free', bytes: 1_000_000 });
  expect(steps).toEqual(['logs/one.log', 'store']);
  const costly = (await planned({ goal: 'free', bytes: 1_000_000 }, { allow: 'costly' })).plan;
  expect(costly.room?.more).toEqual([]);
  const reclaimableBytes = costly.expected.reclaimableBytes - plan.expected.reclaimableBytes;
  expect(plan.room?.more).toEqual([{ flag: '--include costly', reclaimableBytes }]);
  expect(exitCodeOf(plan)).toBe(1);
  const result = await applyPlan(plan, [toy], { context });
  expect(result.room).toEqual({ freedBytes: plan.expected.reclaimableBytes, freeBytes: expect.any(Number) });
  expect(exitCodeOf(plan, result)).toBe(1);
});

test('of a plugin’s tool nothing goes, and --keep 0 is named', async () => {
  const plugin = { provider: defineProvider(toySpec()), origin: 'plugin' } as const;
  const context = await userOf(home({ '.cache/toy': tree }));
  const found = await scan([plugin], { context });
  const room = { goal: 'free', bytes: 1000 } as const;
  const plan = planPurge(found, [plugin], request({ room }));
  expect(plan.steps).toEqual([]);
  expect(plan.room?.more).toMatchObject([{ flag: '--keep 0' }]);
  expect(planPurge(found, [plugin], request({ room, keepMs: 0 })).steps).toHaveLength(1);
});

test('names of one file in several parts count when the last of them goes', async () => {
  const cache = {
    store: { a: 'x'.repeat(40_000) },
    logs: { 'one.log': hardLink('.cache/toy/store/a'), 'two.log': 'z'.repeat(9000) },
  };
  const { plan, steps, context } = await planned({ goal: 'free', bytes: 30_000 }, {}, cache);
  expect(steps.sort()).toEqual(['logs/one.log', 'logs/two.log', 'store']);
  expect(plan.room?.certainBytes).toBeGreaterThan(40_000);
  const { removed } = await applyPlan(plan, [toy], { context });
  expect(removed.reclaimableBytes).toBe(plan.expected.reclaimableBytes);
});

test('a forged room is no plan', async () => {
  const { plan, context } = await planned({ goal: 'free', bytes: 1000 });
  for (const room of [
    {},
    null,
    { ...plan.room, goal: 'all' },
    { ...plan.room, goal: 'until-free' },
    { ...plan.room, more: [1] },
  ])
    expect(() => readPlan(JSON.stringify({ ...plan, room }), context)).toThrow('This is not a plan');
});
