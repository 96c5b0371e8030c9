import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { PurgePlan, PurgeResult, ScanReport } from '@devclean/core';
import { createHome, diffSnapshots, file, link, snapshotTree, type ThrowAwayHome, treeHash } from '@devclean/testkit';
import { pipCache } from '@devclean/testkit/known-tools';
import { needs } from '@devclean/testkit/real-tools';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { devclean, devcleanAtTerminal, programs } from './devclean.js';

let home: ThrowAwayHome;
let cache: string;
beforeEach(() => {
  const made = createHome({ '.cache/pip': { ...pipCache(), 'decoy.txt': 'mine\n' }, 'notes.txt': 'mine too\n' });
  onTestFinished(() => made.remove());
  home = made;
  cache = path.join(home.path, '.cache/pip');
});

test('pip purge --yes frees what its plan promised, and nothing else', async () => {
  const planned = JSON.parse((await devclean(home, ['pip', 'purge', '--dry-run', '--json'])).stdout) as PurgePlan;
  const run = await devclean(home, ['pip', 'purge', '--yes', '--json']);
  const result = JSON.parse(run.stdout) as PurgeResult;
  expect(run.code).toBe(0);
  expect(result.removed).toEqual(planned.expected);
  expect(planned.expected.files).toBeGreaterThan(10);
  expect(readdirSync(cache).filter((name) => name !== 'CACHEDIR.TAG')).toEqual(['decoy.txt']);
  expect(readFileSync(path.join(home.path, 'notes.txt'), 'utf8')).toBe('mine too\n');
});

test('it says what it freed, and a second run has nothing to do', async () => {
  const first = await devclean(home, ['pip', 'purge', '--yes']);
  expect(first.stdout).toMatch(/^Freed [\d.]+ [kMG]?B in \d+ files\.\n/);
  expect(first.stderr).toContain('It cannot be undone.');
  const second = await devclean(home, ['pip', 'purge', '--yes']);
  expect(second).toMatchObject({ code: 0, stdout: 'Nothing to remove.\n', stderr: '' });
});

test.each([[['pip', 'purge']], [['sweep']], [['sweep', 'pip', '--include', 'costly']]])(
  '%j --dry-run changes no byte',
  async (command) => {
    const before = snapshotTree(home.root);
    expect((await devclean(home, [...command, '--dry-run'])).code).toBe(0);
    expect((await devclean(home, [...command, '--dry-run', '--json'])).code).toBe(0);
    expect(diffSnapshots(before, snapshotTree(home.root))).toEqual([]);
  },
);

test('sweep takes what is safe, and --include costly the rest', async () => {
  await devclean(home, ['sweep', '--yes']);
  expect(existsSync(path.join(cache, 'http-v2'))).toBe(false);
  expect(existsSync(path.join(cache, 'wheels'))).toBe(true);
  await devclean(home, ['sweep', '--yes', '--include', 'costly']);
  expect(existsSync(path.join(cache, 'wheels'))).toBe(false);
});

test('--section takes that part only', async () => {
  await devclean(home, ['pip', 'purge', '--yes', '--section', 'wheels']);
  expect(existsSync(path.join(cache, 'http-v2'))).toBe(true);
  expect(existsSync(path.join(cache, 'wheels'))).toBe(false);
});

describe('--context takes an environment by whatever a person would type', () => {
  /** Two environments, each of which keeps its cache in itself; the second is the one that was made with the other's Python. */
  const environment = (base: string, folder: string) => ({
    'pyvenv.cfg': `home = ${base}\n`,
    'pip.conf': `[global]\ncache-dir = ${folder}/cache\n`,
    bin: { 'python3.11': link(`${base}/python3.11`), python: link('python3.11') },
    'lib/python3.11/site-packages/pip/__init__.py': '__version__ = "24.2"\n',
    cache: pipCache(),
  });

  test.each([
    ['the folder', 'b/.venv'],
    ['a path with a slash at its end', './b/.venv/'],
    ['another name of its interpreter', 'b/.venv/bin/python'],
    ['a link to the folder', 'link'],
  ])('%s', async (_, name) => {
    const base = path.join(home.path, 'base/bin');
    const [a, b] = ['a/.venv', 'b/.venv'].map((folder) => path.join(home.path, folder)) as [string, string];
    home.write({ 'base/bin/python3.11': file('', { mode: 0o755 }), 'a/.venv': environment(base, a) });
    home.write({ 'b/.venv': environment(base, b), link: link('b/.venv') });
    const env = { VIRTUAL_ENV: a, PATH: `${b}/bin:${programs}` };
    const run = await devclean(home, ['pip', 'purge', '--dry-run', '--json', '--context', name], { env });
    const plan = JSON.parse(run.stdout) as PurgePlan;
    expect([...new Set(plan.steps.map(({ location }) => location))]).toEqual([path.join(b, 'cache')]);
  });
});

