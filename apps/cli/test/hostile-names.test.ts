import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { PurgeResult } from '@devclean/core';
import { createHome, type ThrowAwayHome } from '@devclean/testkit';
import { npmCache, pipCache } from '@devclean/testkit/known-tools';
import { needs } from '@devclean/testkit/real-tools';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { devclean, devcleanAtTerminal, type Run } from './devclean.js';
import { schemaErrors } from './schemas.js';

/** Escape sequences, a clipboard write, a bell, line ends, a C1 control, turned text, what has no width. */
const evil = 'e\u001b[31mv\u001b]52;c;aGk=\u0007i\rl\n\u009b2J\u202eb\u200bc\u2066d';
/** Bytes that are no UTF-8: a lone 0xff, and C1 controls as a terminal of eight bits takes them. */
const invalid = Buffer.from([0x62, 0xff, 0x9b, 0x32, 0x4a, 0x85, 0x62]);

/** Anything that a terminal obeys, or that turns text around. Line ends are our own: see `lines`. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is what is looked for
const obeyed = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u;

let home: ThrowAwayHome;
beforeEach(() => {
  const made = createHome({ '.cache/pip': pipCache(), '.npm': npmCache() });
  onTestFinished(() => made.remove());
  home = made;
  for (const folder of ['.cache/pip', '.cache/pip/http-v2', '.npm', '.npm/_logs', '.npm/_cacache']) {
    const below = Buffer.from(`${path.join(made.path, folder)}/`);
    mkdirSync(below, { recursive: true });
    for (const name of [Buffer.from(`${evil}.log`), Buffer.concat([invalid, Buffer.from('.log')])]) {
      writeFileSync(Buffer.concat([below, name]), 'x');
    }
  }
});

function expectHarmless({ stdout, stderr }: Run): void {
  for (const text of [stdout, stderr]) expect(obeyed.exec(text)?.[0]).toBeUndefined();
  // A line end of a name would begin a line of its own.
  expect(`${stdout}${stderr}`).not.toMatch(/^\W*2J/m);
}

test.each([
  [['scan']],
  [['npm', 'info']],
  [['pip', 'info']],
  [['npm', 'purge', '--dry-run']],
  [['sweep', '--dry-run']],
  [['sweep', '--include', 'costly', '--yes']],
  [['doctor']],
])('%j over a cache of hostile names says nothing that a terminal obeys', async (args) => {
  expectHarmless(await devclean(home, args));
});

test.each([
  ['a command', [evil]],
  ['a tool', ['sweep', evil]],
  ['a section', ['sweep', '--section', evil]],
  ['a location', ['sweep', '--location', `/${evil}`]],
  ['a context', ['pip', 'purge', '--context', evil]],
  ['a flag', ['sweep', `--${evil}`]],
  ['an argument', ['pip', 'purge', evil]],
  ['a plan', ['apply', evil]],
  ['a map', ['map', 'npm', '--no-entries', '-o', `${evil}/map.html`]],
  ['what was saved', ['map', '--from', evil]],
  ['a batch to undo', ['undo', evil]],
  ['a batch to free', ['history', '--free', evil, '--yes']],
  ['a value of a flag', ['sweep', '--include', evil]],
])('an error about %s says nothing that a terminal obeys', async (_, args) => {
  const run = await devclean(home, args);
  expect(run.code).toBe(2);
  expectHarmless(run);
});

test('a plan that is written, and a batch that is kept, listed and brought back, say nothing that a terminal obeys', async () => {
  mkdirSync(path.join(home.path, evil));
  const runs = [
    ['npm', 'purge', '--plan-out', `${evil}/plan.json`],
    ['apply', `${evil}/plan.json`, '--dry-run'],
    ['npm', 'purge', '--keep', '1h', '--yes'],
    ['history'],
    ['undo'],
  ];
  for (const args of runs) {
    const run = await devclean(home, args);
    expect([args[0], run.code, run.code === 0 ? '' : run.stderr]).toEqual([args[0], 0, '']);
    expectHarmless(run);
  }
});

test('whoever holds a cache is named in codes', async () => {
  const program = path.join(home.path, '.npm/_cacache', evil);
  copyFileSync('/bin/cat', program);
  // Not by a shell, which would take the place of what it starts.
  const holder = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(async () => {
    holder.stdin.end();
    await once(holder, 'close');
  });
  holder.stdin.write('ready');
  await once(holder.stdout, 'data');
  for (const args of [['scan'], ['npm', 'info'], ['npm', 'purge', '--dry-run'], ['npm', 'purge', '--yes']]) {
    const run = await devclean(home, args);
    expectHarmless(run);
    expect(`${run.stdout}${run.stderr}`.replaceAll(/\s+/g, '')).toContain('\\x1b[31mv');
  }
});

test('a place that a variable names is escaped, too', async () => {
  for (const env of [{ PIP_CACHE_DIR: `/tmp/${evil}` }, { npm_config_cache: `${home.path}/a\u202eb` }]) {
    mkdirSync(`${home.path}/a\u202eb/_cacache/index-v5`, { recursive: true });
    for (const args of [['scan'], ['npm', 'info'], ['sweep', '--dry-run'], ['npm', 'purge', '--yes']]) {
      expectHarmless(await devclean(home, args, { env }));
    }
  }
});

test(
  'at a terminal the plan, the question, the progress and the result show names as codes',
  needs('script'),
  async () => {
    const run = await devcleanAtTerminal(home, ['npm', 'purge'], 'y\n');
    expect(run.code).toBe(0);
    for (const forbidden of ['\u001b]52', '\u009b', '\u202e', '\u200b', '\u2066', '\u0007']) {
      expect(run.stdout).not.toContain(forbidden);
    }
  },
);

test('what cannot be removed is named in codes', needs('strace'), async () => {
  const made = createHome({ '.cache/pip': pipCache() });
  onTestFinished(() => made.remove());
  rmSync(`${made.path}/.cache/pip/selfcheck`, { recursive: true });
  made.write({ '.cache/pip/selfcheck': { [evil]: 'x' } });
  const inject = 'inject=unlink,unlinkat:error=EPERM';
  const through = ['strace', '-f', '-qq', '-o', '/dev/null', '-e', 'trace=unlink,unlinkat', '-e', inject];
  const run = await devclean(made, ['pip', 'purge', '--yes'], { through });
  expect(run.code).toBe(1);
  // A long path is broken into lines.
  expect(`${run.stdout}${run.stderr}`.replaceAll(/\s+/g, '')).toContain('\\x1b[31mv');
  expectHarmless(run);
});

test('JSON names by its bytes what cannot be removed and is no text', needs('strace'), async () => {
  const made = createHome({ '.cache/pip': pipCache() });
  onTestFinished(() => made.remove());
  rmSync(`${made.path}/.cache/pip/selfcheck`, { recursive: true });
  mkdirSync(`${made.path}/.cache/pip/selfcheck`);
  writeFileSync(Buffer.concat([Buffer.from(`${made.path}/.cache/pip/selfcheck/`), invalid]), 'x');
  const inject = 'inject=unlink,unlinkat:error=EPERM';
  const through = ['strace', '-f', '-qq', '-o', '/dev/null', '-e', 'trace=unlink,unlinkat', '-e', inject];
  const run = await devclean(made, ['pip', 'purge', '--yes', '--json', '--section', 'selfcheck'], { through });
  expect(run.code).toBe(1);
  expectHarmless({ ...run, stdout: run.stdout.replaceAll('\ufffd', '') });
  const result = JSON.parse(run.stdout) as PurgeResult;
  expect(schemaErrors(result)).toBe('No errors');
  const [outcome] = result.outcomes.filter(({ status }) => status === 'failed');
  const bytes = Buffer.from(outcome?.pathBase64 ?? '', 'base64');
  expect(bytes.subarray(bytes.lastIndexOf('/') + 1)).toEqual(invalid);
  expect(outcome?.path).toBe(bytes.toString());
});
