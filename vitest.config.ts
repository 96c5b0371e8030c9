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
  test: {
    name: root,
    root,
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    // By itself, before the others: tools of its that a Gradle daemon uses are in use while one of theirs runs.
    sequence: { groupOrder: root.endsWith('/provider-catalog') ? 0 : 1 },
  },
});

export default defineConfig({
  test: {
    projects: [
      ...folders.map(project),
      project('benchmarks'),
      { extends: true, test: { name: 'house', include: ['scripts/**/*.test.ts'], sequence: { groupOrder: 1 } } },
    ],
    reporters: ['default', new SummaryReporter()],
    // One more than the cores: half of a worker's time goes by waiting for its children.
    maxWorkers: availableParallelism() + 1,
    // Nobody looks again at a build server's red: there a test that fails has a second try, and the summary names it.
    retry: process.env.CI ? 1 : 0,
    // Real folders, real tools and two cores: slow is not broken.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    passWithNoTests: true,
  },
});
