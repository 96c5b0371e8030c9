import { execFile, execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import {
  createToolContext,
  type FoundContext,
  type FoundSection,
  type NonEmpty,
  type ToolContext,
} from '@devclean/core';
import { createHome, link, type ThrowAwayHome } from '@devclean/testkit';
import { pipCache } from '@devclean/testkit/known-tools';
import { needs } from '@devclean/testkit/real-tools';
import { describe, expect, onTestFinished, test } from 'vitest';
import { askPip } from './ask-pip.js';
import { cachingState, foldersOf } from './cache-folders.js';
import { findInstallations } from './find-installations.js';
import { interpretersIn, prefixOf } from './interpreter.js';
import { isAtLeast, readPipSettings } from './pip-settings.js';

/** This machine's own pips that know `pip cache`: the oldest and the newest. */
async function realPips(): Promise<FoundContext[]> {
  const found = await findInstallations(await createToolContext({ env: { HOME: homedir(), PATH: process.env.PATH } }));
  const able = found.askable
    .filter(({ version = '' }) => isAtLeast(version, 20, 1))
    .sort((a, b) => (a.version ?? '').localeCompare(b.version ?? '', 'en', { numeric: true }));
  return [...new Set([able[0], able.at(-1)])].filter((pip) => pip !== undefined);
}

interface Example {
  readonly env?: (home: string) => Record<string, string>;
  readonly files?: (home: string) => Record<string, string>;
}

const user = '.config/pip/pip.conf';

/** Paths lie below the home: pip turns its cache off where it may not write. */
const examples: Record<string, Example> = {
  'nothing is set': {},
  XDG_CACHE_HOME: { env: (home) => ({ XDG_CACHE_HOME: `${home}/x` }) },
  'a blank XDG_CACHE_HOME': { env: () => ({ XDG_CACHE_HOME: ' ' }) },
  'PIP_CACHE_DIR with ~': { env: () => ({ PIP_CACHE_DIR: '~/c' }) },
  'an empty PIP_CACHE_DIR': { env: () => ({ PIP_CACHE_DIR: '' }) },
  'user files, old and new': {
    files: (home) => ({
      '.pip/pip.conf': `[global]\ncache-dir=${home}/b\n`,
      [user]: `[global]\ncache_dir: ${home}/c ; c\n`,
    }),
  },
  '[install] and [cache]': {
    files: () => ({ [user]: '[install]\ncache-dir = ~/i\n[cache]\ncache-dir = ~/k\n[global]\ncache-dir = ~/g\n' }),
  },
  'set to nothing at a stronger level': {
    files: () => ({ '.pip/pip.conf': '[global]\ncache-dir = ~/b\n', [user]: '[global]\ncache-dir =\n' }),
  },
  'defaults for every section': { files: () => ({ [user]: '[DEFAULT]\ncache-dir = ~/d\n[cache]\nx = 1\n' }) },
  PIP_CONFIG_FILE: {
    env: (home) => ({ PIP_CONFIG_FILE: `${home}/my.conf` }),
    files: () => ({ 'my.conf': '[wheel]\ncache-dir = ~/w\n', [user]: '[global]\ncache-dir = ~/c\n' }),
  },
  'a PIP_CONFIG_FILE that is not there': {
    env: (home) => ({ PIP_CONFIG_FILE: `${home}/my.conf` }),
    files: () => ({ [user]: '[global]\ncache-dir = ~/c\n' }),
  },
  'PIP_CONFIG_FILE=/dev/null': {
    env: () => ({ PIP_CONFIG_FILE: '/dev/null' }),
    files: () => ({ [user]: '[global]\ncache-dir = ~/c\n' }),
  },
  XDG_CONFIG_DIRS: {
    env: (home) => ({ XDG_CONFIG_DIRS: `${home}/one:${home}/two` }),
    files: () => ({ 'one/pip/pip.conf': '[global]\ncache-dir=~/1\n', 'two/pip/pip.conf': '[global]\ncache-dir=~/2\n' }),
  },
  'a site file': {
    files: () => ({ 'env/pip.conf': '[global]\ncache-dir = ~/s\n', [user]: '[global]\ncache-dir = ~/c\n' }),
  },
  'PIP_NO_CACHE_DIR=off': { env: () => ({ PIP_NO_CACHE_DIR: 'off' }) },
  'an empty PIP_NO_CACHE_DIR': { env: () => ({ PIP_NO_CACHE_DIR: '' }) },
  'PIP_NO_CACHE_DIR=banana': { env: () => ({ PIP_NO_CACHE_DIR: 'banana' }) },
  'no-cache-dir in [download]': { files: () => ({ [user]: '[download]\nno-cache-dir = true\n' }) },
  'no-cache-dir in [install]': { files: () => ({ [user]: '[install]\nno-cache-dir = false\n' }) },
  'a malformed file': { files: () => ({ [user]: '[global]\nno-cache-dir\n' }) },
  'a section twice': { files: () => ({ [user]: '[global]\ncache-dir = ~/c\n[global]\n' }) },
};

/** Prints what `pip install` would use (false: off), then what `pip cache dir` says. */
const question = `
import json, os, runpy, sys
from pip._internal.commands import create_command
null = open(os.devnull, "w")
said, sys.stderr = sys.stderr, null
try:
    install = create_command("install").parse_args([])[0].cache_dir
    install = os.path.expanduser(install) if install else False
except SystemExit:
    install = "refused"
sys.stderr = said
print(json.dumps(install), flush=True)
sys.argv = ["pip", "cache", "dir"]
runpy.run_module("pip", run_name="__main__")
`;

interface Answer {
  readonly install: string | false;
  readonly cacheDir: string | undefined;
}

async function pipSays(python: string, home: ThrowAwayHome, env: Record<string, string>): Promise<Answer> {
  const { stdout } = await promisify(execFile)(python, ['-c', question], {
    cwd: home.root,
    env,
    timeout: 30_000,
  }).catch((error: { stdout: string }) => error);
  const [install = 'null', cacheDir = ''] = stdout.split('\n');
  return { install: JSON.parse(install), cacheDir: cacheDir || undefined };
}

async function weSay(python: string, context: ToolContext): Promise<Answer> {
  const prefix = dirname(dirname(python));
  const settings = await readPipSettings(context, {
    prefix,
    kind: 'venv',
    name: 'python',
    executable: python,
    pip: '24.0',
  });
  const caching = cachingState(settings);
  const shown =
    settings.malformed || settings.read('no-cache-dir', 'cache') ? undefined : foldersOf('cache', settings, context)[0];
  const installs = {
    on: foldersOf('install', settings, context)[0]?.path ?? false,
    off: false,
    unknown: 'refused',
  } as const;
  return { install: installs[caching], cacheDir: shown?.path };
}

const pips = await realPips();

describe.for(pips)('pip $version ($id) and we say the same', needs('pip'), ({ executable = '' }) => {
  test.concurrent.for(Object.entries(examples))('%s', async ([, { env = () => ({}), files = () => ({}) }], run) => {
    // An environment that borrows the real pip: a site file of its own without touching the installation's.
    const home = createHome({
      'env/pyvenv.cfg': `home = ${dirname(executable)}\ninclude-system-site-packages = true\n`,
      'env/bin/python': link(executable),
    });
    run.onTestFinished(home.remove);
    const python = join(home.path, 'env', 'bin', 'python');
    home.write(files(home.path));
    const variables = { HOME: home.path, PATH: '/usr/bin:/bin', PYTHONDONTWRITEBYTECODE: '1', ...env(home.path) };
    const context = await createToolContext({ env: variables, cwd: home.path });

    run.expect(await weSay(python, context)).toEqual(await pipSays(python, home, variables));
  });
});

describe.for(pips)('asking pip $version ($id)', needs('pip'), ({ executable = '', version = '' }) => {
  // pip counts its downloads from 20.3 on.
  const downloads = isAtLeast(version, 20, 3) ? '\\d+ downloaded files and ' : '';

  async function filledCache() {
    const home = createHome({ 'my cache': pipCache() });
    onTestFinished(home.remove);
    const cache = join(home.path, 'my cache');
    // Settings that make pip say nothing, or something else, when it is asked without care.
    const env = { HOME: home.path, PATH: dirname(executable), PIP_QUIET: '1', PIP_NO_CACHE_DIR: '1' };
    const context = await createToolContext({ env, cwd: home.path });
    const section = (id: string) => ({ provider: 'pip', cache: 'pip', location: cache, id }) as FoundSection;
    return { cache, context, sections: [section('http'), section('wheels')] as NonEmpty<FoundSection> };
  }

  test('before, it counts what is there', async () => {
    const { context, sections } = await filledCache();
    expect(await askPip(sections, context)).toMatchObject({
      question: expect.stringContaining("-m pip --isolated cache info --cache-dir '"),
      answer: 'not-empty',
      detail: expect.stringMatching(new RegExp(`^pip \\S+ counts ${downloads}3 built wheels`)),
    });
  });

  test('after, it finds nothing', async () => {
    const { cache, context, sections } = await filledCache();
    for (const name of ['http', 'http-v2', 'wheels']) rmSync(join(cache, name), { recursive: true });
    expect(await askPip(sections, context)).toMatchObject({ answer: 'empty' });
  });

  test('only about what went: wheels that were left are no failure', async () => {
    const { cache, context, sections } = await filledCache();
    for (const name of ['http', 'http-v2']) rmSync(join(cache, name), { recursive: true });
    expect(await askPip([sections[0]], context)).toMatchObject({ answer: 'empty' });
    expect(await askPip(sections, context)).toMatchObject({ answer: 'not-empty' });
  });
});

test('an interpreter’s prefix and its pip are read as it says itself', needs('pip'), async () => {
  expect(pips).not.toEqual([]);
  const context = await createToolContext();
  for (const { executable = '', version } of pips) {
    const ask = 'import sys, pip; print(sys.prefix); print(pip.__version__)';
    const [prefix = '', pip] = execFileSync(executable, ['-c', ask], { encoding: 'utf8', cwd: '/' }).split('\n');
    expect(await prefixOf(executable, context)).toBe(await context.realPath(prefix));
    expect(version).toBe(pip);
    expect((await interpretersIn(prefix, context)).map((one) => one.pip)).toContain(pip);
  }
});
