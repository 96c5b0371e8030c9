import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { CachingDocument } from '@devclean/core';
import { createHome, diffSnapshots, runTool, snapshotTree, type ThrowAwayHome } from '@devclean/testkit';
import { findPythons, needs } from '@devclean/testkit/real-tools';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { devclean, devcleanAtTerminal } from './devclean.js';
import { schemaErrors } from './schemas.js';

let home: ThrowAwayHome;
let settings: string;
beforeEach(() => {
  home = createHome();
  onTestFinished(() => home.remove());
  settings = path.join(home.path, '.config/pip/pip.conf');
});

/** Every Python here that has a pip which knows `pip config`. */
const pythons = findPythons().filter((python) => {
  try {
    execFileSync(python, ['-I', '-m', 'pip', 'config', '--help'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
});

const within = (python: string) => ({ PATH: `${path.dirname(python)}:${path.dirname(process.execPath)}` });

test('a real pip turns its caching off and on again, and leaves its other settings', needs('pip'), async () => {
  expect(pythons).not.toEqual([]);
  for (const python of pythons) {
    home.write({ '.config/pip/pip.conf': '[global]\ntimeout = 7\n' });
    const env = within(python);
    const ask = async (...args: string[]) => {
      const run = await devclean(home, ['pip', 'caching', ...args, '--context', python, '--json'], { env });
      const document = JSON.parse(run.stdout) as CachingDocument;
      expect(schemaErrors(document)).toBe('No errors');
      return { ...document, code: run.code };
    };
    expect(await ask()).toMatchObject({ code: 0, state: 'on' });
    expect(await ask('off', '--yes')).toMatchObject({
      code: 0,
      state: 'off',
      change: {
        to: 'off',
        argv: expect.arrayContaining([python, 'global.no-cache-dir']),
        file: settings,
        done: true,
      },
    });
    expect(readFileSync(settings, 'utf8')).toMatch(/no-cache-dir = true/);
    expect(await ask('off', '--yes')).toMatchObject({ code: 0, state: 'off' });
    expect(await ask('on', '--yes')).toMatchObject({ code: 0, state: 'on', change: { done: true } });
    expect(readFileSync(settings, 'utf8').trim()).toBe('[global]\ntimeout = 7');
    const again = await ask('on', '--yes');
    expect(again).toMatchObject({ code: 0, state: 'on' });
    expect(again.change).toBeUndefined();
  }
});

test('off is off, and on is on: the real pip says so itself', needs('pip'), async () => {
  const [python = ''] = pythons;
  const ask = () => runTool(home, [python, '-m', 'pip', 'cache', 'dir']);
  expect((await devclean(home, ['pip', 'caching', 'off', '--yes'], { env: within(python) })).code).toBe(0);
  await expect(ask()).rejects.toThrow(/cache is disabled/);
  expect((await devclean(home, ['pip', 'caching', 'on', '--yes'], { env: within(python) })).code).toBe(0);
  expect(await ask()).toContain(home.path);
});

describe('nothing is changed', () => {
  test('by looking, by a dry run, nor without a yes', needs('pip'), async () => {
    const before = snapshotTree(home.root);
    const shown = await devclean(home, ['pip', 'caching', 'off', '--dry-run']);
    expect(shown).toMatchObject({ code: 0, stdout: expect.stringContaining('pip config --user set') });
    expect(shown.stdout).toContain('Every install downloads its packages anew');
    expect((await devclean(home, ['pip', 'caching'])).code).toBe(0);
    const unasked = await devclean(home, ['pip', 'caching', 'off']);
    expect(unasked).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') });
    expect(diffSnapshots(before, snapshotTree(home.root))).toEqual([]);
    const asked = await devcleanAtTerminal(home, ['pip', 'caching', 'off'], 'n\n');
    expect(asked.stdout).toContain('Turn caching off now?');
    expect(asked.stdout).toContain('Nothing was changed.');
    expect(existsSync(settings)).toBe(false);
  });

  test.each<[string, Record<string, string>, string, string]>([
    ['a variable decides', { PIP_NO_CACHE_DIR: '0' }, 'on', 'PIP_NO_CACHE_DIR (0) decides'],
    ['a file stands in', { PIP_CONFIG_FILE: '/dev/null' }, 'off', 'PIP_CONFIG_FILE (/dev/null)'],
  ])('where %s: that is named', async (_, env, to, message) => {
    const run = await devclean(home, ['pip', 'caching', to, '--yes'], { env });
    expect(run.code).toBe(1);
    expect(run.stderr.replaceAll(/\s+/g, ' ')).toContain(message);
    expect(existsSync(settings)).toBe(false);
  });

  test('where the user protects the file', needs('pip'), async () => {
    home.write({ '.config/devclean/settings.json': '{"protect":["~/.config/pip"]}' });
    const run = await devclean(home, ['pip', 'caching', 'off', '--yes']);
    expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining('you protect') });
    expect(existsSync(settings)).toBe(false);
  });

  test('by a failing pip, whose words are shown', needs('pip'), async () => {
    home.write({ '.config/pip/pip.conf/folder': '' });
    const run = await devclean(home, ['pip', 'caching', 'off', '--yes']);
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/ended with exit code \d+\.\s+It\s+said:/);
  });
});

test.each([['npm'], ['yarn'], ['gradle']])('%s cannot be told', async (tool) => {
  const run = await devclean(home, [tool, 'caching', 'off', '--yes', '--json']);
  expect(run.code).toBe(2);
  expect(JSON.parse(run.stdout)).toMatchObject({ schema: 'devclean.error/1', code: 'CACHING_NOT_SWITCHABLE' });
});

test('what it is to be is on or off', async () => {
  expect(await devclean(home, ['pip', 'caching', 'maybe'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('on, off'),
  });
});
