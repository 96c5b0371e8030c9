// biome-ignore-all lint/suspicious/noTemplateCurlyInString: npm replaces them
import type { FoundLocation } from '@devclean/core';
import { createHome, link, type TestMachine, type Tree, testContext } from '@devclean/testkit';
import { npmCache } from '@devclean/testkit/known-tools';
import { describe, expect, onTestFinished, test } from 'vitest';
import { npm } from './npm.js';

/** An npm at `<home>/<prefix>/bin/npm`, with a Node beside it. */
function npmIn(prefix: string, version: string, npmrc = ''): Tree {
  const own = `${prefix}/lib/node_modules/npm`;
  return {
    [`${own}/package.json`]: JSON.stringify({ name: 'npm', version }),
    [`${own}/bin/npm-cli.js`]: '',
    ...(npmrc && { [`${own}/npmrc`]: npmrc }),
    [`${prefix}/bin/npm`]: link('../lib/node_modules/npm/bin/npm-cli.js'),
    [`${prefix}/bin/node`]: '',
  };
}

const onPath = { PATH: '~/node/bin' };

interface Example extends Omit<TestMachine, 'env' | 'cwd'> {
  readonly files?: Tree;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly active: string;
  readonly by: string;
  readonly leftovers?: readonly string[];
}

/** `~` is the throw-away home in all of them; each folder that an example names exists. */
const examples: Record<string, Record<string, Example>> = {
  'each system has its default': {
    Linux: { platform: 'linux', active: '~/.npm', by: 'the default on Linux' },
    macOS: { platform: 'darwin', active: '~/.npm', by: 'the default on macOS' },
    'Windows, and what npm 6 left': {
      platform: 'win32',
      active: '~/AppData/Local/npm-cache',
      by: 'the default on Windows',
      leftovers: ['~/AppData/Roaming/npm-cache'],
    },
  },
  precedence: {
    'the variable, whatever the files say': {
      env: { npm_config_cache: '~/a' },
      files: { '.npmrc': 'cache=~/b' },
      active: '~/a',
      by: 'npm_config_cache',
      leftovers: ['~/.npm'],
    },
    'the variable in capitals': { env: { NPM_CONFIG_CACHE: '~/a' }, active: '~/a', by: 'NPM_CONFIG_CACHE' },
    'of two spellings, the last': {
      env: { NPM_CONFIG_CACHE: '~/a', Npm_Config_Cache: '~/b' },
      active: '~/b',
      by: 'Npm_Config_Cache',
    },
    'an empty variable is none': { env: { npm_config_cache: '' }, active: '~/.npm', by: 'the default on Linux' },
    "the user's npmrc before the global one": {
      env: onPath,
      files: { ...npmIn('node', '11.0.0'), 'node/etc/npmrc': 'cache=~/g', '.npmrc': 'cache=~/u' },
      active: '~/u',
      by: 'cache in ~/.npmrc',
    },
    'the global npmrc before the built-in one': {
      env: onPath,
      files: { ...npmIn('node', '11.0.0', 'cache=~/built-in'), 'node/etc/npmrc': 'cache=~/g' },
      active: '~/g',
      by: 'cache in ~/node/etc/npmrc',
    },
    'the built-in npmrc before the default': {
      env: onPath,
      files: npmIn('node', '11.0.0', 'cache=~/built-in'),
      active: '~/built-in',
      by: 'cache in ~/node/lib/node_modules/npm/npmrc',
    },
    'a prefix moves the global npmrc': {
      env: onPath,
      files: { ...npmIn('node', '11.0.0'), '.npmrc': 'prefix=~/mine', 'mine/etc/npmrc': 'cache=~/g' },
      active: '~/g',
      by: 'cache in ~/mine/etc/npmrc',
    },
    "a variable moves the user's npmrc": {
      env: { npm_config_userconfig: '~/my.npmrc' },
      files: { 'my.npmrc': 'cache=~/u', '.npmrc': 'cache=~/no' },
      active: '~/u',
      by: 'cache in ~/my.npmrc',
    },
    'npm 6 on Windows keeps it in the roaming folder': {
      platform: 'win32',
      env: { PATH: '~/nodejs' },
      files: {
        'nodejs/npm.cmd': '',
        'nodejs/node_modules/npm/package.json': JSON.stringify({ name: 'npm', version: '6.14.18' }),
      },
      active: '~/AppData/Roaming/npm-cache',
      by: 'the default on Windows',
      leftovers: ['~/AppData/Local/npm-cache'],
    },
  },
  'values, as npm reads them': {
    '~/ in the variable': { env: { npm_config_cache: '~/a' }, active: '~/a', by: 'npm_config_cache' },
    'a variable in a value': {
      env: { BIG: '~/big' },
      files: { '.npmrc': 'cache=${BIG}/npm' },
      active: '~/big/npm',
      by: 'cache in ~/.npmrc',
    }, // prettier-ignore
    'the last of two': { files: { '.npmrc': 'cache=~/a\ncache=~/b' }, active: '~/b', by: 'cache in ~/.npmrc' },
    'a key in a section is none': {
      files: { '.npmrc': '[global]\ncache=~/a' },
      active: '~/.npm',
      by: 'the default on Linux',
    },
    'a key in capitals is none': { files: { '.npmrc': 'Cache=~/a' }, active: '~/.npm', by: 'the default on Linux' },
    'nothing at all': { files: { '.npmrc': 'cache=' }, active: '~/.npm', by: 'the default on Linux' },
  },
};

