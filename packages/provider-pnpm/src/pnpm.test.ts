import { planPurge, scan } from '@devclean/core';
import { createHome, hardLink, link, type Tree, testContext } from '@devclean/testkit';
import { pnpmLinks, pnpmStore } from '@devclean/testkit/known-tools';
import { describe, expect, onTestFinished, test } from 'vitest';
import { pnpm } from './pnpm.js';

const known = [{ provider: pnpm, origin: 'builtin' }] as const;
const stores = '.local/share/pnpm/store';

/** A machine with these pnpms on its PATH, each in a folder of its own. */
async function scanned(tree: Tree, ...versions: string[]) {
  const pnpms = versions.map((version) => ({
    [`node-${version}/lib/node_modules/pnpm`]: {
      'package.json': JSON.stringify({ name: 'pnpm', version }),
      'bin/pnpm.cjs': '#!/usr/bin/env node\n',
    },
    [`node-${version}/bin/pnpm`]: link('../lib/node_modules/pnpm/bin/pnpm.cjs'),
  }));
  const home = createHome(Object.assign({}, tree, ...pnpms));
  onTestFinished(() => home.remove());
  const PATH = versions.map((version) => `${home.path}/node-${version}/bin`).join(':');
  const found = await scan(known, { context: await testContext(home, { env: { PATH } }) });
  const locations = found.report.providers[0]?.locations ?? [];
  return { home, found, at: (path: string) => locations.find((one) => one.path === `${home.path}/${path}`) };
}

const sections = (location: { sections: readonly { id: string }[] } | undefined) =>
  location?.sections.map(({ id }) => id).sort();

test('each major has a store of its own, and what none uses is a leftover', async () => {
  const tree = Object.fromEntries(['v3', 'v10', 'v11'].map((version) => [`${stores}/${version}`, pnpmStore()]));
  const { at } = await scanned(tree, '10.34.9');
  expect(['v3', 'v10', 'v11'].map((version) => at(`${stores}/${version}`)?.active)).toEqual([false, true, false]);
  expect(sections(at(`${stores}/v10`))).toEqual(['store']);
  expect(sections(at(`${stores}/v3`))).toEqual(['old-store']);
  const both = await scanned(tree, '9.15.9', '12.21.0');
  expect(['v3', 'v10', 'v11'].map((version) => both.at(`${stores}/${version}`)?.active)).toEqual([true, false, true]);
});

test('a pnpm whose major nobody knows may use any store', async () => {
  const { at } = await scanned({ [`${stores}/v10`]: pnpmStore(), [`${stores}/v3`]: pnpmStore() }, '99.0.0');
  expect([at(`${stores}/v10`)?.active, at(`${stores}/v3`)?.active]).toEqual([true, true]);
});

test('a file that a project links to gives nothing back', async () => {
  const name = `files/ab/${'0'.repeat(126)}`;
  const tree = { [`${stores}/v10`]: { ...pnpmStore(), [name]: Buffer.alloc(500_000, 1) } };
  const alone = await scanned(tree, '10.34.9');
  const linked = await scanned({ ...tree, 'app/node_modules/x': hardLink(`${stores}/v10/${name}`) }, '10.34.9');
  const [before, after] = [alone, linked].map(({ at }) => at(`${stores}/v10`)?.usage);
  expect(after?.allocatedBytes).toBe(before?.allocatedBytes);
  expect((before?.reclaimableBytes ?? 0) - (after?.reclaimableBytes ?? 0)).toBeGreaterThanOrEqual(500_000);
});

describe('the global virtual store', () => {
  const at10 = `${stores}/v10`;
  const [package_ = ''] = Object.keys(pnpmLinks());
  const linkedApp = {
    [at10]: {
      ...pnpmStore(),
      ...pnpmLinks(),
      'projects/0123456789abcdef0123456789abcdef': link('../../../../../../app'),
    },
    'app/node_modules/left-pad': link(`../../${at10}/${package_}`),
  };

  test('names the projects that run from it', async () => {
    const { at } = await scanned(linkedApp, '10.34.9');
    const links = at(at10)?.sections.find(({ id }) => id === 'links');
    expect(links).toMatchObject({ safety: 'risky', because: 'Runs from here: ~/app' });
  });

  test('says of projects that are gone that they may be on a disk that is not mounted', async () => {
    const { 'app/node_modules/left-pad': _, ...without } = linkedApp;
    const { at } = await scanned(without, '10.34.9');
    const links = at(at10)?.sections.find(({ id }) => id === 'links');
    expect(links?.because).toMatch(/1 is gone or not mounted/);
  });

  test('stays, and so does the store, where devclean itself would have to remove it', async () => {
    const { found } = await scanned(linkedApp, '10.34.9');
    const request = { sections: [], locations: [], contexts: [], exclude: [], leftovers: false } as const;
    const plan = planPurge(found, known, { ...request, allow: 'costly', via: 'direct' });
    expect(plan.steps.map(({ section }) => section)).toEqual([]);
  });
});

test.each(['12.0.0', '12.5.1'])('the prune of pnpm %s, which clears nothing, is not run', async (version) => {
  const { found } = await scanned({ [`${stores}/v11`]: pnpmStore() }, version);
  const request = { sections: [], locations: [], contexts: [], exclude: [], leftovers: false } as const;
  const { steps, skipped } = planPurge(found, known, { ...request, allow: 'costly' });
  expect(steps).toEqual([]);
  expect(skipped[0]?.detail).toContain('it does again in pnpm 12.6');
});
