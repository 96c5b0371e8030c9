import type { ProviderCases } from '@devclean/testkit/contract';

/** It lies in projects, or where a variable leads: there is no default place to play with. */
export const turbo: ProviderCases = { caches: { turbo: 'only leftovers' } };
