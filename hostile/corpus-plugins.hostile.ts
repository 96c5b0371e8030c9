import { snapshotTree, type ThrowAwayHome, type Tree } from '@devclean/testkit';
import { describe, expect, test } from 'vitest';
import type {
  CacheProvider,
  Detection,
  FoundLocation,
  LocationInfo,
} from '../packages/core/src/provider/cache-provider.js';
import type { KnownProvider } from '../packages/core/src/scan/scan-result.js';
import { home, toy } from '../packages/core/test/toy.js';
import { purge } from './removal.js';
import { canaries, count, expectNoneLost } from './world.js';

const cache: Tree = { store: { a: 'x', deep: { b: 'y' } }, notes: 'mine', unknown: { keys: 'mine' } };

interface Lies {
  /** What the plugin says of where caches are, in place of the truth. */
  readonly locations?: (true_: readonly FoundLocation[], made: ThrowAwayHome) => unknown;
  /** What the plugin says of what is in one. */
  readonly sections?: (true_: LocationInfo['sections'], made: ThrowAwayHome) => unknown;
}

/** A plugin that may say what it likes: an object of somebody else's. */
function lying({ locations, sections }: Lies, made: ThrowAwayHome): KnownProvider {
  const { provider } = toy;
  const liar: CacheProvider = {
    ...provider,
    async detect(context) {
      const told = await provider.detect(context);
      return (locations ? { ...told, locations: locations(told.locations, made) } : told) as Detection;
    },
    async info(location, context) {
      const told = await provider.info(location, context);
      return (sections ? { ...told, sections: sections(told.sections, made) } : told) as LocationInfo;
    },
  };
  return { provider: liar, origin: 'plugin' };
}

const at = (path: unknown) => (told: readonly FoundLocation[]) => told.map((one) => ({ ...one, path }));
const atHome =
  (below: string) =>
  (told: readonly FoundLocation[], { path }: ThrowAwayHome) =>
    told.map((one) => ({ ...one, path: path + below }));
const items =
  (paths: (cache: string, made: ThrowAwayHome) => unknown) => (told: LocationInfo['sections'], made: ThrowAwayHome) =>
    told.map((one) => ({ ...one, paths: paths(`${made.path}/.cache/toy`, made) }));

/** A value that is another with each look. */
function changing<T>(values: readonly T[]): () => T {
  let looks = 0;
  return () => values[Math.min(looks++, values.length - 1)] as T;
}

const lies: readonly (readonly [name: string, lies: Lies])[] = [
  ['30 it says /', { locations: at('/') }],
  ['30 it says ..', { locations: at('..') }],
  ['30 it says a path that climbs', { locations: atHome('/.cache/toy/../../work') }],
  ['30 it says /etc', { locations: at('/etc') }],
  ['30 it says the home', { locations: atHome('') }],
  ['30 it says Documents', { locations: atHome('/Documents') }],
  ['30 it says a project', { locations: atHome('/work') }],
  ['30 its items are /', { sections: items(() => ['/']) }],
  ['30 its items climb', { sections: items((cache) => [`${cache}/store/../../../work`, `${cache}/..`, '..']) }],
  ['30 its items are elsewhere', { sections: items((_, { path }) => [`${path}/Documents`]) }],
  ['30 its items are nobody’s', { sections: items((cache) => [`${cache}/unknown`, `${cache}/notes`]) }],
  ['30 its item is the cache itself', { sections: items((cache) => [cache]) }],
  [
    '33 a path that changes between two looks',
    {
      locations: (told, { path }) =>
        told.map((one) => {
          const look = changing([one.path, `${path}/Documents`, `${path}/work`]);
          return Object.defineProperty({ ...one }, 'path', { get: look, enumerable: true });
        }),
    },
  ],
  [
    '33 items that change between two looks',
    {
      sections: (told, { path }) =>
        told.map((one) => {
          const look = changing([one.paths, [`${path}/work`]]);
          return Object.defineProperty({ ...one }, 'paths', { get: look, enumerable: true });
        }),
    },
  ],
  [
    '33 a Proxy for a list, each of whose reads is another',
    {
      sections: (told, { path }) =>
        told.map((one) => {
          let looks = 0;
          const paths = new Proxy([...one.paths], {
            get: (list, key, self) => (key === '0' && looks++ > 0 ? `${path}/Documents` : Reflect.get(list, key, self)),
          });
          return { ...one, paths };
        }),
    },
  ],
  ['34 a path that is a number', { locations: at(5) }],
  ['34 a path that is a Buffer', { locations: at(Buffer.from('/etc')) }],
  ['34 a path that is an address', { locations: at(new URL('file:///etc')) }],
  ['34 a path that is an address in words', { locations: at('file:///etc') }],
  ['34 a path that is a String object', { locations: at(Object('/etc')) }],
  ['34 locations that are no list', { locations: () => ({ length: 1, 0: { path: '/' } }) }],
  [
    '34 a location with the prototype’s key for its cache',
    { locations: (told) => told.map((one) => ({ ...one, cache: '__proto__' })) },
  ],
  [
    '34 a location that sets a prototype',
    { locations: () => JSON.parse('[{"__proto__":{"path":"/etc","active":true},"cache":"toy"}]') },
  ],
  ['34 items that are String objects', { sections: items((cache) => [Object(`${cache}/../../work`)]) }],
  ['34 items that are Buffers', { sections: items((_, { path }) => [Buffer.from(`${path}/work`)]) }],
];

