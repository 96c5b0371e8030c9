import { noUsage } from '@devclean/disk';
import { describe, expect, test } from 'vitest';
import type { PurgeResult, StepOutcome } from '../apply/purge-result.js';
import type { SkipReason } from '../words.js';
import { exitCodeOf } from './exit-code.js';
import type { PlannedRoom, PurgePlan } from './purge-plan.js';

const plan = (...reasons: SkipReason[]): PurgePlan => ({
  schema: 'devclean.plan/1',
  id: '',
  createdAt: '',
  expiresAt: '',
  uid: 0,
  expected: noUsage,
  steps: [],
  skipped: reasons.map((reason) => ({ provider: 'toy', path: '/', reason })),
});

const result = (...outcomes: Partial<StepOutcome>[]): PurgeResult => ({
  schema: 'devclean.result/1',
  batch: '',
  startedAt: '',
  durationMs: 0,
  plan: plan(),
  outcomes: outcomes.map((outcome, step) => ({ step, status: 'done', removed: noUsage, ...outcome })),
  removed: noUsage,
  freeSpaceDelta: 0,
  remaining: noUsage,
  verifications: [],
});

test.each<[SkipReason, 0 | 1]>([
  ['above-allowed-safety', 0],
  ['empty', 0],
  ['enough-freed', 0],
  ['excluded', 0],
  ['not-active', 0],
  ['outside-home', 0],
  ['too-recent', 0],
  ['in-use', 1],
  ['not-knowable', 1],
  ['protected', 1],
  ['link', 1],
  ['mount', 1],
  ['foreign-owner', 1],
  ['not-recognised', 1],
  ['unreadable', 1],
  ['changed-since-plan', 1],
])('left out as %s: %d', (reason, code) => {
  expect(exitCodeOf(plan(reason))).toBe(code);
  expect(exitCodeOf(plan('empty', reason), result({}))).toBe(code);
});

test('nothing to do, and all done, are 0', () => {
  expect(exitCodeOf(plan())).toBe(0);
  expect(exitCodeOf(plan(), result({}, {}))).toBe(0);
});

test('one step that was not done is 1', () => {
  expect(exitCodeOf(plan(), result({}, { status: 'refused' }))).toBe(1);
  expect(exitCodeOf(plan(), result({ status: 'failed' }))).toBe(1);
});

test('what could not be looked at again is no success', () => {
  expect(exitCodeOf(plan(), { ...result({}), remaining: { ...noUsage, complete: false } })).toBe(1);
  expect(exitCodeOf(plan(), { ...result({}), remaining: { ...noUsage, files: 1 } })).toBe(0);
});

test('a tool that does not agree is 1, one that cannot tell is not', () => {
  const said = (answer: 'empty' | 'not-empty' | 'unknown') => ({
    ...result({}),
    verifications: [{ provider: 'toy', location: '/', question: 'toy?', answer, detail: '' }],
  });
  expect(['empty', 'unknown', 'not-empty'].map((answer) => exitCodeOf(plan(), said(answer as 'empty')))).toEqual([
    0, 0, 1,
  ]);
});

describe('where room was asked for', () => {
  const room = (certainBytes: number): PlannedRoom => ({
    goal: 'free',
    bytes: 10,
    neededBytes: 10,
    certainBytes,
    uncertainBytes: 0,
    more: [],
  });
  const until = { ...room(10), goal: 'until-free', bytes: 50, volume: { path: '/', dev: '1', freeBytes: 40 } } as const;

  test.each<[string, PlannedRoom, 0 | 1]>([
    ['enough, whatever is left out', room(10), 0],
    ['too little, whatever the reason', room(9), 1],
  ])('a plan of %s', (_, planned, code) => {
    expect(exitCodeOf({ ...plan('in-use', 'too-recent'), room: planned })).toBe(code);
  });

  test.each<[string, PlannedRoom, PurgeResult, 0 | 1]>([
    ['as much came free', room(10), { ...result({}), room: { freedBytes: 10 } }, 0],
    ['less came free', room(10), { ...result({}), room: { freedBytes: 9, freeBytes: 99 } }, 1],
    ['more came free than was certain', room(5), { ...result({}), room: { freedBytes: 10 } }, 0],
    ['a step failed', room(10), { ...result({ status: 'failed' }), room: { freedBytes: 10 } }, 1],
    ['so much is free by now, by whomever', until, { ...result({}), room: { freedBytes: 9, freeBytes: 50 } }, 0],
    ['somebody else filled it up', until, { ...result({}), room: { freedBytes: 10, freeBytes: 45 } }, 0],
  ])('a result: %s', (_, planned, done, code) => {
    expect(exitCodeOf({ ...plan('in-use'), room: planned }, done)).toBe(code);
  });
});
