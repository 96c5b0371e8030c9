import { chmodSync, chownSync } from 'node:fs';
import { link, type Tree } from '@devclean/testkit';
import { needs } from '@devclean/testkit/real-tools';
import { describe, expect, test } from 'vitest';
import { asOrdinaryUser, buildForChildren, giveToOrdinaryUser, inChild, needsOrdinaryUser } from '../../test/child.js';
import { home, toy, toyCache, toyTree, userOf } from '../../test/toy.js';
import { protectedPlaces } from '../apply/protected-places.js';
import { detectCaches } from '../provider/ask-provider.js';
import type { FoundLocation } from '../provider/cache-provider.js';
import type { ToolContextOptions } from '../system/create-tool-context.js';
import { recognise } from './recognise.js';

/** What becomes of the first location that is found: its state, and the reason against it. `~` stands for the home. */
async function recognised(
  tree: Tree,
  variables: Record<string, string> = {},
  change: { named?: boolean; prepare?(at: string): void } & ToolContextOptions = {},
) {
  const { named = false, prepare, ...options } = change;
  const made = home(tree);
  const short = <T>(value: T): T => JSON.parse(JSON.stringify(value ?? null).replaceAll(made.path, '~'));
  const env = Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [name, value.replace('~', made.path)]),
  );
  prepare?.(made.path);
  const context = await userOf(made, { env, ...options });
  const found = (await detectCaches(toy.provider, context)).locations[0] as FoundLocation;
  const answer = await recognise({ ...found, namedByUser: named }, toyCache, context, protectedPlaces(context));
  return short({ state: answer.state, open: answer.open, ...answer.refusal });
}

describe('a cache is recognised', () => {
  test('at its default place', async () => {
    expect(await recognised({ '.cache/toy': toyTree })).toEqual({ state: 'recognised', open: true });
  });
  test('where a variable points', async () => {
    expect(await recognised({ any: { where: toyTree } }, { TOY_CACHE: '~/any/where' })).toMatchObject({
      state: 'recognised',
    });
  });
  test('behind links in the folders above', async () => {
    const linked = { disk: { toy: toyTree }, '.cache': link('disk') };
    expect(await recognised(linked)).toEqual({ state: 'recognised', open: true });
  });
  test('where the tool’s own XDG folder is', async () => {
    expect(await recognised({ big: { toy: toyTree } }, { XDG_CACHE_HOME: '~/big' })).toMatchObject({
      state: 'recognised',
    });
  });
  test('in a home that is a git work tree, at its default place', async () => {
    expect(await recognised({ '.git': {}, '.cache/toy': toyTree })).toEqual({ state: 'recognised', open: true });
  });
});

test('an empty folder is empty', async () => {
  expect(await recognised({ '.cache/toy': {} })).toEqual({ state: 'empty', open: true });
});

