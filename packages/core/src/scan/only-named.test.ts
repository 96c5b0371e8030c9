import { expect, test } from 'vitest';
import { home, request, stepsBelow, toySpec, toyTree, userOf } from '../../test/toy.js';
import { planPurge } from '../plan/plan-purge.js';
import { defineProvider } from '../provider/define-provider.js';
import { scan } from './scan.js';

test('what is taken only by name is shown, and not taken with the leftovers', async () => {
  const made = home({ odd: toyTree });
  const path = `${made.path}/odd`;
  const foundBy = { rule: 'tool', detail: 'an odd setting' } as const;
  const locate = async () => [{ path, active: false, foundBy, contexts: [], onlyNamed: true }];
  const known = [{ provider: defineProvider(toySpec({ cache: { locate } })), origin: 'builtin' }] as const;
  const context = await userOf(made);

  const found = await scan(known, { context });
  expect(found.report.providers[0]?.locations).toMatchObject([{ path, state: 'recognised', active: false }]);
  const plan = planPurge(found, known, request({ leftovers: true }));
  expect(plan.steps).toEqual([]);
  expect(plan.skipped).toMatchObject([{ path, reason: 'not-active', detail: expect.stringContaining('--location') }]);

  const locations = [path];
  const named = planPurge(await scan(known, { context, locations }), known, request({ locations }));
  expect(stepsBelow(named, path)).toContain('store');
});

test('what is kept is shown with the reason, and not taken by name either', async () => {
  const made = home({ odd: toyTree });
  const path = `${made.path}/odd`;
  const foundBy = { rule: 'project', detail: 'a project' } as const;
  const locate = async () => [{ path, active: false, foundBy, contexts: [], kept: 'somebody has committed it' }];
  const known = [{ provider: defineProvider(toySpec({ cache: { locate } })), origin: 'builtin' }] as const;
  const locations = [path];
  const found = await scan(known, { context: await userOf(made), locations });
  expect(found.report.providers[0]?.locations).toMatchObject([{ path, state: 'protected', active: false }]);
  const plan = planPurge(found, known, request({ locations, leftovers: true }));
  expect(plan.steps).toEqual([]);
  expect(plan.skipped).toMatchObject([{ path, reason: 'protected', detail: 'somebody has committed it' }]);
});
