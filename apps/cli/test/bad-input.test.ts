import { chmodSync, chownSync, existsSync, readdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import type { PurgePlan, PurgeResult, ScanReport } from '@devclean/core';
import { createHome, file, type ThrowAwayHome, treeHash } from '@devclean/testkit';
import { pipCache } from '@devclean/testkit/known-tools';
import { needs } from '@devclean/testkit/real-tools';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { devclean, programs, type Run, type RunOptions } from './devclean.js';

let home: ThrowAwayHome;
beforeEach(() => {
  const made = createHome({ '.cache/pip': pipCache(), 'src/main.py': 'print("mine")\n', 'package.json': '{}\n' });
  onTestFinished(() => made.remove());
  home = made;
});

/** Runs devclean and checks that not a byte of the home changed. */
async function harmless(args: readonly string[], options?: RunOptions): Promise<Run> {
  const before = treeHash(home.root);
  const run = await devclean(home, args, options);
  expect(treeHash(home.root)).toBe(before);
  return run;
}

test.each<[string[], string, string]>([
  [['scan', 'pipp'], 'There is no tool called "pipp".', 'Did you mean "pip"?'],
  [
    ['sweep', '--yes', 'nosuchtool'],
    'There is no tool called "nosuchtool".',
    'Run "devclean providers" to see the tools that devclean knows.',
  ],
  [['sweep', '--yes', '--exclude', 'pit'], 'There is no tool called "pit".', 'Did you mean "pip"?'],
  [['pipp', 'purge', '--yes'], 'There is no command or tool called "pipp".', 'Did you mean "devclean pip purge"?'],
  [
    ['pip', 'prune', '--yes'],
    'There is no command "devclean pip prune".',
    'Choose one of: devclean pip caching, devclean pip info, devclean pip list, devclean pip path, devclean pip purge, devclean pip remove.',
  ],
  [
    ['pip', 'purge', 'http'],
    '"devclean pip purge" takes no argument, and got "http".',
    'Run "devclean pip purge --help" to see what it takes.',
  ],
  [
    ['pip', 'purge', '--yes', '--section', 'wheel'],
    'There is no section called "wheel" in pip.',
    'Did you mean "wheels"?',
  ],
  [
    ['pip', 'purge', '--yes', '--section', 'npm/logs'],
    'There is no section called "npm/logs" in pip.',
    'Choose one of: http, wheels, selfcheck, unfinished.',
  ],
  [['pip', 'purge', '--yes', '--context', 'nosuch'], 'There is no installation called "nosuch".', ''],
  [
    ['pip', 'purge', '--yes', '--older-than', '3x'],
    '--older-than takes a time such as 30d, and "3x" is none.',
    'Write minutes as 45m',
  ],
  // Corpus 82: what is no age is never taken for one.
  ...['-1d', '0', '1e309', '7 days ago'].map((age): [string[], string, string] => [
    ['sweep', '--yes', '--older-than', age],
    `--older-than takes a time such as 30d, and "${age}" is none.`,
    'Write minutes as 45m',
  ]),
  ...['-1d', '1e309', '7 days ago'].map((time): [string[], string, string] => [
    ['sweep', '--yes', '--keep', time],
    `--keep takes a time such as 24h, and "${time}" is none.`,
    'Write minutes as 45m, hours as 12h',
  ]),
  [['pip', 'remove', 'a', '--yes', '--free', '1GB'], 'This command has no flag --free.', ''],
  [
    ['sweep', '--yes', '--free', '1 apple'],
    '--free takes a size such as 20GB, and "1 apple" is none.',
    'Sizes are 500MB or 20GB in thousands',
  ],
  [['pip', 'purge', '--yess'], 'This command has no flag --yess.', 'Did you mean --yes?'],
  [['pip', 'purge', '--yes', '--include', 'risky'], '"--include=risky" is none of: costly.', ''],
  [['pip', 'purge', '--section'], 'Flag --section expects a value.', ''],
  [
    ['pip', 'purge', '--yes', '--plan-out', 'p.json'],
    '--plan-out writes the plan and removes nothing',
    'Leave out one of them',
  ],
  [['pip', 'purge', '--yes', '--location', 'nowhere'], 'There is nothing at ', 'Check the path given to --location.'],
  [['apply'], 'PLAN is missing.', ''],
  [['apply', 'nosuch.json'], 'nosuch.json could not be read', ''],
  [['apply', 'package.json', '--yes'], 'This is not a plan that devclean wrote', 'Make a new one with --plan-out'],
  [['apply', 'src/main.py', '--yes'], 'This is not a plan: it is not JSON.', 'Make a new one with --plan-out'],
  [['apply', 'src', '--yes'], 'could not be read', ''],
  [['--yes', 'sweep'], '--yes comes before any command.', 'Put it behind the command'],
  [['--plane'], 'There is no flag --plane.', 'Did you mean "--plain"?'],
])('%j', async (args, message, hint) => {
  const run = await harmless(args);
  const words = run.stderr.replaceAll(/\s+/g, ' ');
  expect(words).toContain(message);
  expect(words).toContain(hint);
  expect(run).toMatchObject({ code: 2, stdout: '' });

  const json = await harmless([...args, '--json']);
  const document = JSON.parse(json.stdout) as { schema: string; message: string };
  expect(document.schema).toBe('devclean.error/1');
  expect(document.message).toContain(message);
  expect(json.code).toBe(2);
});

test('a plan that was edited is refused', async () => {
  const plan = JSON.parse((await harmless(['pip', 'purge', '--dry-run', '--json'])).stdout) as PurgePlan;
  home.write({ 'plan.json': JSON.stringify({ ...plan, steps: [{ ...plan.steps[0], path: home.path }] }) });
  const run = await harmless(['apply', 'plan.json', '--yes']);
  expect(run.code).toBe(2);
  expect(run.stderr).toContain('This plan was changed after devclean wrote it.');
});

describe('PIP_CACHE_DIR', () => {
  const purge = (value: string) => harmless(['pip', 'purge', '--yes'], { env: { PIP_CACHE_DIR: value } });

  test.each([
    ['the home', () => home.path],
    ['the root of the file system', () => '/'],
    ['a relative path', () => 'cache'],
    ['a project with sources', () => path.join(home.path, 'src')],
  ])('that is %s is left alone, with a reason and a hint', async (_, value) => {
    const run = await purge(value());
    expect(run.stdout).toContain('Left out');
    expect(run.stdout).toContain('Nothing to remove.');
    expect(run.code).toBe(1);
  });

  test.each([
    ['the home', () => home.path],
    ['a relative path', () => 'cache'],
    ['a project with sources', () => path.join(home.path, 'src')],
  ])('that is %s is not given to a script as a cache', async (_, value) => {
    const run = await harmless(['pip', 'path'], { env: { PIP_CACHE_DIR: value() } });
    expect(run).toMatchObject({ code: 0, stdout: '' });
    expect(run.stderr).toContain(`${value()} is not taken for a cache: `);
  });

  test('that is empty means unset', async () => {
    const run = await devclean(home, ['pip', 'purge', '--yes'], { env: { PIP_CACHE_DIR: '' } });
    expect(run).toMatchObject({ code: 0 });
    expect(existsSync(path.join(home.path, '.cache/pip/http-v2'))).toBe(false);
  });
});

test('a cache that is a link is refused with the real path, which --location then takes', async () => {
  const made = createHome({ elsewhere: { pip: pipCache() } });
  onTestFinished(() => made.remove());
  home = made;
  const real = path.join(home.path, 'elsewhere', 'pip');
  home.write({ '.cache': {} });
  symlinkSync(real, path.join(home.path, '.cache', 'pip'));
  const refused = await harmless(['pip', 'purge', '--yes']);
  expect(refused.code).toBe(1);
  expect(refused.stdout.replaceAll(/\s+/g, ' ')).toContain('devclean pip purge --location ');
  const taken = await devclean(home, ['pip', 'purge', '--yes', '--location', real]);
  expect(taken.code).toBe(0);
  expect(readdirSync(real)).not.toContain('http-v2');
});

describe('a tool that misbehaves when it is asked', () => {
  test.each([
    ['hangs', 'exec sleep 600\n'],
    ['prints rubbish', 'printf "\\033[31m<html>\\000 /etc/passwd\\n"\n'],
    ['fails', 'exit 3\n'],
  ])('and %s does not hold anything up', async (_, text) => {
    // A Python with a pip newer than any other here, so that it is the one to ask.
    home.write({
      'python/bin/python3.12': file(`#!/bin/sh\n: >"$0.asked"\n${text}`, { mode: 0o755 }),
      'python/lib/python3.12/os.py': '',
      'python/lib/python3.12/site-packages/pip/__init__.py': '__version__ = "99.0"\n',
    });
    const bin = path.join(home.path, 'python/bin');
    const run = await devclean(home, ['pip', 'purge', '--yes', '--json'], { env: { PATH: `${bin}:${programs}` } });
    expect(existsSync(path.join(bin, 'python3.12.asked'))).toBe(true);
    expect(run.code).toBe(0);
    const { verifications, remaining } = JSON.parse(run.stdout) as PurgeResult;
    expect(verifications).toMatchObject([{ answer: 'unknown', detail: 'pip 99.0 did not say' }]);
    expect(remaining.files).toBe(0);
  });
});

const setpriv = ['/usr/bin/setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];

test('a folder that cannot be read is shown as such', needs('a second user'), async () => {
  const cache = path.join(home.path, '.cache', 'pip');
  for (const folder of [home.root, path.join(home.root, 'tmp'), home.path]) chownSync(folder, 65_534, 65_534);
  chmodSync(cache, 0o700);
  const run = await devclean(home, ['scan', 'pip', '--json'], { through: setpriv });
  const report = JSON.parse(run.stdout) as ScanReport;
  expect(run.code).toBe(0);
  expect(report.providers[0]?.locations.map(({ path: at, state }) => [at, state])).toContainEqual([
    cache,
    'unreadable',
  ]);
  const purge = await devclean(home, ['pip', 'purge', '--yes'], { through: setpriv });
  expect(purge.stdout.replaceAll(/\s+/g, ' ')).toContain(
    'it cannot be read. Run devclean as the user that it belongs to.',
  );
  expect(purge.code).toBe(1);
});

test('an account without any home is told so', needs('a second user'), async () => {
  const through = [
    '/usr/bin/setpriv',
    '--reuid=54321',
    '--regid=54321',
    '--clear-groups',
    '/usr/bin/env',
    '-i',
    `PATH=${programs}`,
  ];
  const run = await devclean(home, ['scan'], { through, cwd: '/' });
  expect(run.code).toBe(2);
  expect(run.stderr).toContain('There is no home folder');
  expect(run.stderr).toContain('Set HOME to your home folder');
});
