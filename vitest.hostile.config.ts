import { defineConfig } from 'vitest/config';

/** The exhaustive proofs, which take too long for `npm test`: see scripts/test-hostile.mjs. */
export default defineConfig({
  test: {
    include: ['hostile/**/*.hostile.ts'],
    testTimeout: 3_600_000,
    hookTimeout: 60_000,
    // Most of the time of one goes by waiting for its children.
    maxWorkers: 2,
  },
});
