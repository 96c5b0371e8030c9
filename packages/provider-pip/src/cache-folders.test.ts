import type { FoundContext, Platform } from '@devclean/core';
import { describe, expect, test } from 'vitest';
import { type Files, machine, python, venv } from '../test/machine.js';
import { findInstallations } from './find-installations.js';

interface Example {
  readonly platform?: Platform;
  readonly env?: Record<string, string>;
  readonly files?: Files;
  /** Folders that pip fills. */
  readonly active: readonly string[];
  /** Folders that are named, but that nothing fills. */
  readonly inactive?: readonly string[];
  readonly caching?: FoundContext['caching'];
  /** What the first folder is said to be found by. */
  readonly foundBy?: string;
}

const conf = (cacheDir: string) => `[global]\ncache-dir = ${cacheDir}\n`;
const noCache = (value: string) => `[global]\nno-cache-dir = ${value}\n`;

/** One Python 3.12 in /usr, and what is said for each example. */
const examples: Record<string, Record<string, Example>> = {
  'on Linux': {
    'the default': { active: ['/home/ada/.cache/pip'], foundBy: 'the default on Linux' },
    'XDG_CACHE_HOME moves it': { env: { XDG_CACHE_HOME: '/x' }, active: ['/x/pip'], foundBy: 'XDG_CACHE_HOME' },
    'a blank XDG_CACHE_HOME is unset': { env: { XDG_CACHE_HOME: ' ' }, active: ['/home/ada/.cache/pip'] },
    'PIP_CACHE_DIR names it': { env: { PIP_CACHE_DIR: '/env' }, active: ['/env'], foundBy: 'PIP_CACHE_DIR' },
    'an empty PIP_CACHE_DIR is unset': { env: { PIP_CACHE_DIR: '' }, active: ['/home/ada/.cache/pip'] },
    '~ is expanded': { env: { PIP_CACHE_DIR: '~/c' }, active: ['/home/ada/c'] },
    'a variable in a value is not expanded': { files: { '/etc/pip.conf': conf('$HOME/x') }, active: ['$HOME/x'] },
    'the recipe "cache-dir = false" names a folder': { files: { '/etc/pip.conf': conf('false') }, active: ['false'] },
    'a value on the line below keeps its line end': { files: { '/etc/pip.conf': conf('\n  /p') }, active: ['\n/p'] },
    'a comment after a value belongs to it': { files: { '/etc/pip.conf': conf('/p # big') }, active: ['/p # big'] },
    'cache_dir is cache-dir': { files: { '/etc/pip.conf': '[global]\ncache_dir: /p\n' }, active: ['/p'] },
    'Cache-Dir is cache-dir': { files: { '/etc/pip.conf': '[global]\nCache-Dir=/p\n' }, active: ['/p'] },
    '[Global] is nothing to pip': {
      files: { '/etc/pip.conf': '[Global]\ncache-dir=/p\n' },
      active: ['/home/ada/.cache/pip'],
    },
    'xdg < /etc': { files: { '/etc/xdg/pip/pip.conf': conf('/a'), '/etc/pip.conf': conf('/b') }, active: ['/b'] },
    'XDG_CONFIG_DIRS, the last one wins': {
      env: { XDG_CONFIG_DIRS: '/one:/two' },
      files: { '/one/pip/pip.conf': conf('/1'), '/two/pip/pip.conf': conf('/2'), '/etc/xdg/pip/pip.conf': conf('/a') },
      active: ['/2'],
    },
    'global < old user file': {
      files: { '/etc/pip.conf': conf('/a'), '~/.pip/pip.conf': conf('/b') },
      active: ['/b'],
      foundBy: 'cache-dir in [global] of /home/ada/.pip/pip.conf',
    },
    'old user file < new': {
      files: { '~/.pip/pip.conf': conf('/b'), '~/.config/pip/pip.conf': conf('/c') },
      active: ['/c'],
    },
    'XDG_CONFIG_HOME moves the new user file': {
      env: { XDG_CONFIG_HOME: '/conf' },
      files: { '~/.config/pip/pip.conf': conf('/c'), '/conf/pip/pip.conf': conf('/d') },
      active: ['/d'],
    },
    'user < site': { files: { '~/.config/pip/pip.conf': conf('/c'), '/usr/pip.conf': conf('/s') }, active: ['/s'] },
    'site < PIP_CONFIG_FILE': {
      env: { PIP_CONFIG_FILE: '/my.conf' },
      files: { '/usr/pip.conf': conf('/s'), '/my.conf': conf('/m') },
      active: ['/m'],
    },
    'files < environment': {
      env: { PIP_CACHE_DIR: '/env' },
      files: { '/usr/pip.conf': '[install]\ncache-dir = /s\n' },
      active: ['/env'],
    },
    'PIP_CONFIG_FILE stands in for the user files': {
      env: { PIP_CONFIG_FILE: '/my.conf' },
      files: { '~/.config/pip/pip.conf': conf('/c'), '/my.conf': '' },
      active: ['/home/ada/.cache/pip'],
    },
    'a PIP_CONFIG_FILE that is not there does not': {
      env: { PIP_CONFIG_FILE: '/my.conf' },
      files: { '~/.config/pip/pip.conf': conf('/c') },
      active: ['/c'],
    },
    'PIP_CONFIG_FILE=/dev/null: no file counts': {
      env: { PIP_CONFIG_FILE: '/dev/null' },
      files: { '/etc/pip.conf': conf('/a'), '/usr/pip.conf': conf('/s') },
      active: ['/home/ada/.cache/pip'],
    },
    'set to nothing at a stronger level': {
      files: { '/etc/pip.conf': conf('/a'), '~/.config/pip/pip.conf': conf('') },
      active: ['/home/ada/.cache/pip'],
    },
    '[install] is where installs cache, though "pip cache dir" does not say so': {
      files: { '/etc/pip.conf': '[install]\ncache-dir = /inst\n' },
      active: ['/inst', '/home/ada/.cache/pip'],
      foundBy: 'cache-dir in [install] of /etc/pip.conf',
    },
    '[download] and [wheel] have caches of their own': {
      files: { '/etc/pip.conf': '[download]\ncache-dir = /dl\n[wheel]\ncache-dir = /wh\n' },
      active: ['/home/ada/.cache/pip', '/dl', '/wh'],
    },
    '[cache] moves what "pip cache dir" says, and nothing else': {
      files: { '/etc/pip.conf': '[cache]\ncache-dir = /shown\n' },
      active: ['/home/ada/.cache/pip'],
      inactive: ['/shown'],
    },
    'a weaker [install] beats a stronger [global]': {
      files: { '/etc/pip.conf': '[install]\ncache-dir = /inst\n', '/usr/pip.conf': conf('/s') },
      active: ['/inst', '/s'],
    },
    'PIP_NO_CACHE_DIR=1: off, but what is on disk stays the user’s': {
      env: { PIP_NO_CACHE_DIR: '1' },
      active: ['/home/ada/.cache/pip'],
      caching: 'off',
      foundBy: 'the default on Linux, though PIP_NO_CACHE_DIR turns caching off',
    },
    'PIP_NO_CACHE_DIR=0 turns caching off as well': {
      env: { PIP_NO_CACHE_DIR: '0' },
      active: ['/home/ada/.cache/pip'],
      caching: 'off',
    },
    'PIP_NO_CACHE_DIR=False too': {
      env: { PIP_NO_CACHE_DIR: 'False' },
      active: ['/home/ada/.cache/pip'],
      caching: 'off',
    },
    'an empty PIP_NO_CACHE_DIR is unset': {
      env: { PIP_NO_CACHE_DIR: '' },
      active: ['/home/ada/.cache/pip'],
      caching: 'on',
    },
    'PIP_NO_CACHE_DIR=banana: pip refuses to run': {
      env: { PIP_NO_CACHE_DIR: 'banana' },
      active: ['/home/ada/.cache/pip'],
      caching: 'unknown',
    },
    'no-cache-dir = false, as pip’s documentation says': {
      files: { '/etc/pip.conf': noCache('false') },
      active: ['/home/ada/.cache/pip'],
      caching: 'off',
    },
    'no-cache-dir beats PIP_CACHE_DIR': {
      env: { PIP_CACHE_DIR: '/env' },
      files: { '/etc/pip.conf': noCache('yes') },
      active: ['/env'],
      caching: 'off',
    },
    'no-cache-dir in [download] is no business of installs': {
      files: { '/etc/pip.conf': '[download]\nno-cache-dir = true\n' },
      active: ['/home/ada/.cache/pip'],
      caching: 'on',
    },
    'a malformed file: pip fails, the cache is still there': {
      files: { '/etc/pip.conf': conf('/a'), '~/.config/pip/pip.conf': '[global]\nno-cache-dir\n' },
      active: ['/a'],
      caching: 'unknown',
    },
  },
  'on macOS with pip 26.1': {
    'the default': { platform: 'darwin', active: ['/Users/ada/Library/Caches/pip'], foundBy: 'the default on macOS' },
    'XDG_CACHE_HOME means nothing': {
      platform: 'darwin',
      env: { XDG_CACHE_HOME: '/x' },
      active: ['/Users/ada/Library/Caches/pip'],
    },
    'global < user < site': {
      platform: 'darwin',
      files: {
        '/Library/Application Support/pip/pip.conf': conf('/a'),
        '~/Library/Application Support/pip/pip.conf': conf('/b'),
        '/usr/pip.conf': '[install]\ncache-dir = /c\n',
      },
      active: ['/c', '/b'],
    },
    '~/.config counts only without the folder in Application Support': {
      platform: 'darwin',
      files: { '~/Library/Application Support/pip/other': '', '~/.config/pip/pip.conf': conf('/c') },
      active: ['/Users/ada/Library/Caches/pip'],
    },
    'and then it does': { platform: 'darwin', files: { '~/.config/pip/pip.conf': conf('/c') }, active: ['/c'] },
  },
  'on Windows': {
    'the default': {
      platform: 'win32',
      env: { LOCALAPPDATA: '/Users/ada/AppData/Local' },
      active: ['/Users/ada/AppData/Local/pip/Cache'],
      foundBy: 'the default on Windows',
    },
    'XDG_CACHE_HOME means nothing': {
      platform: 'win32',
      env: { XDG_CACHE_HOME: '/x' },
      active: ['/Users/ada/AppData/Local/pip/Cache'],
    },
    'global < old user file < new < PIP_CONFIG_FILE': {
      platform: 'win32',
      env: { APPDATA: '/Users/ada/AppData/Roaming', PROGRAMDATA: '/ProgramData' },
      files: {
        '/ProgramData/pip/pip.ini': '[global]\ncache-dir = D:\\a\n[wheel]\ncache-dir = D:\\w\n',
        '~/pip/pip.ini': '[global]\ncache-dir = D:\\b\n[install]\ncache-dir = D:\\i\n',
        '~/AppData/Roaming/pip/pip.ini': conf('D:\\c'),
      },
      active: ['D:\\i', 'D:\\c', 'D:\\w'],
    },
    'PIP_CONFIG_FILE=nul: no file counts': {
      platform: 'win32',
      env: { PIP_CONFIG_FILE: 'nul' },
      files: { '~/pip/pip.ini': conf('D:\\b') },
      active: ['/Users/ada/AppData/Local/pip/Cache'],
    },
  },
};

