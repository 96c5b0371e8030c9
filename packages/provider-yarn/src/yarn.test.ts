import { isRecognised } from '@devclean/core';
import { createHome, file, type Tree, testContext } from '@devclean/testkit';
import { yarnBerryFolder, yarnClassicCache } from '@devclean/testkit/known-tools';
import { describe, expect, onTestFinished, test } from 'vitest';
import { yarn } from './yarn.js';

const places = { classic: '.cache/yarn', berry: '.yarn/berry', project: 'app/.yarn/cache' } as const;
type CacheId = keyof typeof places;

async function machine(cache: CacheId, tree: Tree) {
  const home = createHome({ [places[cache]]: tree });
  onTestFinished(() => home.remove());
  return { root: `${home.path}/${places[cache]}`, context: await testContext(home, { uid: 1000 }) };
}

async function sectionsOf(cache: CacheId, tree: Tree) {
  const { root, context } = await machine(cache, tree);
  const location = (await yarn.detect(context)).locations.find((one) => one.path === root);
  if (location === undefined) throw new Error('the folder was not found');
  const { sections } = await yarn.info(location, context);
  return sections.map(({ id, safety, paths }) => [id, safety, ...paths.map((path) => path.slice(root.length + 1))]);
}

const unpacked = 'npm-ms-2.1.3-574c8138ce1d2b5861f0b44579dbadd60c6615b2-integrity/node_modules/ms';
const scoped = 'npm-@babel-core-7.26.0-d78b6023cc8f3114ccf049eb219613f74a747b40-integrity/node_modules/@babel/core';
const zip = 'ms-npm-2.1.3-81ff3cfac1-10c0.zip';

test('Yarn 1: the folder in use, and those of versions before it', async () => {
  const tree = {
    [`v6/${unpacked}/.yarn-metadata.json`]: '{}',
    'v6/.tmp/x': '',
    'v1/a': '',
    'v5/a': '',
    'other/mine': '',
  };
  expect(await sectionsOf('classic', tree)).toEqual([
    ['v6', 'safe', 'v6'],
    ['dead', 'safe', 'v1', 'v5'],
  ]);
});

test('later Yarns: what projects run from is risky, and what Yarn counts is in no section', async () => {
  const tree = {
    [`cache/${zip}`]: 'PK',
    'metadata/npm/5f2c/registry.yarnpkg.com/ms.json': '{}',
    'index/ab/abcdef.dat': 'x',
    'store/00/00ff.dat': 'x',
    'telemetry.json': '{}',
    'notes.txt': 'mine',
  };
  expect(await sectionsOf('berry', tree)).toEqual([
    ['metadata', 'safe', 'metadata'],
    ['cache', 'risky', 'cache'],
    ['index', 'costly', 'index', 'store'],
  ]);
});

test("the cost of the zips says that Plug'n'Play projects stop", () => {
  const section = yarn.caches.flatMap(({ sections }) => sections).find(({ id }) => id === 'cache');
  expect(section?.cost).toMatch(/^Every Plug'n'Play project .* stops working until `yarn install`/);
});

const ours: Record<CacheId, Record<string, Tree>> = {
  classic: {
    'a whole cache': yarnClassicCache(),
    'one package': { [`v6/${unpacked}/.yarn-metadata.json`]: '{}' },
    'one package with a scope': { [`v6/${scoped}/.yarn-metadata.json`]: '{}' },
    'one package with a scope of an early Yarn': {
      'v2/npm-@babel/core-7.0.0-d78b6023cc8f3114ccf049eb219613f74a747b40/.yarn-metadata.json': '{}',
    },
    'one package of an early Yarn': {
      'v1/npm-ms-0.7.2-ae25cf2512b3885a1d95d7f037868d8431124765/.yarn-metadata.json': '{}',
    },
    'what `yarn cache clean` leaves': { 'v6/.tmp': {} },
  },
  berry: {
    'a whole folder': yarnBerryFolder(),
    'zips of Yarn 4': { [`cache/${zip}`]: 'PK' },
    'zips of Yarn 3': { 'cache/lodash-npm-4.17.21-6382451519-8.zip': 'PK' },
    'metadata alone': { 'metadata/npm/5f2c/registry.yarnpkg.com/ms.json': '{}' },
    'an empty index, which Yarn 4 makes at once': { 'index/00': {}, 'index/ff': {} },
  },
  project: {
    'zips with a checksum each': { 'ms-npm-2.1.3-81ff3cfac1-968c5ef770.zip': 'PK', '.gitignore': '*.flock' },
    'a zip that has none': { 'ms-file-81ff3cfac1-10c0.zip': 'PK' },
  },
};

const foreign: Record<CacheId, Record<string, Tree>> = {
  classic: {
    'something else of that name': { 'v6/notes.txt': 'x', 'v6/src/index.js': 'x' },
    'zips of a later Yarn, where YARN_CACHE_FOLDER names them': { [zip]: 'PK', '.gitignore': '*.flock' },
    'an offline mirror': { 'lodash-4.17.21.tgz': 'x', '@babel-core-7.26.0.tgz': 'x' },
    'a project that says `cache-folder "."`': { ...yarnClassicCache(), 'package.json': '{}' },
    'files where folders should be': { v6: file('x') },
  },
  berry: {
    'something else of that name': { 'cache/notes.zip': 'x', 'metadata/notes.json': '{}', 'index/readme.md': 'x' },
    'a committed cache': { [`cache/${zip}`]: 'PK', 'cache/.gitignore': '/.gitignore\n*.flock\n*.tmp\n' },
    "a project's own .yarn": { [`cache/${zip}`]: 'PK', 'releases/yarn-4.18.1.cjs': 'x' },
    "a project's .yarn after an install": { [`cache/${zip}`]: 'PK', 'install-state.gz': 'x' },
  },
  project: {
    'somebody’s archives': { 'photos.zip': 'PK', 'photos-2024.zip': 'PK' },
    'a project that keeps its zips beside its sources': { [zip]: 'PK', 'package.json': '{}' },
  },
};

describe.each(yarn.caches)('the fingerprint of $id', (cache) => {
  const id = cache.id as CacheId;
  const recognised = async (tree: Tree) => isRecognised(cache, (await machine(id, tree)).root);
  for (const [name, tree] of Object.entries(ours[id])) {
    test(`knows ${name}`, async () => expect(await recognised(tree)).toBe(true));
  }
  for (const [name, tree] of Object.entries(foreign[id])) {
    test(`does not know ${name}`, async () => expect(await recognised(tree)).toBe(false));
  }
});

test('a script that Yarn runs does not hold its caches', () => {
  for (const cache of yarn.caches) {
    expect(cache.inUse?.processes).toEqual(expect.arrayContaining(['yarn $', 'yarn install', 'yarnpkg install']));
    for (const harmless of ['yarn', 'yarn run', 'yarn node', 'yarnpkg', 'yarnpkg run'])
      expect(cache.inUse?.processes).not.toContain(harmless);
  }
});
