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
