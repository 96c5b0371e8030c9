import { describe, expect, test } from 'vitest';
import { home, request, toy, toyTree, userOf } from '../../test/toy.js';
import { scan } from '../scan/scan.js';
import { planId, planPurge } from './plan-purge.js';
import type { PurgePlan } from './purge-plan.js';
import { readPlan } from './read-plan.js';

async function written() {
  const context = await userOf(home({ '.cache/toy': toyTree }));
  const plan = planPurge(await scan([toy], { context }), [toy], request());
  expect(plan.steps).toHaveLength(4);
  return { context, plan, text: JSON.stringify(plan) };
}

/** A plan whose id was made anew after it was changed: the work of somebody who read our source. */
function forged({ schema, id, ...content }: PurgePlan, change: object): string {
  const changed = { ...content, ...change };
  return JSON.stringify({ schema, id: planId(changed), ...changed });
}

describe('is refused', () => {
  test.each([
    ['nothing', ''],
    ['no JSON', 'rm -rf /'],
    ['null', 'null'],
    ['a list', '[]'],
    ['a number', '1e309'],
    ['another document', '{"schema":"devclean.scan/1"}'],
    ['a later version', '{"schema":"devclean.plan/2"}'],
    ['a deep nest', '['.repeat(100_000)],
    ['a deeper nest', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
  ])('%s', async (_, text) => {
    const { context } = await written();
    expect(() => readPlan(text, context)).toThrow(expect.objectContaining({ code: 'BAD_PLAN' }));
  });

  test('the beginning of a plan', async () => {
    const { context, text } = await written();
    for (const length of [1, 100, text.length / 2, text.length - 1]) {
      expect(() => readPlan(text.slice(0, length), context)).toThrow(expect.objectContaining({ code: 'BAD_PLAN' }));
    }
  });

  test('a plan that was edited', async () => {
    const { context, plan, text } = await written();
    const edited = text.replace('/store"', '/notes"');
    expect(edited).not.toBe(text);
    expect(() => readPlan(edited, context)).toThrow('This plan was changed after devclean wrote it.');
    const reordered = JSON.stringify({ ...plan, steps: [...plan.steps].reverse() });
    expect(() => readPlan(reordered, context)).toThrow(expect.objectContaining({ code: 'BAD_PLAN' }));
    const nested = text.replace('"skipped":[]', `"skipped":[${'['.repeat(20_000)}${']'.repeat(20_000)}]`);
    expect(nested).not.toBe(text);
    expect(() => readPlan(nested, context)).toThrow(expect.objectContaining({ code: 'BAD_PLAN' }));
  });

  test.each<[string, object]>([
    ['steps that are none', { steps: [null] }],
    ['a command', { steps: [{ kind: 'command', argv: ['rm'] }] }],
    ['a step without an identity', { steps: [{ kind: 'remove', path: '/etc', location: '/', section: 'a' }] }],
    ['a usage that is none', { expected: {} }],
    ['a user who is no number', { uid: '0' }],
    ['no list of what was skipped', { skipped: null }],
  ])('a forged plan with %s', async (_, change) => {
    const { context, plan } = await written();
    expect(() => readPlan(forged(plan, change), context)).toThrow(expect.objectContaining({ code: 'BAD_PLAN' }));
  });

  test('an old plan', async () => {
    const { context, plan, text } = await written();
    const later = (minutes: number) => new Date(Date.parse(plan.createdAt) + minutes * 60_000);
    expect(readPlan(text, context, later(14)).id).toBe(plan.id);
    expect(() => readPlan(text, context, later(15))).toThrow(expect.objectContaining({ code: 'PLAN_EXPIRED' }));
    expect(() => readPlan(forged(plan, { expiresAt: 'never' }), context)).toThrow(
      expect.objectContaining({ code: 'PLAN_EXPIRED' }),
    );
  });

  test('a plan of a time that is still to come', async () => {
    const { context, plan, text } = await written();
    const earlier = (seconds: number) => new Date(Date.parse(plan.createdAt) - seconds * 1000);
    expect(readPlan(text, context, earlier(30)).id).toBe(plan.id);
    expect(() => readPlan(text, context, earlier(90))).toThrow(expect.objectContaining({ code: 'PLAN_EXPIRED' }));
    expect(() => readPlan(forged(plan, { createdAt: 'never' }), context)).toThrow('the clock says an earlier time');
  });

  test.each<[string, object]>([
    ['another user', { uid: 4711 }],
    ['another boot of the machine', { bootId: 'another' }],
  ])('a plan of %s', async (_, change) => {
    const { context, plan } = await written();
    expect(() => readPlan(forged(plan, change), context)).toThrow(
      expect.objectContaining({ code: 'PLAN_FROM_ELSEWHERE' }),
    );
  });
});
