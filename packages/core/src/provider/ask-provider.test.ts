import { describe, expect, test } from 'vitest';
import { home, toy, toyCache, toyTree, userOf } from '../../test/toy.js';
import { detectCaches, inspectLocation } from './ask-provider.js';
import type { CacheProvider, FoundLocation, FoundSection, LocationInfo } from './cache-provider.js';

/** Anybody's object in the place of a provider, which `defineProvider` never saw. */
function stranger(change: object): CacheProvider {
  return { ...toy.provider, ...change };
}

describe('what a stranger says of locations', () => {
  const location = (change: object) => ({
    cache: 'toy',
    active: true,
    foundBy: [{ rule: 'default', detail: 'a word' }],
    contexts: [],
    namedByVariable: false,
    ...change,
  });
  const detected = async (answer: unknown) => {
    const made = home({ '.toy': toyTree });
    const detect = async ({ homes }: { homes: { env: string } }) =>
      typeof answer === 'function' ? answer(homes.env) : answer;
    const { locations } = await detectCaches(stranger({ detect }), await userOf(made));
    return locations.map(({ path, provider, namedByUser }) => ({
      path: path.replace(made.path, '~'),
      provider,
      namedByUser,
    }));
  };
  const one = (change: object) => (at: string) => ({
    contexts: [],
    locations: [location({ path: `${at}/.toy`, ...change })],
  });

  test('is copied as data: whose it is and who named it is not theirs to say', async () => {
    expect(await detected(one({ provider: 'pip', namedByUser: true }))).toEqual([
      { path: '~/.toy', provider: 'toy', namedByUser: false },
    ]);
  });

  test('is copied as data: only what a report has words for', async () => {
    const context = { id: 'toy-1', label: 7, caching: 'perhaps', secret: 'mine' };
    const detect = async () => ({ contexts: [context], locations: [] });
    const { contexts } = await detectCaches(stranger({ detect }), await userOf(home()));
    expect(contexts).toEqual([{ id: 'toy-1', label: '7', caching: 'unknown' }]);
  });

  test('is looked up, not believed: another spelling is the same place, and what is not there is none', async () => {
    expect(await detected((at: string) => one({ path: `${at}//./.toy/` })(at))).toMatchObject([{ path: '~/.toy' }]);
    expect(await detected(one({ path: '/nowhere' }))).toEqual([]);
    expect(await detected(one({ path: '/etc/../etc' }))).toMatchObject([{ path: '/etc/../etc' }]);
  });

  test.each<[string, unknown, string]>([
    ['nothing', {}, 'did not answer with lists'],
    ['a number for a path', one({ path: 7 }), 'names a location that is no path'],
    ['a cache that it does not have', one({ cache: 'other' }), 'names a cache "other" that it does not have'],
    ['no reason', one({ foundBy: [] }), 'does not say how it found'],
    [
      'more than anyone has',
      { contexts: [], locations: Array.from({ length: 2000 }, () => location({ path: '/x' })) },
      'names 2000 locations',
    ],
  ])('is refused: %s', async (_, answer, message) => {
    await expect(detected(answer)).rejects.toMatchObject({
      code: 'BAD_PROVIDER',
      message: expect.stringContaining(message),
    });
  });
});

describe('what a stranger says is in a location', () => {
  const inspected = async (answer: (location: FoundLocation, honest: LocationInfo) => object, tree = toyTree) => {
    const made = home({ '.toy': tree });
    const context = await userOf(made);
    const found = (await detectCaches(toy.provider, context)).locations[0] as FoundLocation;
    const info = async () => answer(found, await toy.provider.info(found, context));
    return inspectLocation(stranger({ info }), toyCache, found, context);
  };
  const section = (id: string, paths: (at: string) => readonly string[], change: Partial<FoundSection> = {}) => {
    return ({ path }: FoundLocation) => ({
      sections: [{ id, safety: 'safe', paths: paths(path), ...change }],
      holders: [],
      inUse: 'no',
    });
  };

  test('counts when it is true, in the words of what was declared', async () => {
    const { sections } = await inspected(
      section('store', (at) => [`${at}/store`], { cost: 'Nothing!', title: 'Junk' }),
    );
    expect(sections).toMatchObject([{ provider: 'toy', id: 'store', title: 'Downloads', cost: 'Downloads again.' }]);
  });

  test('is read once: what changes with every look cannot pass as something else', async () => {
    const { sections } = await inspected(
      section('store', (at) => {
        let looks = 0;
        return {
          *[Symbol.iterator]() {
            yield looks++ === 0 ? `${at}/store` : '/etc';
          },
        } as unknown as string[];
      }),
    );
    expect(sections[0]?.paths).toEqual([expect.stringMatching(/\/store$/)]);
  });

  test('may be less than there is', async () => {
    expect((await inspected((_, honest) => ({ ...honest, sections: [] }))).sections).toEqual([]);
  });

  test('may raise a safety and never lower one', async () => {
    const lowered = await inspected(section('built', (at) => [`${at}/built/1.2`]));
    expect(lowered.sections[0]?.safety).toBe('costly');
    const raised = await inspected(section('store', (at) => [`${at}/store`], { safety: 'risky', because: 'it runs' }));
    expect(raised.sections[0]).toMatchObject({ safety: 'risky', because: 'it runs' });
  });

  test('may say more of the safety that it has', async () => {
    const said = await inspected(
      section('built', (at) => [`${at}/built/1.2`], { safety: 'costly', because: 'it runs' }),
    );
    expect(said.sections[0]).toMatchObject({ safety: 'costly', because: 'it runs' });
  });

  test('is in doubt when it makes no sense', async () => {
    expect((await inspected((_, honest) => ({ ...honest, inUse: 'maybe' }))).inUse).toBe('unknown');
  });

  test.each<[string, string, (at: string) => readonly string[]]>([
    ['the location itself', 'store', (at) => [at]],
    ['the home', 'store', (at) => [at.slice(0, at.lastIndexOf('/'))]],
    ['a neighbour of the same beginning', 'store', (at) => [`${at}2/store`]],
    ['the way out', 'store', (at) => [`${at}/..`]],
    ['a long way round', 'store', (at) => [`${at}/store/../notes`]],
    ['another spelling', 'store', (at) => [`${at}//store`]],
    ['the user’s notes', 'store', (at) => [`${at}/notes`]],
    ['another section’s item', 'store', (at) => [`${at}/built/1.2`]],
    ['an item twice', 'store', (at) => [`${at}/store`, `${at}/store`]],
    ['something kept', 'logs', (at) => [`${at}/logs/kept.log`]],
    ['/etc', 'store', () => ['/etc']],
    ['a section that was never declared', 'all', (at) => [at]],
    ['a path relative to here', 'store', () => ['store']],
    ['what is no path', 'store', () => [Buffer.from('/etc') as never]],
  ])('is refused: %s', async (_, id, paths) => {
    const logs = { 'kept.log': '' };
    await expect(inspected(section(id, paths), { ...toyTree, logs })).rejects.toMatchObject({ code: 'BAD_PROVIDER' });
  });

  test('of who holds it is copied as data', async () => {
    const holder = { kind: 'ghost', pid: 7, detail: 'toy is running', sections: ['store'], secret: 'mine' };
    const { holders } = await inspected((_, honest) => ({ ...honest, holders: [holder] as never }));
    expect(holders).toEqual([{ kind: 'process', pid: 7, detail: 'toy is running', sections: ['store'] }]);
  });

  test('is refused when it is no list', async () => {
    await expect(inspected(() => ({}))).rejects.toMatchObject({ code: 'BAD_PROVIDER' });
  });
});
