import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type Files, type MachineOptions, machine, pipSource, python, venv } from '../test/machine.js';
import { findInstallations } from './find-installations.js';

interface Example extends MachineOptions {
  readonly files: Files;
  /** Ids and pips' versions, in order. */
  readonly found: readonly string[];
}

const note = (prefix: string): Files => ({
  [`~/.cache/pip/selfcheck/${createHash('sha224').update(prefix).digest('hex')}`]: JSON.stringify({
    key: prefix,
    last_check: '2024-01-01T00:00:00Z',
    pypi_version: '24.2',
  }),
});

const examples: Record<string, Example> = {
  'a machine without Python': { files: {}, found: [] },
  'a Python without pip uses no cache': {
    files: { '/usr/bin/python3.12': '\x7fELF', '/usr/lib/python3.12/os.py': '' },
    found: [],
  },
  'names that lead to the same Python are one': {
    files: {
      ...python('/usr', '3.12'),
      '/usr/bin/python3': { link: '/usr/bin/python3.12' },
      '/usr/bin/python': { link: '/usr/bin/python3' },
      '/bin': { link: '/usr/bin' },
    },
    env: { PATH: '/bin:/usr/bin' },
    found: ['python3.12 24.2'],
  },
  'two Pythons in /usr': {
    files: { ...python('/usr', '3.9', '20.3'), ...python('/usr', '3.12') },
    found: ['python3.12 24.2', 'python3.9 20.3'],
  },
  'Debian keeps pip among the packages of every Python 3': {
    files: {
      '/usr/bin/python3.11': '\x7fELF',
      '/usr/bin/python3': { link: '/usr/bin/python3.11' },
      '/usr/lib/python3.11/os.py': '',
      '/usr/lib/python3/dist-packages/pip/__init__.py': pipSource('23.0.1'),
    },
    found: ['python3.11 23.0.1'],
  },
  'a newer pip of the user’s own comes first': {
    files: { ...python('/usr', '3.12'), '~/.local/lib/python3.12/site-packages/pip/__init__.py': pipSource('26.2.1') },
    found: ['python3.12 26.2.1'],
  },
  'Fedora keeps the standard library in lib64': {
    files: {
      '/usr/bin/python3.14': '\x7fELF',
      '/usr/lib64/python3.14/os.py': '',
      '/usr/lib/python3.14/site-packages/pip/__init__.py': pipSource('26.0'),
    },
    found: ['python3.14 26.0'],
  },
  PyPy: {
    files: {
      '/opt/pypy/bin/pypy3': '\x7fELF',
      '/opt/pypy/lib/pypy3.10/os.py': '',
      '/opt/pypy/lib/pypy3.10/site-packages/pip/__init__.py': pipSource('23.2'),
    },
    env: { PATH: '/opt/pypy/bin' },
    found: ['pypy3.10 23.2'],
  },
  'shims choose by the working folder, so the versions behind them count': {
    files: {
      '~/.pyenv/shims/python3': '#!/usr/bin/env bash\nexec pyenv exec python3\n',
      ...python('~/.pyenv/versions/3.8.18', '3.8', '23.0.1'),
      ...python('~/.pyenv/versions/3.13.0', '3.13'),
      '~/.pyenv/versions/3.13': { link: '~/.pyenv/versions/3.13.0' },
    },
    env: { PATH: '/home/ada/.pyenv/shims' },
    found: ['pyenv:3.13.0 24.2', 'pyenv:3.8.18 23.0.1'],
  },
  'an activated environment comes first': {
    files: { ...python('/usr', '3.12'), ...venv('/srv/env', '/usr', '3.12', '25.0') },
    env: { VIRTUAL_ENV: '/srv/env', PATH: '/srv/env/bin:/usr/bin' },
    found: ['venv:/srv/env 25.0', 'python3.12 24.2'],
  },
  'an activated conda environment': {
    files: { ...python('~/miniconda3', '3.12'), '~/miniconda3/conda-meta/history': '' },
    env: { CONDA_PREFIX: '/home/ada/miniconda3' },
    found: ['conda:/home/ada/miniconda3 24.2'],
  },
  'the environments that conda remembers, but for those that are gone': {
    files: {
      ...python('~/envs/ml', '3.10'),
      '~/envs/ml/conda-meta/history': '',
      '~/.conda/environments.txt': '/home/ada/envs/ml\n/gone\n',
    },
    found: ['conda:/home/ada/envs/ml 24.2'],
  },
  '.venv of the project, from a folder in it': {
    files: { ...python('/usr', '3.12'), ...venv('/srv/app/.venv', '/usr', '3.12'), '/srv/app/src/deep/x': '' },
    cwd: '/srv/app/src/deep',
    found: ['python3.12 24.2', 'venv:/srv/app/.venv 24.2'],
  },
  'a .venv that is a file': {
    files: { ...python('/usr', '3.12'), ...venv('/envs/app', '/usr', '3.12'), '/srv/app/.venv': '../../envs/app\n' },
    cwd: '/srv/app',
    found: ['python3.12 24.2', 'venv:/envs/app 24.2'],
  },
  'a .venv that is a link': {
    files: { ...python('/usr', '3.12'), ...venv('/envs/app', '/usr', '3.12'), '/srv/app/.venv': { link: '/envs/app' } },
    cwd: '/srv/app',
    found: ['python3.12 24.2', 'venv:/srv/app/.venv 24.2'],
  },
  'an environment without a pip of its own, as uv makes them': {
    files: { '/srv/app/.venv/pyvenv.cfg': 'home = /usr/bin\n', '/srv/app/.venv/bin/python3': '\x7fELF' },
    cwd: '/srv/app',
    found: [],
  },
  'uv’s own Pythons and pipx’s shared pip': {
    files: {
      ...python('~/.local/share/uv/python/cpython-3.12.3-linux-x86_64-gnu', '3.12'),
      ...venv('~/.local/share/pipx/shared', '/usr', '3.12', '25.1'),
    },
    found: ['python3.12 24.2', 'venv:/home/ada/.local/share/pipx/shared 25.1'],
  },
  'interpreters that a cache remembers, but for those that are gone': {
    files: {
      ...python('/usr', '3.12'),
      ...venv('/old/env', '/usr', '3.12', '22.0'),
      ...note('/old/env'),
      ...note('/gone'),
    },
    found: ['python3.12 24.2', 'venv:/old/env 22.0'],
  },
  'two of the same name': {
    files: { ...python('/usr', '3.12'), ...python('/opt/a', '3.12') },
    env: { PATH: '/opt/a/bin:/usr/bin' },
    found: ['python3.12 24.2', 'python3.12:/usr 24.2'],
  },
};