async function detect(example: Omit<Example, 'active' | 'by'> & { folders?: readonly string[] }) {
  const home = createHome();
  onTestFinished(() => home.remove());
  const inside = (text: string) => text.replaceAll('~', home.path);
  const expanded = (tree: Tree): Tree =>
    Object.fromEntries(Object.entries(tree).map(([k, v]) => [k, typeof v === 'string' ? inside(v) : v]));
  home.write(expanded(example.files ?? {}));
  for (const folder of example.folders ?? []) home.write({ [folder.replace(/^~\//, '')]: npmCache() });
  const { platform, env, cwd } = example;
  const context = await testContext(home, {
    ...(platform && { platform }),
    cwd: inside(cwd ?? '~'),
    env: Object.fromEntries(Object.entries(env ?? {}).map(([name, value]) => [name, inside(value)])),
  });
  const { contexts, locations } = await npm.detect(context);
  const short = (text: string) => text.replaceAll(home.path, '~');
  return {
    contexts: contexts.map((one) => ({ ...one, id: short(one.id), location: short(one.location ?? '') })),
    locations: locations.map((location: FoundLocation) => ({
      path: short(location.path),
      active: location.active,
      by: location.foundBy.map(({ detail }) => short(detail)),
      rule: location.foundBy[0].rule,
      contexts: location.contexts.map(short),
    })),
  };
}

for (const [group, named] of Object.entries(examples)) {
  describe(group, () => {
    for (const [name, example] of Object.entries(named)) {
      test(name, async () => {
        const { active, by, leftovers = [], ...rest } = example;
        const { locations } = await detect({ ...rest, folders: [active, ...leftovers] });
        expect(locations.filter((one) => one.active)).toMatchObject([{ path: active, by: [by] }]);
        expect(locations.filter((one) => !one.active).map((one) => one.path)).toEqual(leftovers);
      });
    }
  });
}

test('a relative value is shown as it was written, for the core to refuse', async () => {
  const { locations } = await detect({ files: { '.npmrc': 'cache=${NOT_SET}/npm' } });
  expect(locations).toMatchObject([{ path: '${NOT_SET}/npm', active: true }]);
});

test('a relative value in the npmrc of a project is below the project, and never active', async () => {
  const { locations } = await detect({
    files: { 'app/package.json': '{}', 'app/.npmrc': 'cache=.npm-cache', 'app/src/index.js': '' },
    cwd: '~/app/src',
    folders: ['~/app/.npm-cache', '~/.npm'],
  });
  expect(locations).toMatchObject([
    { path: '~/.npm', active: true },
    { path: '~/app/.npm-cache', active: false, rule: 'project', by: ['cache in ~/app/.npmrc'] },
  ]);
});

test('in a workspace, the npmrc of its root counts as well', async () => {
  const { locations } = await detect({
    files: {
      'repo/package.json': '{ "workspaces": ["packages/*"] }',
      'repo/.npmrc': 'cache=~/shared',
      'repo/packages/a/package.json': '{}',
    },
    cwd: '~/repo/packages/a',
    folders: ['~/shared'],
  });
  expect(locations).toMatchObject([{ path: '~/shared', active: false, rule: 'project' }]);
});

test("the user's own npmrc is not a project's, where the home has a package.json", async () => {
  const { locations } = await detect({ files: { 'package.json': '{}', '.npmrc': 'cache=~/a' }, folders: ['~/a'] });
  expect(locations).toMatchObject([{ path: '~/a', active: true, rule: 'config' }]);
});

test('each npm may have a cache of its own', async () => {
  const { contexts, locations } = await detect({
    env: onPath,
    files: {
      ...npmIn('node', '11.19.1'),
      'node/include/node/node_version.h':
        '#define NODE_MAJOR_VERSION 20\n#define NODE_MINOR_VERSION 20\n#define NODE_PATCH_VERSION 2\n',
      ...npmIn('.nvm/versions/node/v18.20.4', '10.7.0'),
      '.nvm/versions/node/v18.20.4/etc/npmrc': 'cache=~/of-18',
      ...npmIn('.local/share/fnm/node-versions/v22.9.0/installation', '10.8.3'),
      ...npmIn('.volta/tools/image/node/16.0.0', '7.10.0'),
    },
    folders: ['~/.npm', '~/of-18'],
  });
  expect(contexts.map(({ id, label, location }) => [id, label, location])).toEqual([
    ['~/node/bin/npm', 'npm 11.19.1 (node v20.20.2)', '~/.npm'],
    ['nvm:v18.20.4', 'npm 10.7.0 (node v18.20.4, nvm)', '~/of-18'],
    ['fnm:v22.9.0', 'npm 10.8.3 (node v22.9.0, fnm)', '~/.npm'],
    ['volta:16.0.0', 'npm 7.10.0 (node 16.0.0, volta)', '~/.npm'],
  ]);
  expect(locations.map(({ path, active, contexts: users }) => [path, active, users])).toEqual([
    ['~/.npm', true, ['~/node/bin/npm', 'fnm:v22.9.0', 'volta:16.0.0']],
    ['~/of-18', true, ['nvm:v18.20.4']],
  ]);
});

test("a shim that is not npm's own script is no npm", async () => {
  const { contexts } = await detect({
    env: { PATH: '~/shims:~/corepack/shims' },
    files: {
      'shims/npm': '#!/bin/sh\nexit 1\n',
      'corepack/package.json': JSON.stringify({ name: 'corepack', version: '0.34.7' }),
      'corepack/dist/npm.js': '',
      'corepack/shims/npm': link('../dist/npm.js'),
    },
  });
  expect(contexts).toEqual([]);
});
