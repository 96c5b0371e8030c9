// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Yarn replaces them, or does not
import { createHome, link, type TestMachine, type Tree, testContext } from '@devclean/testkit';
import { yarnBerryFolder, yarnClassicCache } from '@devclean/testkit/known-tools';
import { describe, expect, onTestFinished, test } from 'vitest';
import { yarn } from './yarn.js';

interface Example extends Pick<TestMachine, 'platform' | 'uid'> {
  readonly files?: Tree;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

interface Answered extends Example {
  readonly active: string;
  readonly by: string;
  readonly leftovers?: readonly string[];
}

/** `~` is the throw-away home, in files as in variables; `{temp}` the temporary folder. */
async function detect(cache: 'classic' | 'berry', example: Example, folders: readonly string[] = []) {
  const home = createHome();
  onTestFinished(() => home.remove());
  const temp = `${home.root}/tmp`;
  const inside = (text: string) => text.replaceAll('~', home.path).replaceAll('{temp}', temp);
  const files = Object.entries(example.files ?? {});
  home.write(Object.fromEntries(files.map(([path, node]) => [path, typeof node === 'string' ? inside(node) : node])));
  const content = cache === 'classic' ? yarnClassicCache() : yarnBerryFolder();
  for (const folder of folders) {
    home.write({ [folder.replace(/^~\//, '').replace('{temp}', '../tmp')]: content });
  }
  const { platform, uid = 1000, env = {}, cwd = '~' } = example;
  const context = await testContext(home, {
    ...(platform && { platform }),
    uid,
    cwd: inside(cwd),
    env: Object.fromEntries(Object.entries(env).map(([name, value]) => [name, inside(value)])),
  });
  const detection = await yarn.detect(context);
  const short = (text: string) => text.replaceAll(temp, '{temp}').replaceAll(home.path, '~');
  return {
    contexts: detection.contexts.map((one) => ({ ...one, id: short(one.id), location: short(one.location ?? '') })),
    locations: detection.locations
      .filter((location) => location.cache === cache)
      .map(({ path, active, foundBy, contexts }) => ({
        path: short(path),
        active,
        by: foundBy.map(({ detail }) => short(detail)),
        rule: foundBy[0].rule,
        contexts: contexts.map(short),
      })),
  };
}

function describeExamples(cache: 'classic' | 'berry', examples: Record<string, Record<string, Answered>>) {
  for (const [group, named] of Object.entries(examples)) {
    describe(`${cache}: ${group}`, () => {
      for (const [name, { active, by, leftovers = [], ...example }] of Object.entries(named)) {
        test(name, async () => {
          const { locations } = await detect(cache, example, [active, ...leftovers]);
          expect(locations.filter((one) => one.active)).toMatchObject([{ path: active, by: [by] }]);
          expect(locations.filter((one) => !one.active).map(({ path }) => path)).toEqual(leftovers);
        });
      }
    });
  }
}

describeExamples('classic', {
  'each system has its default': {
    Linux: { active: '~/.cache/yarn', by: 'the default on Linux' },
    'Linux with XDG': { env: { XDG_CACHE_HOME: '~/x' }, active: '~/x/yarn', by: 'XDG_CACHE_HOME' },
    macOS: { platform: 'darwin', active: '~/Library/Caches/Yarn', by: 'the default on macOS' },
    'macOS with XDG, which Yarn asks first': {
      platform: 'darwin',
      env: { XDG_CACHE_HOME: '~/x' },
      active: '~/x/yarn',
      by: 'XDG_CACHE_HOME',
      leftovers: ['~/Library/Caches/Yarn'],
    },
    Windows: { platform: 'win32', active: '~/AppData/Local/Yarn/Cache', by: 'the default on Windows' },
  },
  precedence: {
    'an option in .yarnrc beats all': {
      env: { YARN_CACHE_FOLDER: '~/env' },
      files: { '.yarnrc': '--cache-folder "~/option"\ncache-folder "~/file"' },
      active: '~/option',
      by: '--cache-folder in ~/.yarnrc',
    },
    'the variable before .yarnrc': {
      env: { YARN_CACHE_FOLDER: '~/env' },
      files: { '.yarnrc': 'cache-folder "~/file"' },
      active: '~/env',
      by: 'YARN_CACHE_FOLDER',
      leftovers: ['~/.cache/yarn'],
    },
    'the variable in small letters': {
      env: { yarn_cache_folder: '~/env' },
      active: '~/env',
      by: 'yarn_cache_folder',
    },
    '.yarnrc before the variable of npm': {
      env: { npm_config_cache_folder: '~/npm' },
      files: { '.yarnrc': 'cache-folder "~/file"' },
      active: '~/file',
      by: 'cache-folder in ~/.yarnrc',
    },
    'the variable of npm before the default': {
      env: { npm_config_cache_folder: '~/npm' },
      active: '~/npm',
      by: 'npm_config_cache_folder',
    },
    "npm's own cache is not Yarn's": {
      env: { npm_config_cache: '~/npm' },
      active: '~/.cache/yarn',
      by: 'the default on Linux',
    },
    'a preferred folder before the default': {
      env: { YARN_PREFERRED_CACHE_FOLDER: '~/p' },
      active: '~/p',
      by: 'YARN_PREFERRED_CACHE_FOLDER',
      leftovers: ['~/.cache/yarn'],
    },
    'where it once could write to no other place': {
      active: '~/.cache/yarn',
      by: 'the default on Linux',
      leftovers: ['{temp}/.yarn-cache-1000', '{temp}/.yarn-cache'],
    },
  },
  'the forms of a .yarnrc': {
    'without quotes': { files: { '.yarnrc': 'cache-folder ~/a' }, active: '~/a', by: 'cache-folder in ~/.yarnrc' },
    'with a colon': { files: { '.yarnrc': 'cache-folder: "~/a"' }, active: '~/a', by: 'cache-folder in ~/.yarnrc' },
    'among others': {
      files: {
        '.yarnrc': '# THIS IS AN AUTOGENERATED FILE\n\nregistry "https://r"\n"cache-folder" "~/a"\nlastUpdateCheck 1\n',
      },
      active: '~/a',
      by: 'cache-folder in ~/.yarnrc',
    },
    'relative to the file': {
      files: { '.yarnrc': 'cache-folder "./a"' },
      active: '~/a',
      by: 'cache-folder in ~/.yarnrc',
    },
    'an option for one command is none': {
      files: { '.yarnrc': '--install.cache-folder "~/a"' },
      active: '~/.cache/yarn',
      by: 'the default on Linux',
    },
    'a file that cannot be parsed says nothing': {
      files: { '.yarnrc': 'registry "x\ncache-folder "~/a"' },
      active: '~/.cache/yarn',
      by: 'the default on Linux',
    },
  },
});

describeExamples('berry', {
  'each system has its default': {
    Linux: { active: '~/.yarn/berry', by: 'the default on Linux' },
    'XDG, the folder for data and not the one for caches': {
      env: { XDG_DATA_HOME: '~/d', XDG_CACHE_HOME: '~/c' },
      active: '~/d/yarn/berry',
      by: 'XDG_DATA_HOME',
      leftovers: ['~/.yarn/berry'],
    },
    macOS: { platform: 'darwin', active: '~/.yarn/berry', by: 'the default on macOS' },
    Windows: { platform: 'win32', active: '~/AppData/Local/Yarn/Berry', by: 'the default on Windows' },
  },
  precedence: {
    'the variable before the settings': {
      env: { YARN_GLOBAL_FOLDER: '~/env' },
      files: { '.yarnrc.yml': 'globalFolder: ~/file' },
      active: '~/env',
      by: 'YARN_GLOBAL_FOLDER',
    },
    'the settings before the default': {
      files: { '.yarnrc.yml': 'globalFolder: "~/file"' },
      active: '~/file',
      by: 'globalFolder in ~/.yarnrc.yml',
      leftovers: ['~/.yarn/berry'],
    },
    'relative to the file': {
      files: { '.yarnrc.yml': 'globalFolder: ./file' },
      active: '~/file',
      by: 'globalFolder in ~/.yarnrc.yml',
    },
    'a variable with a default': {
      files: { '.yarnrc.yml': 'globalFolder: "${NOT_SET:-~/file}/x"' },
      active: '~/file/x',
      by: 'globalFolder in ~/.yarnrc.yml',
    },
    'another name for the settings': {
      env: { YARN_RC_FILENAME: '.my.yml' },
      files: { '.my.yml': 'globalFolder: ~/file' },
      active: '~/file',
      by: 'globalFolder in ~/.my.yml',
    },
    'settings that cannot be parsed say nothing': {
      files: { '.yarnrc.yml': 'globalFolder: [' },
      active: '~/.yarn/berry',
      by: 'the default on Linux',
    },
  },
});

test("root's Yarn 1 lives elsewhere, and what lies below the home is a leftover", async () => {
  const { locations } = await detect('classic', { uid: 0, files: { 'bin/yarn': '' } }, ['~/.cache/yarn']);
  const active = locations.filter((one) => one.active);
  // The account's own may exist on this machine; the test looks, and touches nothing.
  expect(active.every(({ path }) => path === '/usr/local/share/.cache/yarn')).toBe(true);
  expect(locations).toContainEqual(expect.objectContaining({ path: '~/.cache/yarn', active: false }));
});

test.each([{ XDG_CACHE_HOME: '~/.cache' }, { FAKEROOTKEY: '1' }])('unless root sets %o', async (env) => {
  const { locations } = await detect('classic', { uid: 0, env }, ['~/.cache/yarn']);
  expect(locations).toMatchObject([{ path: '~/.cache/yarn', active: true }]);
});

test('what a .yarnrc of a project names is its own, and never active', async () => {
  const example = { files: { 'app/.yarnrc': 'cache-folder "./cache"', 'app/src/x': '' }, cwd: '~/app/src' };
  const { locations } = await detect('classic', example, ['~/.cache/yarn', '~/app/cache']);
  expect(locations).toMatchObject([
    { path: '~/.cache/yarn', active: true },
    { path: '~/app/cache', active: false, rule: 'project', by: ['cache-folder in ~/app/.yarnrc'] },
  ]);
});

test('an offline mirror and a committed .yarn/cache are not caches', async () => {
  const example = {
    files: {
      '.yarnrc': 'yarn-offline-mirror "./mirror"',
      'mirror/lodash-4.17.21.tgz': 'x',
      'app/.yarnrc': 'yarn-offline-mirror "./npm-packages-offline-cache"',
      'app/npm-packages-offline-cache/lodash-4.17.21.tgz': 'x',
      'app/.yarnrc.yml': 'enableGlobalCache: false\ncacheFolder: ./.yarn/cache',
      'app/.yarn/cache/lodash-npm-4.17.21-6382451519-8.zip': 'PK',
    },
    cwd: '~/app',
  };
  expect((await detect('classic', example)).locations).toEqual([]);
  expect((await detect('berry', example)).locations).toEqual([]);
});

test("the zips that the user's settings collect from all projects are shown, never active", async () => {
  const { locations } = await detect('berry', { files: { '.yarnrc.yml': 'cacheFolder: ~/zips', 'zips/a.zip': 'PK' } });
  expect(locations).toMatchObject([{ path: '~/zips', active: false, by: ['cacheFolder in ~/.yarnrc.yml'] }]);
});

test('the Yarns of this machine, each with its own cache, found without running one', async () => {
  const run = '#!/bin/sh\ntouch ~/yarn-was-run\n';
  const example = {
    env: { PATH: '~/bin:~/corepack/shims:~/other' },
    files: {
      'lib/yarn/package.json': JSON.stringify({ name: 'yarn', version: '1.22.22' }),
      'lib/yarn/bin/yarn.js': run,
      'bin/yarn': link('../lib/yarn/bin/yarn.js'),
      'bin/yarnpkg': link('../lib/yarn/bin/yarn.js'),
      'corepack/package.json': JSON.stringify({ name: 'corepack', version: '0.34.7' }),
      'corepack/dist/yarn.js': run,
      'corepack/shims/yarn': link('../dist/yarn.js'),
      'other/yarn': run,
      '.cache/node/corepack/v1/yarn/4.18.1/yarn.js': run,
      '.cache/node/corepack/v1/yarn/1.22.19/bin/yarn.js': run,
      'app/.yarnrc.yml': 'yarnPath: .yarn/releases/yarn-3.8.7.cjs',
      'app/.yarn/releases/yarn-3.8.7.cjs': run,
      'app/src/x': '',
    },
    cwd: '~/app/src',
  };
  const { contexts } = await detect('classic', example);
  expect(contexts.map(({ id, label, location }) => [id, label, location])).toEqual([
    ['~/bin/yarn', 'yarn 1.22.22', '~/.cache/yarn'],
    ['~/corepack/shims/yarn', 'yarn through Corepack 0.34.7', ''],
    ['corepack:1.22.19', 'yarn 1.22.19 (corepack)', '~/.cache/yarn'],
    ['corepack:4.18.1', 'yarn 4.18.1 (corepack)', '~/.yarn/berry'],
    ['~/app/.yarn/releases/yarn-3.8.7.cjs', "yarn 3.8.7 (this project's)", '~/.yarn/berry'],
  ]);
  const { locations } = await detect('berry', example, ['~/.yarn/berry']);
  expect(locations).toMatchObject([{ contexts: ['corepack:4.18.1', '~/app/.yarn/releases/yarn-3.8.7.cjs'] }]);
});
