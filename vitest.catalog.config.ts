import { defineConfig } from 'vitest/config';
import { SummaryReporter } from './scripts/summary-reporter.js';

/** Proofs with the real tools and their real registries, which need the network: see scripts/test-catalog.mjs. */
export default defineConfig({
  test: {
    include: ['packages/provider-catalog/proofs/**/*.proof.ts'],
    reporters: ['default', new SummaryReporter()],
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