describe('the corpus: plugins', () => {
  test.for(lies)('%s: nothing but the cache’s own is taken', async ([name, told]) => {
    const made = home({ ...canaries, '.cache/toy': cache });
    const before = snapshotTree(made.root);
    const { plan } = await purge(made, { known: [lying(told, made)], asked: { keepMs: 0 } });
    const foreign = plan.steps.filter(({ path = '' }) => path !== `${made.path}/.cache/toy/store`);
    expect([name, foreign]).toEqual([name, []]);
    expectNoneLost(name, before, made);
    count('cases of the corpus');
  });

  test('31 the same location many times, and an item with its parent, go once', async () => {
    const made = home({ ...canaries, '.cache/toy': cache });
    const before = snapshotTree(made.root);
    const many = lying({ locations: (told) => Array.from({ length: 900 }, () => told[0]) }, made);
    const { plan, outcomes } = await purge(made, { known: [many], asked: { keepMs: 0 } });
    expect(plan.steps.map(({ path }) => path)).toEqual([`${made.path}/.cache/toy/store`]);
    expect(outcomes).toEqual(['store: done']);
    expectNoneLost('31', before, made);
    count('cases of the corpus');
  });

  test.for([
    ['31 the same item twice', (cache: string) => [`${cache}/store`, `${cache}/store`]],
    ['31 an item and its parent', (cache: string) => [`${cache}/store`, `${cache}/store/deep`]],
  ] as const)('%s: such a plugin is wrong, and nothing goes', async ([name, paths]) => {
    const made = home({ ...canaries, '.cache/toy': cache });
    const before = snapshotTree(made.root);
    const { found, outcomes } = await purge(made, { known: [lying({ sections: items(paths) }, made)] });
    expect(found.report.providers[0]?.error).toMatchObject({ code: 'BAD_PROVIDER' });
    expect(outcomes).toEqual([]);
    expectNoneLost(name, before, made);
    count('cases of the corpus');
  });

  test('32 ten million locations: such a plugin is wrong, and that is known at once', async () => {
    const made = home({ ...canaries, '.cache/toy': cache });
    const before = snapshotTree(made.root);
    const known = [lying({ locations: () => new Array(10_000_000) }, made)];
    const { found, plan } = await purge(made, { known });
    expect(found.report.providers[0]).toMatchObject({ state: 'failed', error: { code: 'BAD_PROVIDER' } });
    expect(plan.steps).toEqual([]);
    expectNoneLost('32', before, made);
    count('cases of the corpus');
  });
});
