import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { LocationReport, PurgePlan, PurgeResult, ScanReport } from '@devclean/core';
import { createHome, diffSnapshots, runTool, snapshotTree, type ThrowAwayHome } from '@devclean/testkit';
import {
  fillWithGradle,
  fillWithNpm,
  fillWithPip,
  fillWithYarnBerry,
  fillWithYarnClassic,
  startPythonIndex,
} from '@devclean/testkit/known-tools';
import { findPythons, needs } from '@devclean/testkit/real-tools';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { devclean, shelter } from './devclean.js';
import { schemaErrors } from './schemas.js';

/** The independent meters: what anyone would type. Sizes in bytes. */
function measuredByHand(root: string): { files: number; apparentBytes: number; allocatedBytes: number } {
  const lengths = execFileSync('find', [root, '!', '-type', 'd', '-printf', '%s\n'], { encoding: 'utf8' });
  const sizes = lengths.split('\n').filter((line) => line !== '');
  const blocks = execFileSync('du', ['-s', '--block-size=1', root], { encoding: 'utf8' });
  return {
    files: sizes.length,
    apparentBytes: sizes.reduce((sum, size) => sum + Number(size), 0),
    allocatedBytes: Number(blocks.split('\t')[0]),
  };
}

function pythonWithPip(): string {
  const python = findPythons().find((candidate) => {
    try {
      execFileSync(candidate, ['-I', '-m', 'pip', 'cache', 'dir'], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  });
  if (python === undefined) throw new Error('no Python here has a pip that knows its cache');
  return python;
}

describe('caches that the real tools filled', needs('pip', 'npm', 'gradle'), () => {
  let home: ThrowAwayHome;
  let report: ScanReport;
  beforeAll(async () => {
    home = createHome();
    await fillWithPip(pythonWithPip(), home);
    await fillWithNpm(home);
    await fillWithYarnClassic(home);
    await fillWithYarnBerry(home);
    await fillWithGradle(home);
    report = JSON.parse((await devclean(home, ['scan', '--json'])).stdout);
  }, 180_000);
  afterAll(() => home.remove());

  // pip asks the Rust compiler for its version, whose launcher makes a `.rustup`: only the tools that were filled count.
  const filled = ['gradle', 'npm', 'pip', 'yarn'];
  const locations = (): LocationReport[] =>
    report.providers
      .filter(({ id }) => filled.includes(id))
      .flatMap((provider) => provider.locations)
      .filter(({ path: at }) => at?.startsWith(home.path));

  test('the scan is what its schema says, and finds each of them in use', () => {
    expect(schemaErrors(report)).toBe('No errors');
    const found = locations().map(({ path: at, active, state }) => [
      path.relative(home.path, at as string),
      active,
      state,
    ]);
    expect(found.sort()).toEqual([
      ['.cache/pip', true, 'recognised'],
      ['.cache/yarn', true, 'recognised'],
      ['.gradle', true, 'recognised'],
      ['.npm', true, 'recognised'],
      ['.yarn/berry', true, 'recognised'],
    ]);
  });

  test('every location measures what find and du measure, to the byte', () => {
    for (const { path: at, usage } of locations()) {
      const { files, apparentBytes, allocatedBytes } = usage;
      expect({ at, files, apparentBytes, allocatedBytes }).toEqual({ at, ...measuredByHand(at as string) });
      expect(usage.complete).toBe(true);
    }
  });

  test('the sections and what is in none add up to the location', () => {
    for (const { sections, unaccounted, usage } of locations()) {
      for (const field of ['files', 'directories', 'apparentBytes', 'allocatedBytes'] as const) {
        const sum = sections.reduce((bytes, section) => bytes + section.usage[field], unaccounted[field]);
        expect([field, sum]).toEqual([field, usage[field]]);
      }
    }
  });

  test('what costs most to lose is said of each section', () => {
    const safety = Object.fromEntries(
      report.providers.flatMap(({ id, locations: all }) =>
        all.flatMap(({ sections }) => sections.map((section) => [`${id}/${section.id}`, section.safety])),
      ),
    );
    expect(safety).toMatchObject({
      'pip/http': 'safe',
      'pip/wheels': 'costly',
      'npm/cacache': 'safe',
      'npm/tmp': 'safe',
      'npm/npx': 'costly',
      'npm/logs': 'safe',
      'yarn/v6': 'safe',
      'yarn/metadata': 'safe',
      'yarn/cache': 'risky',
      'gradle/modules': 'costly',
      'gradle/versions': 'costly',
    });
  });

  test('a dry run changes no byte', async () => {
    const before = snapshotTree(home.root);
    const run = await devclean(home, ['sweep', '--include', 'costly', '--dry-run', '--json']);
    expect(run.code).toBe(0);
    expect((JSON.parse(run.stdout) as PurgePlan).steps.length).toBeGreaterThan(8);
    expect(diffSnapshots(before, snapshotTree(home.root))).toEqual([]);
  });
});

test('pip purge: pip reports zero, installs again, and what it installed still works', needs('pip'), async () => {
  const python = pythonWithPip();
  const index = await startPythonIndex();
  const home = createHome();
  onTestFinished(async () => {
    home.remove();
    await index.close();
  });
  const { cache, site } = await fillWithPip(python, home, index);
  writeFileSync(path.join(cache, 'decoy.txt'), 'not of pip');
  const decoy = snapshotTree(path.join(cache, 'decoy.txt'));
  const info = () => runTool(home, [python, '-I', '-m', 'pip', 'cache', 'info']);
  expect(await info()).not.toMatch(/Number of HTTP files: 0/);

  const planned = JSON.parse((await devclean(home, ['pip', 'purge', '--dry-run', '--json'])).stdout) as PurgePlan;
  const run = await devclean(home, ['pip', 'purge', '--yes', '--json']);
  const result = JSON.parse(run.stdout) as PurgeResult;

  expect(run.code).toBe(0);
  expect(schemaErrors(result)).toBe('No errors');
  expect(result.removed).toEqual(planned.expected);
  expect(planned.expected.files).toBeGreaterThan(3);
  expect(result.remaining.files).toBe(0);
  expect(readdirSync(cache)).toEqual(['decoy.txt']);
  expect(diffSnapshots(decoy, snapshotTree(path.join(cache, 'decoy.txt')))).toEqual([]);
  const now = await info();
  expect(now).toMatch(/Number of HTTP files: 0/);
  expect(now).toMatch(/Number of (?:locally built )?wheels: 0/);

  const imports = [python, '-c', 'import devclean_sample, devclean_sample_source'] as const;
  await runTool(home, [...imports], { env: { PYTHONPATH: site } });
  await fillWithPip(python, home, index);
  expect(existsSync(path.join(cache, 'wheels'))).toBe(true);
});

test('pip itself is asked after the purge', needs('pip'), async () => {
  const home = createHome();
  onTestFinished(() => home.remove());
  const python = pythonWithPip();
  await fillWithPip(python, home);
  // The interpreter that filled the cache is the one on the PATH here.
  const run = await devclean(home, ['pip', 'purge', '--yes', '--json'], {
    env: { PATH: `${path.dirname(python)}:/usr/bin:/bin` },
  });
  const { verifications } = JSON.parse(run.stdout) as PurgeResult;
  expect(verifications).toMatchObject([
    { provider: 'pip', answer: 'empty', question: expect.stringContaining('cache info') },
  ]);
});

test('npm installs from what is left, and again, after a purge', needs('npm'), async () => {
  const home = createHome();
  onTestFinished(() => home.remove());
  const { cache } = await fillWithNpm(home);
  expect((await devclean(home, ['npm', 'purge', '--yes'])).code).toBe(0);
  expect(readdirSync(cache, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())).toEqual([]);
  await fillWithNpm(home);
  expect(existsSync(path.join(cache, '_cacache/content-v2'))).toBe(true);
});

test(
  'the tools are found by files alone: a scan starts none of them, but for Docker, which alone knows its cache',
  needs('npm', 'strace'),
  async () => {
    const home = createHome();
    onTestFinished(() => home.remove());
    const log = path.join(home.root, 'strace.txt');
    const run = await devclean(home, ['scan', '--json'], {
      through: [...shelter, 'strace', '-f', '-qq', '-e', 'trace=execve', '-o', log],
    });
    expect(run.code).toBe(0);
    const started = [...readFileSync(log, 'utf8').matchAll(/execve\("([^"]+)"/g)].map(([, file = '']) =>
      path.basename(file),
    );
    expect(started.filter((name) => name !== 'docker')).toEqual([path.basename(process.execPath)]);
  },
);
