import type { Tree } from '@devclean/testkit';
import { describe, expect, test } from 'vitest';
import { home, userOf } from '../../test/toy.js';
import type { LocationRule } from './cache-provider.js';
import { resolveRules } from './location-rules.js';

const env: LocationRule = { from: 'env', variable: 'TOY_CACHE' };
const config: LocationRule = { from: 'config', file: '~/.toyrc', format: 'ini', key: 'cache' };
const xdg: LocationRule = { from: 'default', path: { linux: '{xdg-cache}/toy', darwin: '~/Library/Caches/toy' } };
const older = { from: 'default', path: { linux: '~/.toy' } } as const;

/** What rules find, each as one line: `path, active or not, rule, detail`. */
async function resolved(rules: readonly LocationRule[], tree: Tree = {}, variables: Record<string, string> = {}) {
  const made = home(tree);
  const answers = await resolveRules(rules, await userOf(made, { env: variables }));
  return answers.map(({ path, active, foundBy }) =>
    [path, active ? 'active' : 'leftover', foundBy.rule, foundBy.detail].join(' · ').replaceAll(made.path, '~'),
  );
}

describe('precedence', () => {
  test('the first that answers is active, those behind it are leftovers', async () => {
    const rules = [env, config, xdg, older];
    expect(await resolved(rules, { '.toyrc': 'cache=/set' }, { TOY_CACHE: '/named' })).toEqual([
      '/named · active · env · TOY_CACHE',
      '/set · leftover · config · cache in ~/.toyrc',
      '~/.cache/toy · leftover · default · the default on Linux',
      '~/.toy · leftover · default · the default on Linux',
    ]);
    expect(await resolved(rules, { '.toyrc': 'cache=/set' })).toContain('/set · active · config · cache in ~/.toyrc');
    expect(await resolved(rules)).toEqual([
      '~/.cache/toy · active · default · the default on Linux',
      '~/.toy · leftover · default · the default on Linux',
    ]);
  });

  test.each(['', ' ', '\t'])('a variable of %j is not set', async (value) => {
    expect(await resolved([env, older], {}, { TOY_CACHE: value })).toEqual([
      '~/.toy · active · default · the default on Linux',
    ]);
  });

  test('an XDG variable that moves the default is what found it', async () => {
    expect(await resolved([xdg], {}, { XDG_CACHE_HOME: '/big' })).toEqual(['/big/toy · active · env · XDG_CACHE_HOME']);
  });

  test('an older place is used where it is there, and is no answer where it is not', async () => {
    const rules: readonly LocationRule[] = [{ ...older, ifThere: true }, xdg];
    expect(await resolved(rules)).toEqual(['~/.cache/toy · active · default · the default on Linux']);
    expect(await resolved(rules, { '.toy': {} })).toEqual([
      '~/.toy · active · default · the default on Linux',
      '~/.cache/toy · leftover · default · the default on Linux',
    ]);
  });

  test('a default of another system is none', async () => {
    expect(await resolved([{ from: 'default', path: { darwin: '~/Library/Caches/toy' } }])).toEqual([]);
  });
});

test.each(['relative', '/a/../b', '~/x'])('the value %j stays as it was written, subpath or not', async (value) => {
  const below: LocationRule = { ...env, subpath: 'v6' };
  expect(await resolved([below], {}, { TOY_CACHE: value })).toEqual([`${value}/v6 · active · env · TOY_CACHE`]);
});

test('a setting may begin with ~, and a file that says nothing is no answer', async () => {
  expect(await resolved([config], { '.toyrc': 'cache=~/mine' })).toEqual([
    '~/mine · active · config · cache in ~/.toyrc',
  ]);
  expect(await resolved([config], { '.toyrc': 'other=/x' })).toEqual([]);
  expect(await resolved([config], { '.toyrc': {} })).toEqual([]);
  expect(await resolved([{ ...config, subpath: 'sub' }], { '.toyrc': 'cache=/a/' })).toEqual([
    '/a/sub · active · config · cache in ~/.toyrc',
  ]);
});

describe('asking the tool', () => {
  const answers = async (script: string) => {
    const made = home();
    const rule: LocationRule = { from: 'tool', query: ['/bin/sh', '-c', script] };
    return (await resolveRules([rule, older], await userOf(made))).filter(({ active }) => active)[0]?.foundBy.rule;
  };
  test.each([
    ['echo /said; echo more', 'tool'],
    ['echo "error: no cache"', 'default'],
    ['echo', 'default'],
    ['echo /said; exit 1', 'default'],
  ])('%j makes the %s active', async (script, rule) => {
    expect(await answers(script)).toBe(rule);
  });
});

test('a project is proven by what lies beside, and is never active', async () => {
  const made = home({ work: { 'toy.lock': '' }, other: {} });
  const projectRoots = [`${made.path}/work`, `${made.path}/other`];
  const rule: LocationRule = { from: 'project', path: '.toy/cache', beside: ['toy.lock'] };
  expect(await resolveRules([rule], await userOf(made, { projectRoots }))).toEqual([
    {
      path: `${made.path}/work/.toy/cache`,
      active: false,
      contexts: [],
      foundBy: { rule: 'project', detail: `${made.path}/work` },
    },
  ]);
});

test.runIf(process.platform === 'linux')('mount points are asked of the system, and are never active', async () => {
  const found = await resolveRules([{ from: 'mounts', path: '.toy' }], await userOf(home()));
  expect(found).toContainEqual({
    path: '/proc/.toy',
    active: false,
    contexts: [],
    foundBy: { rule: 'mounts', detail: '/proc' },
  });
});
