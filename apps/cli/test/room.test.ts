import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { PurgePlan, PurgeResult } from '@devclean/core';
import { createHome, file, type ThrowAwayHome } from '@devclean/testkit';
import { gradleHome, npmCache, pipCache } from '@devclean/testkit/known-tools';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { devclean } from './devclean.js';
import { schemaErrors } from './schemas.js';

const monthsAgo = (count: number) => new Date(Date.now() - count * 30 * 86_400_000);
const megabyte = 'x'.repeat(1_000_000);

let home: ThrowAwayHome;
beforeEach(() => {
  const made = createHome({
    '.cache/pip': pipCache(),
    '.npm': {
      ...Object.fromEntries(Object.entries(npmCache()).filter(([name]) => !name.startsWith('_logs/'))),
      '_logs/2020-01-01T00_00_00_000Z-debug-0.log': file(megabyte, { mtime: monthsAgo(50) }),
      '_prebuilds/old.tar.gz': file(megabyte, { mtime: monthsAgo(60) }),
    },
    '.gradle': { ...gradleHome(), 'daemon/8.1/daemon-1.out.log': file(megabyte, { mtime: monthsAgo(40) }) },
  });
  onTestFinished(() => made.remove());
  home = made;
});

function filesIn({ path: folder }: ThrowAwayHome): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => path.join(folder, name));
}

test('--free takes the oldest of what is safe, over all tools, and the plan file does the same', async () => {
  const before = filesIn(home); // Not read: that would be a use.
  const planned = await devclean(home, ['sweep', '--free', '1.5MB', '--plan-out', 'plan.json', '--json']);
  expect(planned).toMatchObject({ code: 0, stderr: '' });
  const plan = JSON.parse(planned.stdout) as PurgePlan;
  expect(schemaErrors(plan)).toBe('No errors');
  const [first, second, ...others] = plan.steps.map(({ provider, section }) => `${provider}/${section}`);
  expect([first, second, others]).toEqual(['npm/logs', 'gradle/daemon-logs', []]);
  expect(plan.room).toMatchObject({ goal: 'free', bytes: 1_500_000, neededBytes: 1_500_000 });
  expect(plan.room?.certainBytes).toBe(plan.expected.reclaimableBytes);
  expect(plan.skipped).toContainEqual(
    expect.objectContaining({ provider: 'pip', section: 'http', reason: 'enough-freed' }),
  );

  const kept = await devclean(home, ['apply', 'plan.json', '--keep', '24h', '--yes']);
  expect(kept.code).toBe(2);
  expect(kept.stderr).toContain('This plan makes room, and what is kept takes up its space');
  const applied = await devclean(home, ['apply', 'plan.json', '--yes', '--json']);
  expect(applied.code).toBe(0);
  const result = JSON.parse(applied.stdout) as PurgeResult;
  expect(schemaErrors(result)).toBe('No errors');
  expect(result.room).toEqual({ freedBytes: plan.expected.reclaimableBytes, freeBytes: expect.any(Number) });
  const left = filesIn(home);
  expect(before.filter((one) => !left.includes(one)).sort()).toEqual(plan.steps.map((step) => step.path).sort());
});

test('--free says what it chose, what it left, and what came of it', async () => {
  const run = await devclean(home, ['sweep', '--free', '1.5MB', '--yes']);
  expect(run.code).toBe(0);
  expect(run.stderr).toContain('To free 1.50 MB: 2.0');
  expect(run.stderr).toMatch(/npm\/logs +1\.00 MB +safe +\d{4}-\d\d-\d\d +Nothing comes back/);
  expect(run.stderr).toMatch(/Enough is freed: .* sections could go too, and is left\./);
  expect(run.stdout).toMatch(/^Freed 2\.0\d MB in 2 files\.\nThat is enough for the 1\.50 MB that were needed\./);
});

test('too little is exit code 1, with what would bring more; enough room already is none', async () => {
  const little = await devclean(home, ['sweep', '--free', '1TB', '--dry-run']);
  expect(little.code).toBe(1);
  expect(little.stdout).toMatch(/^To free 1\.00 TB: all that may go is .* too little\.\n/);
  expect(little.stdout).toMatch(/For more: --include costly would free another \d\.\d\d MB\./);
  const enough = await devclean(home, ['sweep', '--until-free', '1kB', '--yes']);
  expect(enough.code).toBe(0);
  expect(enough.stdout).toMatch(/free on the disk of ~ is enough: nothing has\s+to go\./);
  expect(existsSync(path.join(home.path, '.gradle/daemon/8.1/daemon-1.out.log'))).toBe(true);
});

test('one tool’s purge makes room too, and lists its entries for that', async () => {
  const run = await devclean(home, ['pip', 'purge', '--free', '4kB', '--dry-run', '--json']);
  const { steps, room } = JSON.parse(run.stdout) as PurgePlan;
  expect(run.code).toBe(0);
  expect(room?.certainBytes).toBeGreaterThanOrEqual(4000);
  expect(new Set(steps.map(({ entry }) => `${entry?.name} ${entry?.kind}`)).size).toBe(1);
});
