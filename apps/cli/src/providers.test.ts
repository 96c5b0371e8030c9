import type { Interfaces } from '@oclif/core';
import { expect, test } from 'vitest';
import { loadProviders } from './providers.js';

/** oclif's config as far as providers need it: where plugins would be, and none is. */
const config = { dataDir: '/nowhere' } as Interfaces.Config;

const ids = ({ known }: Awaited<ReturnType<typeof loadProviders>>) =>
  known.map(({ provider, origin }) => `${provider.id} ${origin}`);

test('a tool that was named is loaded alone', async () => {
  expect(ids(await loadProviders(config, { tools: ['pip'] }))).toEqual(['pip builtin']);
});

test('a tool that was excluded is not there', async () => {
  expect(ids(await loadProviders(config, { exclude: ['pip'] }))).not.toContain('pip builtin');
});

test('a name that is nobody’s is an error with the nearest one', async () => {
  await expect(loadProviders(config, { tools: ['pipp'] })).rejects.toMatchObject({
    code: 'UNKNOWN_TOOL',
    message: 'There is no tool called "pipp".',
    hint: 'Did you mean "pip"?',
  });
});
