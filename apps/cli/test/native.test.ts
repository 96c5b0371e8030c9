import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { History, PurgePlan, PurgeResult } from '@devclean/core';
import { createHome, diffSnapshots, file, snapshotTree, type ThrowAwayHome } from '@devclean/testkit';
import { fillWithNpm, fillWithPip, pipCache } from '@devclean/testkit/known-tools';
import { findPythons, needs } from '@devclean/testkit/real-tools';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { devclean, devcleanAtTerminal } from './devclean.js';
import { schemaErrors } from './schemas.js';

let home: ThrowAwayHome;
beforeEach(() => {
  home = createHome();
  onTestFinished(() => home.remove());
});

/** A Python whose pip is a script: it tells what it was called with, and does as it is told. */
function environment(folder: string, { version = '24.2', script = 'exit 1' } = {}) {
  const program = file(`#!/bin/sh\necho "$@" >> "$HOME/ran"\n${script}\n`, { mode: 0o755 });
  return {
    [folder]: {
      'pyvenv.cfg': `home = /usr/bin\n`,
      bin: { python: program },
      'lib/python3.11/site-packages/pip/__init__.py': `__version__ = "${version}"\n`,
    },
  };
}

/** pip's words are `-m pip cache purge --cache-dir PLACE`, or its question: `-m pip --isolated cache info …`. */
const purging = 'case "$*" in *purge*) rm -r "$6/http-v2" "$6/http" "$6/wheels";; *) exit 1;; esac';

const ran = () => (existsSync(path.join(home.path, 'ran')) ? readFileSync(path.join(home.path, 'ran'), 'utf8') : '');

test('--via native shows what would run, and runs it', async () => {
  home.write({ '.cache/pip': { ...pipCache(), 'decoy.txt': 'mine' }, ...environment('venv', { script: purging }) });
  const cache = path.join(home.path, '.cache/pip');
  const env = { VIRTUAL_ENV: path.join(home.path, 'venv'), PATH: '/usr/sbin:/sbin:/usr/bin:/bin' };
  const before = snapshotTree(home.root);
  const shown = await devclean(home, ['pip', 'purge', '--via', 'native', '--dry-run'], { env });
  expect(shown.code).toBe(0);
  expect(shown.stdout.replaceAll(/\s+/g, ' ')).toContain(
    `runs ${home.path}/venv/bin/python -m pip cache purge --cache-dir`,
  );
  expect(shown.stdout).toContain('It cannot be undone.');
  expect(diffSnapshots(before, snapshotTree(home.root))).toEqual([]);

  const run = await devclean(home, ['pip', 'purge', '--via', 'native', '--yes', '--json'], { env });
  expect(run).toMatchObject({ code: 0 });
  const result = JSON.parse(run.stdout) as PurgeResult;
  expect(schemaErrors(result)).toBe('No errors');
  expect(new Set(result.plan.steps.map(({ kind }) => kind))).toEqual(new Set(['command']));
  expect(result.removed).toEqual(result.plan.expected);
  expect(readdirSync(cache).sort()).toEqual(
    ['CACHEDIR.TAG', 'decoy.txt', 'selfcheck', 'selfcheck.json'].filter((name) => existsSync(path.join(cache, name))),
  );
  expect(
    ran()
      .split('\n')
      .filter((line) => line.includes('purge')),
  ).toEqual([`-m pip cache purge --cache-dir ${cache}`]);
  const { batches } = JSON.parse((await devclean(home, ['history', '--json'])).stdout) as History;
  expect(batches).toMatchObject([{ batch: result.batch, state: 'done', tools: ['pip'], removed: result.removed }]);
});

test('a pip that is too old for it says so, and nothing is run', async () => {
  home.write({ '.cache/pip': pipCache(), ...environment('venv', { version: '19.3.1' }) });
  const env = { VIRTUAL_ENV: path.join(home.path, 'venv') };
  const args = ['pip', 'purge', '--via', 'native', '--context', 'venv', '--yes'];
  const run = await devclean(home, args, { env });
  expect(run.code).toBe(1);
  expect(run.stdout.replaceAll(/\s+/g, ' ')).toContain('has no command for it: that came with pip 20.1');
  expect(ran()).toBe('');
});

test('an environment of a project is run only when it is named', async () => {
  home.write({ '.cache/pip': pipCache(), ...environment('work/.venv', { script: purging }) });
  const options = { cwd: path.join(home.path, 'work'), env: { PATH: path.dirname(process.execPath) } };
  const unnamed = await devclean(home, ['pip', 'purge', '--via', 'native', '--yes', '--json'], options);
  const { plan } = JSON.parse(unnamed.stdout) as PurgeResult;
  const usesVenv = ({ steps }: PurgePlan) => steps.some(({ argv }) => argv?.[0]?.startsWith(home.path));
  expect(usesVenv(plan)).toBe(false);
  expect(ran()).toBe('');
  home.write({ '.cache/pip': pipCache() });
  const named = await devclean(
    home,
    ['pip', 'purge', '--via', 'native', '--yes', '--json', '--context', '.venv'],
    options,
  );
  expect(usesVenv((JSON.parse(named.stdout) as PurgeResult).plan)).toBe(true);
  expect(ran()).toContain('cache purge');
});

