import type { CacheProvider } from '@devclean/core';
import { describe, test } from 'vitest';
import { contractChecks } from './contract/contract-checks.js';
import type { ProviderCases } from './contract/provider-cases.js';

export type { CacheCases, GraverCase, PrecedenceCase, ProviderCases } from './contract/provider-cases.js';

/**
 * Holds a provider against the contract, in a test file of its package:
 *
 *     describeProvider(pip, { caches: { pip: { fill: pipCache(), defaultAt: { linux: '.cache/pip' } } } });
 *
 * Every test makes a throw-away home of its own, fills it as the cases say, and removes it.
 */
export function describeProvider(provider: CacheProvider, cases: ProviderCases): void {
  describe(`${provider.title} keeps the contract`, () => {
    for (const check of contractChecks(provider, cases)) test(check.name, check.run);
  });
}
