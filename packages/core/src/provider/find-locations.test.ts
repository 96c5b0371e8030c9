import { link, type Tree } from '@devclean/testkit';
import { describe, expect, test } from 'vitest';
import { home, toyCache, toyTree, userOf } from '../../test/toy.js';
import type { FolderCache } from './cache-provider.js';
import { findLocations } from './find-locations.js';

/** The locations of the toy, each as one line. */
async function found(tree: Tree, variables: Record<string, string> = {}, cache: Partial<FolderCache> = {}) {
  const made = home(tree);
  const env = Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [name, value.replace('~', made.path)]),
  );
  const locations = await findLocations('toy', [{ ...toyCache, ...cache }], await userOf(made, { env }));
  return locations.map(({ path, active, foundBy, namedByVariable }) =>
    `${path}: ${active ? 'active' : 'leftover'}${namedByVariable ? ', named' : ''}, by ${foundBy.map((by) => by.detail).join(' and ')}`.replaceAll(
      made.path,
      '~',
    ),
  );
}

test('what is not there is not found', async () => {
  expect(await found({})).toEqual([]);
  expect(await found({}, { TOY_CACHE: '~/nowhere' })).toEqual([]);
});

test('older places that still exist are leftovers', async () => {
  expect(await found({ '.toy': toyTree, '.cache/toy': toyTree })).toEqual([
    '~/.cache/toy: active, named, by the default on Linux',
    '~/.toy: leftover, named, by the default on Linux',
  ]);
});

test('the newest default is active even before it is there', async () => {
  expect(await found({ '.toy': toyTree })).toEqual(['~/.toy: leftover, named, by the default on Linux']);
});

describe('two ways to one folder are one location, found by both', () => {
  test('a variable and the default', async () => {
    expect(await found({ '.toy': toyTree }, { TOY_CACHE: '~/.toy' })).toEqual([
      '~/.toy: active, named, by TOY_CACHE and the default on Linux',
    ]);
  });
  test('in another spelling, and through a link above', async () => {
    const tree = { disk: { toy: toyTree }, '.cache': link('disk') };
    expect(await found(tree, { TOY_CACHE: '~//disk/./toy/' })).toEqual([
      '~/disk/toy: active, named, by TOY_CACHE and the default on Linux',
    ]);
  });
});

test('a link at the end stays one, for the user to see', async () => {
  expect(await found({ disk: toyTree, '.toy': link('disk') })).toEqual([
    '~/.toy: leftover, named, by the default on Linux',
  ]);
});

test('a value that cannot be a path is shown as it was written, if the tool would use it', async () => {
  expect(await found({ '.toy': toyTree }, { TOY_CACHE: '.' })).toEqual([
    '.: active, named, by TOY_CACHE',
    '~/.toy: leftover, named, by the default on Linux',
  ]);
});

test('what the provider locates comes first, and makes the rules’ answers leftovers when it is active', async () => {
  const locate = (active: boolean): Partial<FolderCache> => ({
    locate: async ({ homes }) => [
      { path: `${homes.env}/mine`, active, foundBy: { rule: 'tool', detail: 'the toy' }, contexts: ['toy-1'] },
    ],
  });
  const tree = { mine: toyTree, '.cache/toy': toyTree };
  expect(await found(tree, {}, locate(true))).toEqual([
    '~/mine: active, named, by the toy',
    '~/.cache/toy: leftover, named, by the default on Linux',
  ]);
  expect(await found(tree, {}, locate(false))).toEqual([
    '~/.cache/toy: active, named, by the default on Linux',
    '~/mine: leftover, named, by the toy',
  ]);
});