test('what a failing command says is shown, and nothing is claimed', async () => {
  const script = 'echo "the cache is on fire" >&2; exit 2';
  home.write({ '.cache/pip': pipCache(), ...environment('venv', { script, version: '99.0' }) });
  const run = await devclean(home, ['pip', 'purge', '--via', 'native', '--yes'], {
    env: { VIRTUAL_ENV: path.join(home.path, 'venv') },
  });
  expect(run.code).toBe(1);
  expect(run.stdout).toMatch(/^Nothing was removed\.\nNot removed\n/);
  expect(run.stdout).toContain('Its command ended with exit code 2');
  expect(run.stdout).toContain('the cache is on fire');
});

test.each<[string[], RegExp]>([
  [['pip', 'purge', '--via', 'native', '--keep', '24h'], /cannot be kept/],
  [['pip', 'purge', '--via', 'native', '--trash'], /cannot be kept/],
  [['sweep', '--via', 'native', '--older-than', '30d'], /do not remove by age/],
  [['gradle', 'purge', '--via', 'native'], /Gradle has no command/],
  [['pip', 'purge', '--via', 'native', '--section', 'selfcheck'], /no command that clears pip\/selfcheck/],
  [['pip', 'purge', '--via', 'native', '--section', 'http'], /clears pip\/wheels too/],
  [['pip', 'purge', '--via', 'magic'], /native, direct/],
])('%j is a mistake', async (args, message) => {
  home.write({ '.cache/pip': pipCache() });
  const run = await devclean(home, [...args, '--yes']);
  expect(run.code).toBe(2);
  expect(run.stderr.replaceAll(/\s+/g, ' ')).toMatch(message);
});

test('a written plan runs it too, but keeps nothing', async () => {
  home.write({ '.cache/pip': pipCache(), ...environment('venv', { script: purging, version: '99.0' }) });
  const env = { VIRTUAL_ENV: path.join(home.path, 'venv') };
  await devclean(home, ['pip', 'purge', '--via', 'native', '--plan-out', 'plan.json'], { env });
  const kept = await devclean(home, ['apply', 'plan.json', '--yes', '--keep', '1h'], { env });
  expect(kept).toMatchObject({ code: 2, stderr: expect.stringContaining('cannot be kept') });
  expect(ran()).toBe('');
  const applied = await devclean(home, ['apply', 'plan.json', '--yes', '--json'], { env });
  expect(applied.code).toBe(0);
  expect(existsSync(path.join(home.path, '.cache/pip/http-v2'))).toBe(false);
});

test('it is confirmed in words of its own', needs('script', 'npm'), async () => {
  await fillWithNpm(home);
  const run = await devcleanAtTerminal(home, ['npm', 'purge', '--via', 'native'], 'n\n');
  expect(run.stdout).toContain('Let npm remove it now? It cannot be undone.');
  expect(run.stdout).toContain('Nothing was removed.');
  expect(existsSync(path.join(home.path, '.npm/_cacache/content-v2'))).toBe(true);
});

test('the real npm clears what it says, leaves what it does not, and installs again', needs('npm'), async () => {
  const { cache } = await fillWithNpm(home);
  const names = (folder: string) => readdirSync(path.join(cache, folder)).sort();
  const [logs, tools] = [names('_logs'), snapshotTree(path.join(cache, '_npx'))];
  const run = await devclean(home, ['npm', 'purge', '--via', 'native', '--yes', '--json']);
  expect(run.code).toBe(0);
  const result = JSON.parse(run.stdout) as PurgeResult;
  expect(result.removed.files).toBe(result.plan.expected.files);
  expect(result.plan.expected.files).toBeGreaterThan(5);
  expect(existsSync(path.join(cache, '_cacache'))).toBe(false);
  expect(diffSnapshots(tools, snapshotTree(path.join(cache, '_npx')))).toEqual([]);
  expect(names('_logs')).toEqual(expect.arrayContaining(logs));
  await fillWithNpm(home);
  expect(existsSync(path.join(cache, '_cacache/content-v2'))).toBe(true);
});

test('each real pip clears what it filled, says so itself, and what it leaves is told', needs('pip'), async () => {
  const pythons = findPythons().filter((python) => runs(python, '-I', '-m', 'pip', 'cache', 'dir'));
  expect(pythons).not.toEqual([]);
  for (const python of pythons) {
    const filled = createHome();
    onTestFinished(() => filled.remove());
    const { cache } = await fillWithPip(python, filled);
    const env = { PATH: `${path.dirname(python)}:${path.dirname(process.execPath)}` };
    const run = await devclean(filled, ['pip', 'purge', '--via', 'native', '--yes', '--json', '--context', python], {
      env,
    });
    const result = JSON.parse(run.stdout) as PurgeResult;
    expect({ python, code: run.code, outcomes: result.outcomes }).toMatchObject({ code: 0 });
    expect(result.plan.steps.every(({ argv }) => argv?.[0] === python)).toBe(true);
    expect(result.verifications).toMatchObject([{ answer: 'empty' }]);
    expect(result.removed.files).toBe(result.plan.expected.files - result.remaining.files);
    const left = readdirSync(cache, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(
      left.filter(({ name }) => name !== 'origin.json').map(({ parentPath }) => path.basename(parentPath)),
    ).toEqual(left.filter(({ parentPath }) => path.basename(parentPath) === 'selfcheck').map(() => 'selfcheck'));
  }
});

function runs(program: string, ...args: string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