test.for(Object.entries(examples))('%s', async ([, { files, found, ...options }]) => {
  const { contexts } = await findInstallations(await machine(files, options));
  expect(contexts.map(({ id, version }) => `${id} ${version}`)).toEqual(found);
});

const mac = { platform: 'darwin' } as const;
const windows = { platform: 'win32' } as const;
const winPython = (prefix: string, pip = '24.2'): Files => ({
  [`${prefix}/python.exe`]: 'MZ',
  [`${prefix}/Lib/os.py`]: '',
  [`${prefix}/Lib/site-packages/pip/__init__.py`]: pipSource(pip),
});
const framework = (folder: string, minor: string, pip = '24.2') => python(`${folder}/Versions/${minor}`, minor, pip);

/** How the user keeps Pythons, on each system: `id by rule detail`. */
const places: Record<string, Omit<Example, 'found'> & { readonly foundBy: readonly string[] }> = {
  'an active environment, the PATH, and an environment of the project': {
    files: {
      ...python('/usr', '3.12'),
      ...venv('/srv/env', '/usr', '3.12'),
      ...venv('/srv/app/venv', '/usr', '3.12'),
      ...venv('/srv/app/named', '/usr', '3.12'),
    },
    env: { VIRTUAL_ENV: '/srv/env', PATH: '/usr/bin', UV_PROJECT_ENVIRONMENT: 'named' },
    cwd: '/srv/app/src',
    foundBy: [
      'venv:/srv/env by env VIRTUAL_ENV',
      'python3.12 by env PATH: /usr/bin',
      'venv:/srv/app/venv by project /srv/app',
      'venv:/srv/app/named by project /srv/app',
    ],
  },
  'version managers': {
    files: {
      ...python('~/.pyenv/versions/3.11.7', '3.11'),
      ...venv('~/.pyenv/versions/3.11.7/envs/shop', '~', '3.11'),
      ...python('~/.local/share/uv/python/cpython-3.13.0-linux-x86_64-gnu', '3.13'),
      ...venv('~/.local/share/pipx/venvs/black', '/usr', '3.12'),
      ...venv('~/.local/share/virtualenvs/shop-x', '/usr', '3.12'),
      ...python('/home/linuxbrew/.linuxbrew/opt/python@3.10', '3.10'),
    },
    foundBy: [
      'pyenv:3.11.7 by default pyenv',
      'venv:/home/ada/.pyenv/versions/3.11.7/envs/shop by default pyenv',
      'python3.13 by default uv',
      'venv:/home/ada/.local/share/pipx/venvs/black by default pipx',
      'venv:/home/ada/.local/share/virtualenvs/shop-x by default pipenv',
      'python3.10 by default Homebrew',
    ],
  },
  'conda: its list, its installers’ folders and the environments in them': {
    files: {
      ...python('~/miniforge3', '3.12'),
      '~/miniforge3/conda-meta/history': '',
      ...python('~/miniforge3/envs/ml', '3.10'),
      '~/miniforge3/envs/ml/conda-meta/history': '',
      ...python('/data/other', '3.9'),
      '/data/other/conda-meta/history': '',
      '~/.conda/environments.txt': '/data/other\n',
    },
    foundBy: [
      'conda:/data/other by config /home/ada/.conda/environments.txt',
      'conda:/home/ada/miniforge3 by default conda',
      'conda:/home/ada/miniforge3/envs/ml by default conda',
    ],
  },
  'macOS: Homebrew, python.org, Apple’s tools and MacPorts': {
    ...mac,
    files: {
      ...framework('/opt/homebrew/opt/python@3.13/Frameworks/Python.framework', '3.13'),
      ...framework('/usr/local/opt/python@3.12/Frameworks/Python.framework', '3.12'),
      ...framework('/Library/Frameworks/Python.framework', '3.11'),
      ...framework('/Library/Developer/CommandLineTools/Library/Frameworks/Python3.framework', '3.9', '21.2.4'),
      ...framework('/opt/local/Library/Frameworks/Python.framework', '3.10'),
      ...venv('~/Library/Application Support/pipx/shared', '/usr', '3.12'),
    },
    foundBy: [
      'venv:/Users/ada/Library/Application Support/pipx/shared by default pipx',
      'python3.13 by default Homebrew',
      'python3.12 by default Homebrew',
      'python3.11 by default python.org',
      'python3.9 by default Apple’s developer tools',
      'python3.10 by default MacPorts',
    ],
  },
  'Windows: python.org, the install manager, uv and pyenv-win': {
    ...windows,
    env: { PROGRAMFILES: '/Program Files' },
    files: {
      ...winPython('~/AppData/Local/Programs/Python/Python312', '24.0'),
      ...winPython('/Program Files/Python311', '23.0'),
      ...winPython('/Program Files/Paint', '1.0'),
      ...winPython('~/AppData/Local/Python/pythoncore-3.14-64', '25.3'),
      ...winPython('~/AppData/Roaming/uv/data/python/cpython-3.13', '24.3'),
      ...winPython('~/.pyenv/pyenv-win/versions/3.9.6', '21.1'),
    },
    foundBy: [
      'python by default python.org',
      'python:/Program Files/Python311 by default python.org',
      'python:/Users/ada/AppData/Local/Python/pythoncore-3.14-64 by default the Python install manager',
      'python:/Users/ada/AppData/Roaming/uv/data/python/cpython-3.13 by default uv',
      'python:/Users/ada/.pyenv/pyenv-win/versions/3.9.6 by default pyenv',
    ],
  },
  'Windows: its registry, which is what the launcher offers': {
    ...windows,
    files: { ...winPython('/py/311', '23.0'), ...winPython('/py/310', '22.0'), ...winPython('/py/launcher', '1.0') },
    answers: (argv) =>
      argv.includes('HKCU\\Software\\Python')
        ? [
            '',
            'HKEY_CURRENT_USER\\Software\\Python\\PythonCore\\3.11\\InstallPath',
            '    (Standard)    REG_SZ    /py/311/',
            '    ExecutablePath    REG_SZ    /py/311/python.exe',
            '',
            'HKEY_CURRENT_USER\\Software\\Python\\PyLauncher\\InstallPath',
            '    (Standard)    REG_SZ    /py/launcher/',
            '',
            'HKEY_CURRENT_USER\\Software\\Python\\Contoso\\3.10\\InstallPath',
            '    (Default)    REG_SZ    /py/310',
            '',
          ].join('\r\n')
        : undefined,
    foundBy: [
      'python by config HKEY_CURRENT_USER\\Software\\Python\\PythonCore\\3.11\\InstallPath',
      'python:/py/310 by config HKEY_CURRENT_USER\\Software\\Python\\Contoso\\3.10\\InstallPath',
    ],
  },
  'what a cache remembers': {
    files: { ...python('/kept', '3.10'), ...note('/kept') },
    foundBy: ['python3.10 by tool pip’s notes in /home/ada/.cache/pip/selfcheck'],
  },
};

