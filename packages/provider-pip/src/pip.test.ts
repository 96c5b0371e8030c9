import { createToolContext, isRecognised } from '@devclean/core';
import { createHome, folder, type Tree } from '@devclean/testkit';
import { pipCache } from '@devclean/testkit/known-tools';
import { describe, expect, onTestFinished, test } from 'vitest';
import { pip } from './pip.js';

const hash = 'abcdef0123456789abcdef0123456789abcdef0123456789abcdef01';
const download = `a/b/c/d/e/${hash}`;
const wheel = `ab/cd/ef/${hash.slice(6)}`;

function locationWith(tree: Tree) {
  const home = createHome(tree);
  onTestFinished(home.remove);
  return home.path;
}

describe('what is a pip cache', () => {
  const caches: Record<string, Tree> = {
    'of pip 26 after an install': pipCache(),
    'of pip 6, which kept no wheels': { [`http/${download}`]: 'cc=1,' },
    'of pip 18, with its one note': { 'selfcheck.json': '{}' },
    'of pip 23.3 and newer': { [`http-v2/${download}`]: 'cc=4,', [`http-v2/${download}.body`]: '' },
    'with nothing but a wheel': { [`wheels/${wheel}/x-1.0-py3-none-any.whl`]: '' },
    'with nothing but a note, as pip 26.2 purges': { [`selfcheck/${hash}`]: '{}' },
    'as pip 20.3 to 25.3 purge: the folders stay': {
      'http/a/b/c/d/e': folder({}),
      'http-v2/a/b/c/d/e': folder({}),
      [`wheels/${wheel}`]: folder({}),
    },
    'as pip 26.0 and 26.1 purge: some do': { 'http-v2/a/b/c/d/e': folder({}) },
    'with what a killed pip left': { [`http-v2/${download}.bodybt5w16wo.tmp`]: '' },
  };
  test.for(Object.entries(caches))('%s', ([, tree]) => {
    expect(isRecognised(pip.caches[0], locationWith(tree))).toBe(true);
  });
});

describe('what is none', () => {
  const others: Record<string, Tree> = {
    'an empty folder': {},
    'sources of a web server': { 'http/server/main.go': '', 'wheels/car.ts': '' },
    'a wheelhouse': { 'wheels/numpy-2.1.3-py3-none-any.whl': '' },
    'npm’s cache': { '_cacache/content-v2/sha512/ab/cd/ef': '' },
    'uv’s cache': { 'wheels-v5/pypi/numpy/2.1.3.msgpack': '', 'simple-v16/pypi/numpy.rkyv': '' },
    'Poetry’s cache': { [`cache/repositories/PyPI/_http/${download}`]: '' },
    'a home': { '.cache/pip/selfcheck.json': '{}', '.bashrc': '' },
  };
  test.for(Object.entries(others))('%s', ([, tree]) => {
    expect(isRecognised(pip.caches[0], locationWith(tree))).toBe(false);
  });
});

async function sectionsOf(tree: Tree) {
  const path = locationWith(tree);
  const context = await createToolContext({ homes: { env: path, account: path }, env: { HOME: path }, cwd: path });
  const location = {
    provider: 'pip',
    cache: 'pip',
    path,
    active: true,
    foundBy: [{ rule: 'default', detail: '' }],
    contexts: [],
    namedByVariable: false,
    namedByUser: false,
  } as const;
  const { sections } = await pip.info(location, context);
  return sections.map(({ id, safety, paths, because }) => ({
    id,
    safety,
    paths: paths.map((item) => item.slice(path.length + 1)),
    ...(because && { because }),
  }));
}

describe('sections', () => {
  test('both formats of downloads are one section; what is in none is not offered', async () => {
    const tree = { ...pipCache(), 'selfcheck.json': '{}', 'mine.txt': '', 'CACHEDIR.TAG': '' };
    expect(await sectionsOf(tree)).toEqual([
      { id: 'http', safety: 'safe', paths: ['http-v2', 'http'] },
      { id: 'wheels', safety: 'costly', paths: ['wheels'] },
      { id: 'selfcheck', safety: 'safe', paths: ['selfcheck', 'selfcheck.json'] },
    ]);
  });

  test('a project that was made pip’s cache keeps its sources and its wheelhouse unless they are named', async () => {
    const tree = {
      [`http-v2/${download}`]: '',
      'http/server/main.go': '',
      [`wheels/${wheel}/x-1.0-py3-none-any.whl`]: '',
      'wheels/ours-2.0-py3-none-any.whl': '',
    };
    expect(await sectionsOf(tree)).toEqual([
      { id: 'http', safety: 'risky', paths: ['http-v2', 'http'], because: 'http/server was not made by pip' },
      {
        id: 'wheels',
        safety: 'risky',
        paths: ['wheels'],
        because: 'wheels/ours-2.0-py3-none-any.whl was not made by pip',
      },
    ]);
  });

  test('what the Finder leaves behind changes nothing', async () => {
    expect(await sectionsOf({ [`http-v2/${download}`]: '', 'http-v2/.DS_Store': '' })).toMatchObject([
      { safety: 'safe' },
    ]);
  });
});
