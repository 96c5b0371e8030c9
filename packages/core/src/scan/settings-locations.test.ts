import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { home, request, stepsBelow, toy, toySpec, toyTree, userOf } from '../../test/toy.js';
import { applyPlan } from '../apply/apply-plan.js';
import { planPurge } from '../plan/plan-purge.js';
import { defineProvider } from '../provider/define-provider.js';
import { scan } from './scan.js';
import type { KnownProvider } from './scan-result.js';

const file = '/home/u/.config/devclean/settings.json';

async function machine(known: readonly KnownProvider[] = [toy], tree: Parameters<typeof home>[0] = { data: toyTree }) {
  const made = home(tree);
  const context = await userOf(made);
  const at = `${made.path}/data`;
  const settings = { file, locations: [{ tool: 'toy', path: at }] };
  return {
    made,
    context,
    at,
    known,
    look: (locations: string[] = []) => scan(known, { context, settings, locations }),
  };
}

test('a folder that the settings name is shown, and taken only where the run names it, too', async () => {
  const { at, context, known, look } = await machine();
  const found = await look();
  expect(found.report.providers[0]?.locations).toMatchObject([
    { path: at, state: 'recognised', active: false, foundBy: [{ rule: 'config', detail: 'your settings' }] },
  ]);
  expect(found.report.settings).toEqual([{ name: 'locations', value: [at], file }]);
  const plan = planPurge(found, known, request({ leftovers: true }));
  expect(plan.steps).toEqual([]);
  expect(plan.skipped).toMatchObject([
    {
      path: at,
      reason: 'not-active',
      detail: `only your settings lead here. To clear it, name it for this run: --location ${at}`,
    },
  ]);

  const named = planPurge(await look([at]), known, request({ locations: [at] }));
  expect(stepsBelow(named, at)).toContain('store');
  // The guard knows no settings: without the word of the run there is no cache there.
  const { outcomes } = await applyPlan(named, known, { context });
  expect([...new Set(outcomes.map(({ reason }) => reason))]).toEqual(['changed-since-plan']);
  expect(existsSync(`${at}/store`)).toBe(true);
  await applyPlan(named, known, { context, locations: [at] });
  expect(existsSync(`${at}/store`)).toBe(false);
});

test('what does not look like the tool’s cache is none because the settings say so', async () => {
  const { at, known, look } = await machine([toy], { data: { 'letter.txt': 'Dear Ada' } });
  const found = await look();
  expect(found.report.providers[0]?.locations).toMatchObject([{ path: at, state: 'unrecognised', sections: [] }]);
  expect(planPurge(found, known, request({ leftovers: true })).skipped).toMatchObject([{ reason: 'not-active' }]);
});

test('nor is what proves too little by itself', async () => {
  const cautious: KnownProvider = {
    provider: defineProvider(toySpec({ cache: { onlyWhereFound: true } })),
    origin: 'builtin',
  };
  const { look } = await machine([cautious]);
  expect((await look()).report.providers[0]?.locations).toMatchObject([{ state: 'unrecognised' }]);
});

test('a folder that is away is a warning, and one of another tool is none of this scan’s', async () => {
  const { at, look } = await machine([toy], {});
  const { report } = await look();
  expect(report.warnings).toMatchObject([{ message: `Your settings name ${at} for toy, and there is nothing there.` }]);
  expect(report.settings).toBeUndefined();
  const { context } = await machine();
  const other = await scan([toy], { context, settings: { file, locations: [{ tool: 'other', path: at }] } });
  expect(other.report.providers[0]?.locations).toEqual([]);
});