test.for(Object.entries(places))('%s: found, and how', async ([, { files, foundBy, ...options }]) => {
  const { contexts } = await findInstallations(await machine(files, options));
  expect(contexts.map(({ id, foundBy: [by] = [] }) => `${id} by ${by?.rule} ${by?.detail}`)).toEqual(foundBy);
});

describe('a Python whose files do not tell what it is', () => {
  const answer = (prefix: string) => `${prefix}\n${prefix}\npython3.12\n24.0\n`;
  const asked: string[] = [];
  const found = async (files: Files, options: MachineOptions) => {
    asked.length = 0;
    const answers = (argv: readonly string[]) => {
      asked.push(argv[0] ?? '');
      return answer('/nix/store/python');
    };
    return (await findInstallations(await machine(files, { answers, ...options }))).contexts;
  };

  test('is asked, if the user starts it by name', async () => {
    const contexts = await found({ '/wrapped/bin/python3': '#!/bin/sh' }, { env: { PATH: '/wrapped/bin' } });
    expect(contexts).toMatchObject([
      {
        id: 'python3.12',
        version: '24.0',
        executable: '/wrapped/bin/python3',
        foundBy: [{ detail: 'PATH: /wrapped/bin' }],
      },
    ]);
  });

  test('is asked once, whatever its names', async () => {
    const files = { '/one/bin/python3': '#!/bin/sh', '/one/bin/python': '#!/bin/sh', '/two/bin/python': '#!/bin/sh' };
    expect(await found(files, { env: { PATH: '/one/bin:/two/bin' } })).toHaveLength(1);
    expect(asked).toHaveLength(2);
  });

  test('is none when it answers rubbish or nothing', async () => {
    for (const said of [undefined, '', 'hello', 'a\nb\nc\nd\n']) {
      const contexts = await found({ '/w/bin/python3': '' }, { env: { PATH: '/w/bin' }, answers: () => said });
      expect(contexts).toEqual([]);
    }
  });

  test.each<readonly [string, Files, MachineOptions]>([
    ['a shim', { '~/.pyenv/shims/python3': '#!' }, { env: { PATH: '/home/ada/.pyenv/shims' } }],
    ['what opens a dialog on macOS', { '/usr/bin/python3': 'stub' }, { ...mac, env: { PATH: '/usr/bin' } }],
    [
      'the stub that opens a shop on Windows',
      { '~/AppData/Local/Microsoft/WindowsApps/python.exe': '' },
      { ...windows, env: { PATH: '/Users/ada/AppData/Local/Microsoft/WindowsApps' } },
    ],
    ['a Python without a pip', { '/usr/bin/python3.12': '', '/usr/lib/python3.12/os.py': '' }, {}],
    ['the .venv of a clone', { '/c/.venv/pyvenv.cfg': '', '/c/.venv/bin/python3': '#!' }, { cwd: '/c' }],
  ])('%s is never run', async (_, files, options) => {
    expect(await found(files, options)).toEqual([]);
    expect(asked.filter((program) => !program.endsWith('reg.exe'))).toEqual([]);
  });
});

