import { createHome, testContext } from '@devclean/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { toyCache } from '../../test/toy.js';
import { scan } from '../scan/scan.js';
import { defineProvider } from './define-provider.js';
import { triedPlaces } from './tried-places.js';

const provider = defineProvider({
  apiVersion: 1,
  id: 'sample',
  title: 'Sample',
  homepage: 'https://sample.example',
  summary: 'Samples',
  caches: [
    {
      ...toyCache,
      locations: [
        { from: 'env', variable: 'SAMPLE_CACHE' },
        { from: 'default', path: { linux: '~/.sample' } },
      ],
      fingerprint: { anyOf: ['store/<hex>', 'index.json'], noneOf: ['package.json'] },
      sections: [{ id: 'store', title: 'Store', paths: ['store'], safety: 'safe', cost: 'It comes back.' }],
      keep: ['settings.json'],
    },
  ],
});

test('each place is told with what its patterns match, and what they do not', async () => {
  const home = createHome({ '.sample': { store: { readme: '' }, 'settings.json': '{}', mine: {} } });
  onTestFinished(() => home.remove());
  const context = await testContext(home, { env: { SAMPLE_CACHE: `${home.path}/nowhere` } });
  const found = await scan([{ provider, origin: 'file' }], { context });
  const reports = found.report.providers.flatMap(({ locations }) => locations);
  expect(await triedPlaces(provider, reports, context)).toMatchObject([
    { path: `${home.path}/nowhere`, state: 'absent', foundBy: { rule: 'env' }, sections: [] },
    {
      path: `${home.path}/.sample`,
      state: 'unrecognised',
      fingerprint: [
        { pattern: 'store/<hex>', matches: 0, role: 'any-of' },
        { pattern: 'index.json', matches: 0, role: 'any-of' },
        { pattern: 'package.json', matches: 0, role: 'none-of' },
      ],
      sections: [{ section: 'store', pattern: 'store', matches: 1 }],
      beside: ['mine'],
    },
  ]);
});

test('a value that is no path is not looked at', async () => {
  const home = createHome();
  onTestFinished(() => home.remove());
  const context = await testContext(home, { env: { SAMPLE_CACHE: '../up' } });
  const [first] = await triedPlaces(provider, [], context);
  expect(first).toMatchObject({ path: '../up', state: 'not-a-path' });
});