describe.for(Object.entries(examples))('%s', ([, group]) => {
  test.for(Object.entries(group))('%s', async ([, { platform = 'linux', env = {}, files = {}, ...expected }]) => {
    const path = { PATH: '/usr/bin' };
    const installed = platform === 'win32' ? windowsPython : python('/usr', '3.12', '26.1');
    const { contexts, folders } = await findInstallations(
      await machine({ ...installed, ...files }, { platform, env: { ...path, ...env } }),
    );

    expect(folders.filter(({ active }) => active).map(({ path }) => path)).toEqual(expected.active);
    expect(folders.filter(({ active }) => !active).map(({ path }) => path)).toEqual(expected.inactive ?? []);
    expect(contexts).toMatchObject([
      { version: '26.1', location: expected.active[0], caching: expected.caching ?? 'on' },
    ]);
    if (expected.foundBy) expect(folders[0]?.foundBy.detail).toBe(expected.foundBy);
  });
});

const windowsPython: Files = {
  '~/AppData/Local/Programs/Python/Python312/python.exe': 'MZ',
  '~/AppData/Local/Programs/Python/Python312/Lib/os.py': '',
  '~/AppData/Local/Programs/Python/Python312/Lib/site-packages/pip/__init__.py': '__version__ = "26.1"\n',
};