test('a plan that was written is applied later, and only as it was written', async () => {
  const written = await devclean(home, ['sweep', '--plan-out', 'plan.json'], {
    env: { INIT_CWD: home.path },
    cwd: '/',
  });
  expect(written.code).toBe(0);
  expect(written.stdout).toContain('"devclean apply plan.json" does it');
  expect(existsSync(path.join(cache, 'http-v2'))).toBe(true);
  const applied = await devclean(home, ['apply', 'plan.json', '--yes', '--json']);
  expect(applied.code).toBe(0);
  expect((JSON.parse(applied.stdout) as PurgeResult).plan).toEqual(
    JSON.parse(readFileSync(path.join(home.path, 'plan.json'), 'utf8')),
  );
  expect(existsSync(path.join(cache, 'http-v2'))).toBe(false);
});

test('a relative path means the folder that npm was started in', async () => {
  const other = path.join(home.root, 'elsewhere');
  home.write({ '../elsewhere': { caches: pipCache() } });
  const run = await devclean(home, ['pip', 'purge', '--yes', '--location', 'caches', '--json'], {
    env: { INIT_CWD: other },
    cwd: '/',
  });
  expect(run.code).toBe(0);
  expect(existsSync(path.join(other, 'caches', 'http-v2'))).toBe(false);
  expect(existsSync(path.join(cache, 'http-v2'))).toBe(true);
});

describe('output that gets lost does not end the work', () => {
  const intoShell = (redirection: string) => {
    const command = ['sh', '-c', `"$@" ${redirection}`, 'sh'];
    return devclean(home, ['pip', 'purge', '--yes'], { through: command });
  };

  test('when its reader leaves early, without a word', async () => {
    const run = await intoShell('2>&1 | true');
    expect(run).toMatchObject({ stdout: '', stderr: '' });
    expect(existsSync(path.join(cache, 'http-v2'))).toBe(false);
  });

  test.runIf(existsSync('/dev/full'))('when its log is on a full disk, with the exit code 1', async () => {
    const run = await intoShell('> /dev/full');
    expect(run.stderr).toContain('The output could not be written (ENOSPC).');
    expect(run.code).toBe(1);
    expect(existsSync(path.join(cache, 'http-v2'))).toBe(false);
  });
});

test('what an interrupted run left in the hold is finished by the next, even when nothing else is left', async () => {
  const hold = path.join(home.path, `.cache/.devclean-hold-${process.geteuid?.()}`);
  mkdirSync(hold, { mode: 0o700 });
  mkdirSync(path.join(hold, 'pip.0123456789abcdef.condemned'));
  writeFileSync(path.join(hold, 'pip.0123456789abcdef.condemned/body'), 'x'.repeat(5000));
  mkdirSync(path.join(hold, 'pip.fedcba9876543210'));
  rmSync(path.join(cache, 'http-v2'), { recursive: true });
  const seen = await devclean(home, ['scan', 'pip', '--json']);
  expect((JSON.parse(seen.stdout) as ScanReport).providers[0]?.locations[0]?.held?.files).toBe(1);
  const run = await devclean(home, ['pip', 'purge', '--yes']);
  expect(run.code).toBe(0);
  expect(run.stderr).toContain('Finished an interrupted removal of pip: freed ');
  // What was never proven to be ours to remove stays where it is.
  expect(readdirSync(hold)).toEqual(['pip.fedcba9876543210']);
});

describe('without a terminal and without --yes', () => {
  test.each([[['pip', 'purge']], [['sweep']]])('%j refuses', async (command) => {
    const before = treeHash(home.root);
    const run = await devclean(home, command);
    expect(run.code).toBe(2);
    expect(run.stdout).toBe('');
    expect(run.stderr).toMatch(
      /devclean: This would free .* and there is no terminal to ask at\.\n {2}.* --dry-run, and confirm it with --yes\.\n$/,
    );
    expect(treeHash(home.root)).toBe(before);
  });

  test('as JSON too', async () => {
    const run = await devclean(home, ['pip', 'purge', '--json']);
    expect(run.code).toBe(2);
    expect(JSON.parse(run.stdout)).toMatchObject({ schema: 'devclean.error/1', code: 'NEEDS_CONFIRMATION' });
  });

  test('a refusal is not needed where there is nothing to do', async () => {
    await devclean(home, ['pip', 'purge', '--yes']);
    expect(await devclean(home, ['pip', 'purge'])).toMatchObject({ code: 0, stdout: 'Nothing to remove.\n' });
  });
});

describe('at a terminal', needs('script'), () => {
  test('yes removes', async () => {
    const run = await devcleanAtTerminal(home, ['pip', 'purge'], 'y\n');
    expect(run.stdout).toContain('Freed');
    expect(run.code).toBe(0);
    expect(readdirSync(cache).filter((name) => name !== 'CACHEDIR.TAG')).toEqual(['decoy.txt']);
  });

  test.each([
    ['no', 'n\n', 0],
    ['the default', '\n', 0],
    ['an interrupt', '\u0003', 130],
  ])('%s leaves everything', async (_, answer, code) => {
    const before = treeHash(home.path);
    const run = await devcleanAtTerminal(home, ['pip', 'purge'], answer);
    expect(run.stdout).toContain('Nothing was removed.');
    expect(run.code).toBe(code);
    expect(treeHash(home.path)).toBe(before);
  });
});
