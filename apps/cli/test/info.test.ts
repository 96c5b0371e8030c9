import { existsSync, utimesSync } from 'node:fs';
import path from 'node:path';
import type { InfoDocument, PurgePlan } from '@devclean/core';
import { createHome, folder, type ThrowAwayHome } from '@devclean/testkit';
import { pipCache } from '@devclean/testkit/known-tools';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { devclean } from './devclean.js';
import { schemaErrors } from './schemas.js';

const python = (prefix: string, minor: string, pip: string) => ({
  [`${prefix}/bin/python${minor}`]: '',
  [`${prefix}/lib/python${minor}/os.py`]: '',
  [`${prefix}/lib/python${minor}/site-packages/pip/__init__.py`]: `__version__ = "${pip}"\n`,
});
const hash = 'abcdef0123456789abcdef0123456789abcdef0123456789abcdef01';

let home: ThrowAwayHome;
beforeEach(() => {
  home = createHome({
    '.cache/pip': { ...pipCache(), 'notes.txt': 'mine' },
    [`.cache/pip/http-v2/a/b/c/d/e/${hash}.bodybt5w16wo.tmp`]: 'half written',
    ...python('.pyenv/versions/3.9.1', '3.9', '20.3'),
    ...python('.pyenv/versions/3.13.1', '3.13', '25.0'),
    '.pyenv/versions/3.9.1/pip.conf': '[global]\nno-cache-dir = false\n',
    'work/false': { [`http-v2/a/b/c/d/e/${hash}`]: 'cc=4,' },
  });
  onTestFinished(home.remove);
});

// No Python of this machine, so that the words are the same everywhere.
const env = () => ({ PATH: path.dirname(process.execPath), TMPDIR: path.join(home.path, 'tmp') });
const at = (name: string) => path.join(home.path, name);

test('tells who uses the cache, what decides, what each pip says of it and what it does not see', async () => {
  const run = await devclean(home, ['pip', 'info', '--json'], { env: env() });
  const document = JSON.parse(run.stdout) as InfoDocument;
  expect(schemaErrors(document)).toBe('No errors');
  const { contexts, locations } = document.provider;
  const own = contexts.filter(({ id }) => id.startsWith('pyenv:'));
  expect(own).toMatchObject([
    {
      id: 'pyenv:3.13.1',
      version: '25.0',
      caching: 'on',
      foundBy: [{ rule: 'default', detail: 'pyenv' }],
      decidedBy: [{ rule: 'default' }],
    },
    {
      id: 'pyenv:3.9.1',
      caching: 'off',
      cachingDecidedBy: [
        { rule: 'config', detail: `no-cache-dir in [global] of ${at('.pyenv/versions/3.9.1/pip.conf')}` },
      ],
      remarks: [expect.stringContaining('turns caching off all the same'), expect.stringContaining('refuses')],
    },
  ]);
  const views = locations.find((location) => location.path === at('.cache/pip'))?.toolViews ?? [];
  const of = (id: string) => views.find((view) => view.contexts.includes(id));
  const figure = (id: string, label: string) => of(id)?.figures.find((one) => one.label === label)?.value;
  expect(figure('pyenv:3.9.1', 'Number of HTTP files')).toBe(2);
  expect(figure('pyenv:3.13.1', 'Number of HTTP files')).toBe(63);
  expect(of('pyenv:3.9.1')?.besides).toContainEqual(
    expect.objectContaining({ what: 'downloads in http-v2, of pip 23.3 and newer', files: 61, counted: false }),
  );
  expect(of('pyenv:3.13.1')?.besides).toContainEqual(
    expect.objectContaining({ what: expect.stringContaining('killed while they wrote'), files: 1, counted: true }),
  );
});

test('says the same to people', async () => {
  const { stdout } = await devclean(home, ['pip', 'info'], { env: env() });
  expect(stdout).toMatch(/pyenv:3\.13\.1 +25\.0 +Python 3\.13 of pyenv/);
  expect(stdout).toMatch(/pyenv:3\.9\.1: does not cache: no-cache-dir in \[global\]/);
  expect(stdout).toMatch(/pip 20\.3 \(pyenv:3\.9\.1\): pip cache info says/);
  expect(stdout).toMatch(/Number of HTTP files +63/);
  expect(stdout).toMatch(/61 files +[\d.]+ .?B +downloads in http-v2/);
  expect(stdout).toMatch(/1 file +4 B +in no part of pip’s cache/);
});

test('a folder called false, made by a pip that was told so, is shown and taken only by name', async () => {
  const inside = { env: env(), cwd: at('work') };
  const plan = async (...flags: string[]) => {
    const run = await devclean(home, ['pip', 'purge', '--dry-run', '--json', ...flags], inside);
    return (JSON.parse(run.stdout) as PurgePlan).steps.map(({ path: step = '' }) => step);
  };
  const { stdout } = await devclean(home, ['pip', 'info'], inside);
  expect(stdout).toContain('told "false" for its cache');
  const stray = at('work/false/http-v2');
  expect(await plan('--leftovers')).not.toContain(stray);
  expect(await plan('--location', at('work/false'))).toEqual([stray]);
});

test('what killed pips have left unpacked is shown, and goes with the leftovers', async () => {
  const left = at('tmp/pip-unpack-abcdefgh');
  home.write({ 'tmp/pip-unpack-abcdefgh': folder({ 'shop-1.0-py3-none-any.whl': 'wheel' }) });
  const old = new Date(Date.now() - 25 * 60 * 60 * 1000);
  for (const name of [`${left}/shop-1.0-py3-none-any.whl`, left]) utimesSync(name, old, old);
  const steps = async (...flags: string[]) => {
    const run = await devclean(home, ['sweep', '--dry-run', '--json', ...flags], { env: env() });
    const { steps, skipped } = JSON.parse(run.stdout) as PurgePlan;
    return [...steps, ...skipped].filter(({ section }) => section === 'unfinished');
  };
  expect(await steps()).toEqual([]);
  // While any pip of this user runs, it is in use.
  expect(await steps('--leftovers')).toEqual([expect.objectContaining({ provider: 'pip' })]);
  expect(existsSync(left)).toBe(true);
});
