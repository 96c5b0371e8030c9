import { expect, test } from 'vitest';
import { type Files, type MachineOptions, machine, python } from '../test/machine.js';
import { storeFolders } from './store-folders.js';
import { strayFolders } from './stray-folders.js';

const hash = 'abcdef0123456789abcdef0123456789abcdef0123456789abcdef01';
const cache = (at: string): Files => ({ [`${at}/http-v2/a/b/c/d/e/${hash}`]: 'cc=4,' });

interface Example extends MachineOptions {
  readonly files: Files;
  readonly found: readonly string[];
}

const examples: Record<string, Example> = {
  'a machine without mistakes': { files: cache('~/.cache/pip'), found: [] },
  'false is a folder, where one stands and above': {
    files: { ...cache('/srv/app/false'), ...cache('/srv/false') },
    cwd: '/srv/app/src',
    found: [
      '/srv/app/false made by a pip in /srv/app that was told "false" for its cache',
      '/srv/false made by a pip in /srv that was told "false" for its cache',
    ],
  },
  'no variable is expanded': {
    files: cache('~/$HOME/.cache/pip'),
    found: ['/home/ada/$HOME/.cache/pip made by a pip in /home/ada that was told "$HOME/.cache/pip" for its cache'],
  },
  'what a setting says': {
    files: {
      ...python('/usr', '3.12'),
      '~/.config/pip/pip.conf': '[global]\ncache-dir = build/pips\n',
      ...cache('/srv/app/build/pips'),
    },
    cwd: '/srv/app',
    found: ['/srv/app/build/pips made by a pip in /srv/app that was told "build/pips" for its cache'],
  },
  'a setting that leads out of the folder': {
    files: { '~/.config/pip/pip.conf': '[global]\ncache-dir = ../x\n', ...cache('/srv/x') },
    cwd: '/srv/app',
    found: [],
  },
  'a folder that only has such a name': { files: { '~/false/main.c': '', '~/no/http2/x': '' }, found: [] },
};

test.for(Object.entries(examples))('%s', async ([, { files, found, ...options }]) => {
  const strays = await strayFolders(await machine(files, options));
  expect(strays.map(({ path, foundBy }) => `${path} ${foundBy.detail}`)).toEqual(found);
  expect(strays.filter(({ active, onlyNamed }) => active || !onlyNamed)).toEqual([]);
});

test('what a Python of the Microsoft Store writes lies where Windows has redirected it', async () => {
  const store = '~/AppData/Local/Packages/PythonSoftwareFoundation.Python.3.12_qbz5n2kfra8p0';
  const files = { ...cache(`${store}/LocalCache/Local/pip/Cache`), '~/AppData/Local/Packages/Other_x/y': '' };
  const found = await storeFolders(await machine(files, { platform: 'win32' }));
  const path = `${store.replace('~', '/Users/ada')}/LocalCache/Local/pip/Cache`;
  expect(found).toMatchObject([{ path, active: false, foundBy: { detail: expect.stringContaining('Python.3.12') } }]);
  expect(await storeFolders(await machine(files))).toEqual([]);
});
