import type { ProviderCases } from '@devclean/testkit/contract';

// No folder of it is devclean's to touch: see docker.test.ts.
export const docker: ProviderCases = { caches: {} };
