import { existsSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { SummaryReporter } from './scripts/summary-reporter.js';

const folders = ['apps', 'examples', 'packages']
  .filter((parent) => existsSync(parent))
  .flatMap((parent) => readdirSync(parent).map((name) => `${parent}/${name}`));

/** Unit tests lie beside the code that they test, journeys through the whole program in apps/cli/test. */
const project = (root: string) => ({
  extends: true as const,
  test: { name: root, root, include: ['src/**/*.test.ts', 'test/**/*.test.ts'] },
});

export default defineConfig({
  test: {
    projects: [
      ...folders.map(project),
      project('benchmarks'),
      { extends: true, test: { name: 'house', include: ['scripts/**/*.test.ts'] } },
    ],
    reporters: ['default', new SummaryReporter()],
    // One less than the cores is one where there are two, and half of that one's time goes by waiting for children.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // Real folders, real tools and two cores: slow is not broken.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    passWithNoTests: true,
  },
});
