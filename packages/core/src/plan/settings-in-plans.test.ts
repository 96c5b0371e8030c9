import { expect, test } from 'vitest';
import { home, request, toySpec, toyTree, userOf } from '../../test/toy.js';
import { defineProvider } from '../provider/define-provider.js';
import { scan } from '../scan/scan.js';
import type { KnownProvider } from '../scan/scan-result.js';
import { planPurge } from './plan-purge.js';

const file = '/home/u/.config/devclean/settings.json';

test('a plan says which settings had a say in it, and names what they leave out', async () => {
  const context = await userOf(home({ '.cache/toy': toyTree }));
  const command = { argv: ['{executable}', 'clean'], sections: ['store'], use: 'only', writes: ['store'] } as const;
  const provider = defineProvider(toySpec({ cache: { native: [command] } }));
  const known: KnownProvider[] = [{ provider, origin: 'builtin' }];
  const settings = [
    { name: 'exclude' as const, value: ['gradle', 'npm'], file },
    { name: 'keep' as const, value: '24h', file },
  ];
  const plan = planPurge(await scan(known, { context }), known, request({ settings, keepMs: 86_400_000 }));
  expect(plan.settings).toEqual(settings);
  expect(plan.skipped).toEqual([
    { provider: 'gradle', path: '', reason: 'excluded', detail: 'left out by your settings' },
    { provider: 'npm', path: '', reason: 'excluded', detail: 'left out by your settings' },
    {
      provider: 'toy',
      section: 'store',
      path: expect.any(String),
      reason: 'excluded',
      detail: 'what Toy removes itself cannot be kept, as your settings ask for; --keep 0 takes it',
    },
  ]);
  expect(plan.steps.length).toBeGreaterThan(0);
  expect(plan.steps.every(({ undoable }) => undoable)).toBe(true);
});
