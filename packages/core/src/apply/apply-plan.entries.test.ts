import { chmodSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { home, request, toy, userOf } from '../../test/toy.js';
import { planPurge } from '../plan/plan-purge.js';
import type { PurgePlan } from '../plan/purge-plan.js';
import { scan } from '../scan/scan.js';
import type { ToolContext } from '../system/tool-context.js';
import type { ApplyEvent } from './apply-event.js';
import { type ApplyOptions, applyPlan } from './apply-plan.js';
import { readBatches } from './batches.js';
import { undoBatch } from './undo-batch.js';

const count = 75;
const logs = Array.from({ length: count }, (_, number) => `${String(number).padStart(2, '0')}.log`);

/** A cache of many small things, and a plan that has each of them as an entry: more than one bundle holds. */
async function manyEntries(asked: Parameters<typeof request>[0] = {}) {
  const cache = {
    logs: { ...Object.fromEntries(logs.map((name) => [name, name])), 'kept.log': 'kept' },
    notes: 'mine',
  };
  const made = home({ '.cache/toy': cache });
  const context = await userOf(made);
  const planned = planPurge(await scan([toy], { context }), [toy], request(asked));
  const steps = planned.steps.map((step) => ({ ...step, entry: { name: step.path as string, kind: 'log' } }));
  const plan: PurgePlan = { ...planned, steps };
  const folder = `${made.path}/.cache/toy/logs`;
  const apply = (change: Partial<ApplyOptions> & { in?: ToolContext } = {}) =>
    applyPlan(plan, [toy], { context: change.in ?? context, ...change });
  return { made, context, plan, folder, apply, left: () => readdirSync(folder).sort() };
}

test('many entries go, each accounted for by itself, and nothing else', async () => {
  const { made, plan, apply, left, context } = await manyEntries();
  const { outcomes, removed } = await apply();
  expect(outcomes.map(({ step, status }) => [step, status])).toEqual(plan.steps.map((_, step) => [step, 'done']));
  expect(removed).toEqual(plan.expected);
  expect(left()).toEqual(['kept.log']);
  expect(readdirSync(`${made.path}/.cache`)).toEqual(['toy']);
  expect(readBatches(context)[0]?.items.map(({ state }) => state)).toEqual(plan.steps.map(() => 'done'));
});

test('what was changed meanwhile stays, and does not hold up the others', async () => {
  const { folder, apply, left } = await manyEntries();
  writeFileSync(`${folder}/07.log`, 'written to, and longer');
  const { outcomes } = await apply();
  expect(outcomes.filter(({ status }) => status === 'done')).toHaveLength(count - 1);
  expect(outcomes[7]).toMatchObject({ status: 'refused', reason: 'changed-since-plan' });
  expect(left()).toEqual(['07.log', 'kept.log']);
});

test('each is looked at once more right before it is moved, however long the others took', async () => {
  const { made, folder, apply, left, context } = await manyEntries();
  let looks = 0;
  // It is asked whether the run was aborted before each last look.
  const signal = Object.create(context.signal, {
    throwIfAborted: {
      value: () => {
        if (++looks !== 20) return;
        renameSync(`${folder}/19.log`, `${made.path}/mine.log`);
        writeFileSync(`${folder}/19.log`, 'another');
      },
    },
    aborted: { value: false },
  }) as AbortSignal;
  const { outcomes } = await apply({ in: { ...context, signal } });
  expect(looks).toBeGreaterThan(20);
  const refused = outcomes.filter(({ status }) => status !== 'done');
  expect(refused).toMatchObject([{ status: 'refused', reason: 'changed-since-plan' }]);
  expect(left()).toEqual(['19.log', 'kept.log']);
});

test('an abort leaves what was not moved yet, and says so of each', async () => {
  const controller = new AbortController();
  const { plan, left, context, apply } = await manyEntries();
  let done = 0;
  const { outcomes } = await apply({
    in: { ...context, signal: controller.signal },
    onEvent: (event) => {
      if (event.type === 'step' && ++done === 40) controller.abort();
    },
  });
  expect(outcomes).toHaveLength(plan.steps.length);
  const failed = outcomes.filter(({ status }) => status !== 'done');
  expect(failed.length).toBeGreaterThan(0);
  expect(failed.every(({ error }) => error?.code === 'ABORTED')).toBe(true);
  expect(left().length).toBeGreaterThan(1);
  // The next run takes what the interrupted one had moved aside.
  await applyPlan({ ...plan, steps: [] }, [toy], { context });
  expect(readBatches(context)[0]?.items.every(({ state }) => state !== 'removing')).toBe(true);
});

test('what is kept can be brought back, all of it', async () => {
  const { plan, apply, left, context } = await manyEntries();
  const { outcomes } = await apply({ keepMs: 3_600_000 });
  expect(outcomes.filter(({ heldUntil }) => heldUntil !== undefined)).toHaveLength(plan.steps.length);
  expect(left()).toEqual(['kept.log']);
  const told: ApplyEvent[] = [];
  const { items } = await undoBatch(undefined, { context, onEvent: (event) => told.push(event) });
  expect(told[0]).toEqual({ type: 'returning', item: 0, of: plan.steps.length, provider: 'toy' });
  expect(items.map(({ status }) => status)).toEqual(plan.steps.map(() => 'returned'));
  expect(left()).toEqual([...logs, 'kept.log']);
});

test('where no journal can be written, they go all the same, and what was to be kept stays', async () => {
  for (const keepMs of [0, 3_600_000]) {
    const { made, plan, apply, left } = await manyEntries();
    mkdirSync(`${made.root}/state`, { recursive: true });
    writeFileSync(`${made.root}/state/devclean`, 'no folder');
    chmodSync(`${made.root}/state/devclean`, 0o400);
    const outcomes = await apply({ keepMs }).then(
      (result) => result.outcomes.map(({ status, error }) => error?.code ?? status),
      (error: { code: string }) => [error.code],
    );
    expect([keepMs, new Set(outcomes)]).toEqual([keepMs, new Set([keepMs === 0 ? 'done' : 'CANNOT_HOLD'])]);
    expect(left()).toHaveLength(keepMs === 0 ? 1 : plan.steps.length + 1);
  }
});
