import { readdirSync } from 'node:fs';
import { createToolContext, scan } from '@devclean/core';
import { createHome, type ThrowAwayHome } from '@devclean/testkit';
import { fillWithYarnBerry, fillWithYarnClassic } from '@devclean/testkit/known-tools';
import { expect, onTestFinished, test } from 'vitest';
import { yarn } from '../src/yarn.js';

async function scanned(home: ThrowAwayHome, path: string) {
  const context = await createToolContext({
    env: home.env,
    cwd: home.root,
    homes: { env: home.path, account: home.path },
  });
  const { report } = await scan([{ provider: yarn, origin: 'builtin' }], { context });
  const location = report.providers[0]?.locations.find((one) => one.path === path);
  if (location === undefined) throw new Error(`${path} was not found`);
  return location;
}

function throwAwayHome(): ThrowAwayHome {
  const home = createHome();
  onTestFinished(() => home.remove());
  return home;
}

test('what Yarn 1 writes is recognised, and all of it is in a section', async () => {
  const home = throwAwayHome();
  const { cache } = await fillWithYarnClassic(home);
  const location = await scanned(home, cache);
  expect(location).toMatchObject({ state: 'recognised', active: true, inUse: 'no', unaccounted: { files: 0 } });
  expect(location.sections.map(({ id, safety }) => [id, safety])).toEqual([['v6', 'safe']]);
});

test.each(['pnp', 'pnpm', 'node-modules'] as const)(
  'what Yarn 4 writes for %s is recognised, and all of it is in a section',
  async (linker) => {
    const home = throwAwayHome();
    const { cache } = await fillWithYarnBerry(home, { linker });
    const location = await scanned(home, cache);
    expect(location).toMatchObject({ state: 'recognised', active: true, inUse: 'no', unaccounted: { files: 0 } });
    expect(location.sections.map(({ id, safety }) => [id, safety])).toEqual([
      ['metadata', 'safe'],
      ['cache', 'risky'],
      ['index', 'costly'],
    ]);
    expect(readdirSync(cache)).not.toContain('telemetry.json');
  },
);
