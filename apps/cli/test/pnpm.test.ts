import { execFileSync } from 'node:child_process';
import { rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import type { PurgeResult } from '@devclean/core';
import { createHome, snapshotTree } from '@devclean/testkit';
import { fillWithPnpm, pnpm10, pnpmVariables } from '@devclean/testkit/known-tools';
import { expect, onTestFinished, test } from 'vitest';
import { devclean } from './devclean.js';

test('pnpm frees of its store what no project links to, says before that it is the most, and projects go on', async () => {
  const home = createHome({ 'bin/.keep': '' });
  onTestFinished(() => home.remove());
  symlinkSync(pnpm10, path.join(home.path, 'bin/pnpm'));
  const { project } = await fillWithPnpm(home);
  const folders = [path.join(home.path, 'bin'), path.dirname(process.execPath), '/usr/bin', '/bin'];
  const env = { ...pnpmVariables(home, 'http://127.0.0.1:9'), PATH: folders.join(':') };
  const kept = snapshotTree(project);

  const asked = await devclean(home, ['pnpm', 'purge', '--dry-run'], { env });
  expect(asked.stdout.replaceAll(/\s+/g, ' ')).toContain('which leaves what projects on this disk still use');
  expect(asked.stdout).toContain('Removing this frees at most ');

  // What dlx ran has links to the store.
  rmSync(path.join(home.path, '.cache/pnpm/dlx'), { recursive: true });
  const run = await devclean(home, ['pnpm', 'purge', '--section', 'store', '--yes', '--json'], { env });
  const { outcomes, removed, remaining } = JSON.parse(run.stdout) as PurgeResult;
  expect({ code: run.code, failed: outcomes.filter(({ status }) => status !== 'done') }).toEqual({
    code: 0,
    failed: [],
  });
  expect(removed.reclaimableBytes).toBeGreaterThan(20_000);
  expect(remaining.files).toBeGreaterThan(0);
  expect(snapshotTree(project)).toEqual(kept);
  const answer = execFileSync(process.execPath, ['-p', "require('devclean-sample')"], {
    cwd: project,
    encoding: 'utf8',
  });
  expect(answer.trim()).toBe('devclean-sample');
});
