import type { Interfaces } from '@oclif/core';
import { expect, test } from 'vitest';
import { runPath } from './path.js';

/** oclif's config, with a plugin whose provider answers `detect` like this. */
function plugin(detect: () => Promise<unknown>): Interfaces.Config {
  const provider = { apiVersion: 1, id: 'toy', title: 'Toy', homepage: '', summary: '', caches: [], detect };
  const runHook = async () => ({ successes: [{ plugin: { name: 'toys' }, result: provider }], failures: [] });
  return { runHook } as unknown as Interfaces.Config;
}

test.each([
  ['throws', () => Promise.reject(new Error('boom')), { code: 'PROVIDER_FAILED', message: 'boom' }],
  ['answers nonsense', async () => ({ contexts: [], locations: 'here' }), { code: 'BAD_PROVIDER' }],
])('a provider of somebody else that %s is no bug of devclean', async (_, detect, error) => {
  await expect(runPath(plugin(detect), 'toy', {})).rejects.toMatchObject({ ...error, hint: expect.any(String) });
});