describe('refused', () => {
  const hint = expect.any(String);

  test.each([
    ['relative', 'cache/toy', 'it is not an absolute path'],
    ['not expanded', '$HOME/toy', 'it is not an absolute path'],
    ['with ..', '~/x/..', 'it contains ".."'],
    ['of the system', '/proc/self/cwd', 'it leads through a system folder'],
  ])('a value that is %s', async (_, TOY_CACHE, problem) => {
    expect(await recognised({}, { TOY_CACHE })).toMatchObject({
      state: 'unrecognised',
      open: false,
      reason: 'not-recognised',
      detail: expect.stringContaining(`TOY_CACHE cannot name a cache: ${problem}`),
      hint,
    });
  });

  test.each([['~'], ['/'], ['/usr'], ['~/.config']])('%s, which is never a cache', async (TOY_CACHE) => {
    const tree = { ...toyTree, '.config': toyTree };
    expect(await recognised(tree, { TOY_CACHE })).toMatchObject({
      state: 'protected',
      open: false,
      reason: 'protected',
      hint,
    });
  });

  test('a link, with where it leads and how to have that', async () => {
    expect(await recognised({ disk: { toy: toyTree }, '.cache/toy': link('../disk/toy') })).toMatchObject({
      state: 'protected',
      open: false,
      reason: 'link',
      detail: 'it is a link to ~/disk/toy, and links are not followed',
      hint: 'To clear the folder behind it: devclean toy purge --location ~/disk/toy',
    });
  });

  test('a link to nothing', async () => {
    const { detail, hint: none } = await recognised({ '.cache/toy': link('nowhere') });
    expect([detail, none]).toEqual(['it is a link to nothing, and links are not followed', undefined]);
  });

  test('a project with sources in it', async () => {
    const tree = { work: { 'package.json': '{}', store: {}, src: {} } };
    expect(await recognised(tree, { TOY_CACHE: '~/work' })).toMatchObject({
      state: 'unrecognised',
      open: true,
      reason: 'not-recognised',
      unlessNamed: false,
      hint,
    });
  });

  test('a folder that nothing proves', async () => {
    expect(await recognised({ '.cache/toy': { 'holiday.jpg': '' } })).toMatchObject({
      state: 'unrecognised',
      reason: 'not-recognised',
    });
  });

  test('a file', async () => {
    expect(await recognised({ '.cache/toy': 'not a folder' })).toMatchObject({
      state: 'unrecognised',
      detail: 'it is not a folder',
    });
  });

  test('a folder in a git work tree where a variable points, unless it is named', async () => {
    const tree = { work: { '.git': {}, '.toy': toyTree } };
    expect(await recognised(tree, { TOY_CACHE: '~/work/.toy' })).toMatchObject({
      state: 'recognised',
      reason: 'protected',
      detail: 'TOY_CACHE leads into the git work tree ~/work',
      unlessNamed: true,
    });
  });

  test('what lies outside of a HOME that is not the account’s, unless a variable names it', async () => {
    const made = home({ mine: toyTree, other: {} });
    const context = await userOf(made, {
      env: { HOME: `${made.path}/other`, TOY_CACHE: `${made.path}/mine` },
      homes: { env: `${made.path}/other`, account: made.path },
    });
    const [found] = (await detectCaches(toy.provider, context)).locations as [FoundLocation];
    const places = protectedPlaces(context);
    expect(await recognise(found, toyCache, context, places)).toEqual({ state: 'recognised', open: true });
    const byRule: FoundLocation = { ...found, namedByVariable: false };
    expect(await recognise(byRule, toyCache, context, places)).toMatchObject({
      state: 'recognised',
      refusal: { reason: 'outside-home', unlessNamed: true },
    });
  });

  test('a cache of somebody else’s', needs('root'), async () => {
    const prepare = (at: string) => chownSync(`${at}/.cache/toy`, 1234, 1234);
    expect(await recognised({ '.cache/toy': toyTree }, {}, { prepare })).toMatchObject({
      state: 'recognised',
      reason: 'foreign-owner',
      detail: 'it belongs to user 1234',
      unlessNamed: false,
    });
  });
});

describe('as an ordinary user', needsOrdinaryUser, () => {
  buildForChildren();
  const scanned = (made: ReturnType<typeof home>) =>
    inChild<{ state: string; reason?: string }>(
      `const [{ report, refusal }] = (await core.scan([toy], { context })).locations;
       return { state: report.state, reason: refusal?.reason };`,
      made.path,
      asOrdinaryUser,
    );

  test('a folder that cannot be read is unreadable', async () => {
    const made = home({ '.cache/toy': toyTree });
    giveToOrdinaryUser(made.root);
    chmodSync(`${made.path}/.cache/toy`, 0);
    expect(await scanned(made)).toEqual({ state: 'unreadable', reason: 'unreadable' });
    chmodSync(`${made.path}/.cache/toy`, 0o700);
    chmodSync(`${made.path}/.cache`, 0);
    expect(await scanned(made)).toEqual({ state: 'unreadable', reason: 'unreadable' });
  });

  test('a folder that root made for everybody will do, as in a container', needs('root'), async () => {
    const made = home({ '.cache/toy': toyTree });
    giveToOrdinaryUser(made.root);
    chownSync(`${made.path}/.cache/toy`, 0, 0);
    chmodSync(`${made.path}/.cache/toy`, 0o1777);
    expect(await scanned(made)).toEqual({ state: 'recognised' });
  });
});