test('a remembered interpreter may lead to a further cache, which remembers more', async () => {
  const remembered = (cache: string, prefix: string) => ({
    [`${cache}/selfcheck/${'a'.repeat(56)}`]: JSON.stringify({ key: prefix }),
  });
  const { contexts } = await findInstallations(
    await machine({
      ...remembered('~/.cache/pip', '/one'),
      ...python('/one', '3.10'),
      '/one/pip.conf': '[global]\ncache-dir = /further\n',
      ...remembered('/further', '/two'),
      ...python('/two', '3.11'),
    }),
  );
  expect(contexts).toMatchObject([
    { id: 'python3.10', location: '/further' },
    { id: 'python3.11', location: '/home/ada/.cache/pip' },
  ]);
});

describe('who may be run to ask something', () => {
  test('a Python on the PATH; neither the .venv of a clone nor what a note in a cache names', async () => {
    const files = {
      ...python('/usr', '3.12'),
      ...venv('/clone/.venv', '/usr', '3.12', '99'),
      ...python('/planted', '3.12', '99'),
      ...note('/planted'),
    };
    const { contexts, askable } = await findInstallations(await machine(files, { cwd: '/clone' }));
    expect(contexts).toHaveLength(3);
    expect(askable.map(({ id }) => id)).toEqual(['python3.12']);
  });
});