describe('on macOS, where pip 26.2 began to heed XDG', () => {
  const xdg = { XDG_CACHE_HOME: '/x', XDG_DATA_HOME: '/data', XDG_DATA_DIRS: '/share' };

  test('two pips use two caches', async () => {
    const files = { ...python('/usr', '3.9', '21.2.4'), ...python('/opt/homebrew', '3.14', '26.2.1') };
    const context = await machine(files, { platform: 'darwin', env: { ...xdg, PATH: '/opt/homebrew/bin:/usr/bin' } });
    const { folders } = await findInstallations(context);
    expect(folders).toMatchObject([
      { path: '/x/pip', active: true, contexts: ['python3.14'] },
      { path: '/Users/ada/Library/Caches/pip', active: true, contexts: ['python3.9'] },
    ]);
  });

  test('they read two sets of files', async () => {
    const files = {
      ...python('/usr', '3.9', '21.2.4'),
      ...python('/opt/homebrew', '3.14', '26.2.1'),
      '/Library/Application Support/pip/pip.conf': conf('/old'),
      '/share/pip/pip.conf': '[wheel]\ncache-dir = /new-wheels\n',
      '/data/pip/pip.conf': conf('/new'),
    };
    const context = await machine(files, { platform: 'darwin', env: { ...xdg, PATH: '/opt/homebrew/bin:/usr/bin' } });
    const { folders } = await findInstallations(context);
    expect(folders.map(({ path, contexts }) => [path, ...contexts])).toEqual([
      ['/new', 'python3.14'],
      ['/new-wheels', 'python3.14'],
      ['/old', 'python3.9'],
    ]);
  });

  test('without any pip, either may be the one', async () => {
    const { folders } = await findInstallations(await machine({}, { platform: 'darwin', env: xdg }));
    expect(folders.map(({ path }) => path)).toEqual(['/x/pip', '/Users/ada/Library/Caches/pip']);
  });

  test('a Homebrew Python also reads the settings of its Homebrew', async () => {
    const prefix = '/opt/homebrew/Cellar/python@3.13/3.13.1/Frameworks/Python.framework/Versions/3.13';
    const files = {
      ...python(prefix, '3.13', '25.1'),
      '/opt/homebrew/bin/python3.13': { link: `${prefix}/bin/python3.13` },
      '/opt/homebrew/share/pip/pip.conf': conf('/brewed'),
    };
    const context = await machine(files, { platform: 'darwin', env: { PATH: '/opt/homebrew/bin' } });
    expect((await findInstallations(context)).folders).toMatchObject([{ path: '/brewed', contexts: ['python3.13'] }]);
  });
});

describe('several interpreters', () => {
  test('one cache for all that say nothing, another for the environment that does', async () => {
    const files = {
      ...python('/usr', '3.11'),
      ...python('/opt/py312', '3.12'),
      ...venv('/srv/app/.venv', '/usr', '3.11', '25.0'),
      '/srv/app/.venv/pip.conf': conf('/srv/app-cache'),
    };
    const context = await machine(files, { env: { PATH: '/usr/bin:/opt/py312/bin' }, cwd: '/srv/app' });
    const { contexts, folders } = await findInstallations(context);
    expect(contexts.map(({ id, location }) => [id, location])).toEqual([
      ['python3.11', '/home/ada/.cache/pip'],
      ['python3.12', '/home/ada/.cache/pip'],
      ['venv:/srv/app/.venv', '/srv/app-cache'],
    ]);
    expect(folders.every(({ active }) => active)).toBe(true);
  });

  test('without any, the cache is where the next pip would look for it', async () => {
    const found = await findInstallations(await machine({ '/etc/pip.conf': conf('/site-wide') }));
    expect(found).toMatchObject({ contexts: [], folders: [{ path: '/site-wide', active: true, contexts: [] }] });
  });
});
