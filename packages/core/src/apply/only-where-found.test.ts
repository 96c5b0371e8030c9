import { expect, test } from 'vitest';
import { home, request, toySpec, toyTree, userOf } from '../../test/toy.js';
import { planPurge } from '../plan/plan-purge.js';
import { defineProvider } from '../provider/define-provider.js';
import { scan } from '../scan/scan.js';
import type { KnownProvider } from '../scan/scan-result.js';
import { applyPlan } from './apply-plan.js';

const known = (onlyWhereFound?: true): readonly KnownProvider[] => [
  {
    provider: defineProvider(toySpec({ cache: onlyWhereFound ? { onlyWhereFound } : {} })),
    origin: 'builtin',
  },
];

test('a cache that is only where it is found is nowhere else, whatever the user names and a plan says', async () => {
  const made = home({ project: toyTree });
  const context = await userOf(made);
  const at = `${made.path}/project`;
  const named = { context, locations: [at] };
  // What anybody may name, it may be.
  const plan = planPurge(await scan(known(), named), known(), request({ locations: [at] }));
  expect(plan.steps.length).toBeGreaterThan(0);

  const only = known(true);
  expect(planPurge(await scan(only, named), only, request({ locations: [at] })).steps).toEqual([]);
  const { outcomes } = await applyPlan(plan, only, named);
  expect(outcomes.map(({ status, reason }) => `${status} ${reason}`)).toEqual(
    outcomes.map(() => 'refused not-recognised'),
  );
});

test('where it is found, the user may name it', async () => {
  const made = home({ '.toy': toyTree });
  const context = await userOf(made);
  const locations = [`${made.path}/.toy`];
  const only = known(true);
  const plan = planPurge(await scan(only, { context, locations }), only, request({ locations }));
  const { outcomes } = await applyPlan(plan, only, { context, locations });
  expect(outcomes.length).toBeGreaterThan(0);
  expect(outcomes.every(({ status }) => status === 'done')).toBe(true);
});
