import { chownSync } from 'node:fs';
import path from 'node:path';
import { link, type Tree } from '@devclean/testkit';
import { needs } from '@devclean/testkit/real-tools';
import { describe, expect, test } from 'vitest';
import { home, request, stepsBelow, toy, toyCache, toySpec, toyTree, userOf } from '../../test/toy.js';
import type { FolderCache, PurgeRequest } from '../provider/cache-provider.js';
import { defineProvider } from '../provider/define-provider.js';
import { scan } from '../scan/scan.js';
import type { KnownProvider, Scan } from '../scan/scan-result.js';
import type { ToolContextOptions } from '../system/create-tool-context.js';
import { planPurge } from './plan-purge.js';
import { readPlan } from './read-plan.js';

interface Situation extends ToolContextOptions {
  readonly known?: readonly KnownProvider[];
  readonly locations?: readonly string[];
  readonly change?: (found: Scan) => Scan;
}

/** What a request makes of a home: steps as paths below the toy's folder, and what was left out as `what: reason`. */
async function planned(tree: Tree, asked: Partial<PurgeRequest> = {}, situation: Situation = {}) {
  const { known = [toy], locations = [], change = (found) => found, ...options } = situation;
  const made = home(tree);
  const real = (at: string) => at.replace('~', made.path);
  const env = Object.fromEntries(Object.entries(options.env ?? {}).map(([name, value = '']) => [name, real(value)]));
  const context = await userOf(made, { ...options, env, ...(options.cwd && { cwd: real(options.cwd) }) });
  const found = change(await scan(known, { context, locations: locations.map(real) }));
  const plan = planPurge(found, known, request({ ...asked, locations: locations.map(real) }));
  const skipped = plan.skipped.map(
    ({ section, path, reason }) => `${section ?? path.replace(made.path, '~')}: ${reason}`,
  );
  return { plan, found, context, steps: stepsBelow(plan, `${made.path}/.toy`), skipped };
}

const all: Tree = { ...toyTree, soul: 'soul' };

describe('what is taken', () => {
  test('by the tool’s name: what is safe and what is costly', async () => {
    const { steps, skipped, plan } = await planned({ '.toy': all }, {}, { env: { TOY_CACHE: '~/.toy' } });
    expect(steps).toEqual(['store', 'built/1.2', 'logs/one.log', 'logs/two.log']);
    expect(skipped).toEqual(['soul: above-allowed-safety']);
    expect(plan.skipped[0]?.detail).toContain('--section toy/soul');
  });

  const active = { env: { TOY_CACHE: '~/.toy' } };
  test.each<[string, Partial<PurgeRequest>, string[], string[]]>([
    [
      'by a sweep: what is safe',
      { allow: 'safe' },
      ['store', 'logs/one.log', 'logs/two.log'],
      ['built: above-allowed-safety', 'soul: above-allowed-safety'],
    ],
    ['by a section’s name: that alone, however grave', { sections: ['toy/soul'], allow: 'safe' }, ['soul'], []],
    ['by another tool’s section: nothing', { sections: ['other/store'] }, [], []],
    ['with its tool excluded: nothing', { exclude: ['toy'] }, [], ['~/.toy: excluded']],
    ['for a context that does not use it: nothing', { contexts: ['toy-2'] }, [], ['~/.toy: excluded']],
  ])('%s', async (_, asked, steps, skipped) => {
    expect(await planned({ '.toy': all }, asked, active)).toMatchObject({ steps, skipped });
  });

  test('of a tool that is known from documentation only when it is named, never by a sweep', async () => {
    const documented = {
      provider: defineProvider({ ...toySpec(), knownFrom: 'documentation' }),
      origin: 'builtin',
    } as const;
    const situation = { ...active, known: [documented] };
    const swept = await planned({ '.toy': all }, { allow: 'costly', onlyProven: true }, situation);
    expect(swept).toMatchObject({ steps: [], skipped: ['~/.toy: above-allowed-safety'] });
    expect(swept.plan.skipped[0]?.detail).toContain('"devclean toy purge" takes it');
    expect((await planned({ '.toy': all }, {}, situation)).steps).toContain('store');
    expect((await planned({ '.toy': all }, { onlyProven: true }, active)).steps).toContain('store');
  });

  test('by age: only what was not used lately, and it is said by what that is known', async () => {
    // As if the tool had noted one, nothing were known of another, and the rest had the times of its files.
    const change = (found: Scan): Scan => ({
      ...found,
      locations: found.locations.map((location) => ({
        ...location,
        items: location.items.map(({ lastUsedAt, lastUsedFrom, ...item }) => {
          if (item.path.endsWith('one.log')) return item;
          const noted = item.section === 'store';
          return { ...item, lastUsedAt: '2020-01-02T00:00:00.000Z', lastUsedFrom: noted ? 'tool' : 'mtime' };
        }),
      })),
    });
    const since = async (usedBefore: string) => {
      const { plan, steps } = await planned({ '.toy': all }, { usedBefore }, { ...active, change });
      const skipped = plan.skipped.filter(({ reason }) => reason === 'too-recent');
      return { steps, from: plan.steps.map((step) => step.lastUsedFrom), why: skipped.map(({ detail }) => detail) };
    };
    expect(await since('2021-01-01T00:00:00.000Z')).toEqual({
      steps: ['store', 'built/1.2', 'logs/two.log'],
      from: ['tool', 'mtime', 'mtime'],
      why: ['a part carries no time, and may have been used lately'],
    });
    expect((await since('2020-01-01T00:00:00.000Z')).why).toEqual([
      'a part was used since 2020-01-01 (going by the tool’s own records)',
      'a part was used since 2020-01-01 (going by when its files were written)',
      'a part was used since 2020-01-01 (going by when its files were written); a part carries no time, and may have been used lately',
    ]);
  });

  test('of a section whose parts go together: all, or none', async () => {
    const sections = toyCache.sections.map((one) => (one.id === 'logs' ? { ...one, together: true as const } : one));
    const known = [
      { provider: defineProvider(toySpec({ cache: { sections: sections as never } })), origin: 'builtin' },
    ] as const;
    const old = (found: Scan): Scan => ({
      ...found,
      locations: found.locations.map((location) => ({
        ...location,
        items: location.items.map((item) => ({
          ...item,
          lastUsedAt: item.path.endsWith('one.log') ? '2026-01-02T00:00:00.000Z' : '2020-01-02T00:00:00.000Z',
        })),
      })),
    });
    const since = (usedBefore: string) =>
      planned({ '.toy': all }, { sections: ['toy/logs'], usedBefore }, { ...active, known, change: old });
    expect((await since('2027-01-01T00:00:00.000Z')).steps).toEqual(['logs/one.log', 'logs/two.log']);
    const { steps, plan } = await since('2021-01-01T00:00:00.000Z');
    expect(steps).toEqual([]);
    expect(plan.skipped.map(({ reason }) => reason)).toEqual(['too-recent', 'too-recent']);
    expect(plan.skipped[0]?.detail).toContain('its parts go together');
  });

  test('of leftovers only when asked, or named', async () => {
    const tree = { '.toy': { store: {} } };
    expect(await planned(tree)).toMatchObject({ steps: [], skipped: ['~/.toy: not-active'] });
    expect(await planned(tree, { leftovers: true })).toMatchObject({ steps: ['store'], skipped: [] });
    expect(await planned(tree, {}, { locations: ['~/.toy'] })).toMatchObject({ steps: ['store'], skipped: [] });
  });

  test('for a context: what it uses, be it said or, where nothing is said, because the tool does', async () => {
    const contexts = async () => [{ id: 'toy-1', label: 'Toy 1', caching: 'on' as const }];
    const locate = async ({ homes }: { homes: { env: string } }) => [
      {
        path: `${homes.env}/.toy`,
        active: true,
        foundBy: { rule: 'tool' as const, detail: 'toy-2' },
        contexts: ['toy-2'],
      },
    ];
    const known = (cache = {}): readonly KnownProvider[] => [
      { provider: defineProvider(toySpec({ contexts, cache })), origin: 'builtin' },
    ];
    const tree = { '.toy': { store: {} } };
    const shared = { env: { TOY_CACHE: '~/.toy' }, known: known() };
    expect(await planned(tree, { contexts: ['toy-1'] }, shared)).toMatchObject({ steps: ['store'] });
    expect(await planned(tree, { contexts: ['toy-9'] }, shared)).toMatchObject({ skipped: ['~/.toy: excluded'] });
    const own = { known: known({ locate }) };
    expect(await planned(tree, { contexts: ['toy-2'] }, own)).toMatchObject({ steps: ['store'] });
    expect(await planned(tree, { contexts: ['toy-1'] }, own)).toMatchObject({ skipped: ['~/.toy: excluded'] });
    const leftover = { known: known() };
    expect(await planned(tree, { contexts: ['toy-1'], leftovers: true }, leftover)).toMatchObject({
      skipped: ['~/.toy: excluded'],
    });
  });

  test('of several locations, when one is named, only that', async () => {
    const tree = { '.toy': { store: {} }, '.cache/toy': { store: {} } };
    const { steps, skipped } = await planned(tree, {}, { locations: ['~/.toy'] });
    expect({ steps, skipped }).toEqual({ steps: ['store'], skipped: ['~/.cache/toy: excluded'] });
  });
});

describe('what is left out, and why', () => {
  const env = { TOY_CACHE: '~/.toy' };

  test.each<[string, Tree, Situation, string[]]>([
    ['an empty cache', { '.toy': {} }, { env }, ['~/.toy: empty']],
    [
      'a folder that is no cache',
      { mine: { 'a.jpg': '' } },
      { env: { TOY_CACHE: '~/mine' } },
      ['~/mine: not-recognised'],
    ],
    ['a cache with nothing left in its sections', { '.toy': { logs: {}, notes: '' } }, { env }, ['~/.toy: empty']],
    ['a default place with nothing of the cache', { '.cache/toy': { 'a.jpg': '' } }, {}, ['~/.cache/toy: empty']],
    ['a link in the place of a cache', { '.toy': link('disk'), disk: toyTree }, { env }, ['~/.toy: link']],
    ['a home', { store: {} }, { env: { TOY_CACHE: '~' } }, ['~: protected']],
    [
      'a place in a work tree',
      { '.git': {}, '.toy/store': {} },
      { env: { TOY_CACHE: '~/.toy', XDG_CACHE_HOME: '/none' }, homes: { env: '/none', account: '/none' } },
      ['~/.toy: protected'],
    ],
    ['a link in the place of an item', { '.toy': { store: link('/etc') } }, { env }, ['store: link']],
    ['where the user stands', { '.toy/store/here': {} }, { env, cwd: '~/.toy/store/here' }, ['store: protected']],
  ])('%s', async (_, tree, situation, skipped) => {
    expect(await planned(tree, {}, situation)).toMatchObject({ steps: [], skipped });
  });

  const withReport = (change: object) => (found: Scan) => ({
    ...found,
    locations: found.locations.map((one) => ({ ...one, report: { ...one.report, ...change } })),
  });
  test.each<[string, object, string[]]>([
    [
      'all of it in use',
      { inUse: 'yes', holders: [{ kind: 'process', detail: 'toy' }] },
      ['store: in-use', 'logs: in-use'],
    ],
    ['a part in use', { inUse: 'yes', holders: [{ kind: 'lock', detail: 'l', sections: ['logs'] }] }, ['logs: in-use']],
    [
      'one item of a part in use',
      { inUse: 'yes', holders: [{ kind: 'lock', detail: 'l', sections: ['logs'], paths: ['~/.toy/logs/b.log'] }] },
      ['logs: in-use'],
    ],
    [
      'something in an item perhaps in use',
      { inUse: 'unknown', holders: [{ kind: 'process', detail: 'p', sections: ['store'], paths: ['~/.toy/store/x'] }] },
      ['store: not-knowable'],
    ],
    [
      'a part perhaps in use',
      { inUse: 'unknown', holders: [{ kind: 'lock', detail: 'l', sections: ['logs'] }] },
      ['logs: not-knowable'],
    ],
    ['nobody knows', { inUse: 'unknown', holders: [] }, ['store: not-knowable', 'logs: not-knowable']],
    ['in use, by nobody knows what', { inUse: 'yes', holders: [] }, ['store: in-use', 'logs: in-use']],
  ])('%s', async (_, report, skipped) => {
    const tree = { '.toy': { store: {}, logs: { 'a.log': '', 'b.log': '' } } };
    const change = (found: Scan) => {
      const home = path.dirname(found.locations[0]?.found.path ?? '');
      return withReport(JSON.parse(JSON.stringify(report).replaceAll('~', home)))(found);
    };
    expect((await planned(tree, {}, { env, change })).skipped).toEqual(skipped);
  });

  const withItems = (change: object) => (found: Scan) => ({
    ...found,
    locations: found.locations.map((one) => ({ ...one, items: one.items.map((item) => ({ ...item, ...change })) })),
  });
  test.each<[string, object, string]>([
    ['an item of another user', { uid: 4711 }, 'foreign-owner'],
    ['an item with something mounted in it', { mountedAt: '/x' }, 'mount'],
    ['a FIFO', { kind: 'other' }, 'not-recognised'],
  ])('%s', async (_, item, reason) => {
    const { steps, skipped } = await planned({ '.toy/store': {} }, {}, { env, change: withItems(item) });
    expect({ steps, skipped }).toEqual({ steps: [], skipped: [`store: ${reason}`] });
  });

  test('really an item of another user', needs('root'), async () => {
    const made = home({ '.cache/toy/store': {} });
    chownSync(`${made.path}/.cache/toy/store`, 4711, 4711);
    const plan = planPurge(await scan([toy], { context: await userOf(made) }), [toy], request());
    expect(plan.skipped).toMatchObject([{ reason: 'foreign-owner', detail: 'it belongs to user 4711' }]);
  });
});

describe('two ways to one thing', () => {
  const at = (id: string, path: string): KnownProvider => ({
    provider: defineProvider(toySpec({ id, cache: { locations: [{ from: 'default', path: { linux: path } }] } })),
    origin: 'builtin',
  });

  test('make one step', async () => {
    const { plan } = await planned({ '.toy/store': {} }, {}, { known: [at('one', '~/.toy'), at('other', '~/.toy')] });
    expect(plan.steps.map(({ provider, section }) => `${provider} ${section}`)).toEqual(['one store']);
  });

  test('an item with another tool’s cache in it stays', async () => {
    const tree = { '.toy/store': { deep: { store: { a: '' } } } };
    const { steps, skipped } = await planned(
      tree,
      {},
      { known: [at('outer', '~/.toy'), at('inner', '~/.toy/store/deep')] },
    );
    expect({ steps, skipped }).toEqual({ steps: ['store/deep/store'], skipped: ['store: protected'] });
  });

  test('what goes with another step is no step of its own', async () => {
    const [store] = toyCache.sections;
    const inner: FolderCache = {
      ...toyCache,
      id: 'inner',
      locations: [{ from: 'default', path: { linux: '~/.toy/store' } }],
      sections: [{ ...store, id: 'inner', paths: ['store'] }],
    };
    const outer: FolderCache = { ...toyCache, locations: [{ from: 'default', path: { linux: '~/.toy' } }] };
    for (const caches of [
      [outer, inner],
      [inner, outer],
    ] as const) {
      const provider = defineProvider({ ...toySpec(), caches });
      const { steps } = await planned({ '.toy/store/store': {} }, {}, { known: [{ provider, origin: 'builtin' }] });
      expect(steps).toEqual(['store']);
    }
  });
});

describe('a provider’s draft', () => {
  const drafting = (purge: unknown): Situation => ({
    env: { TOY_CACHE: '~/.toy' },
    known: [{ provider: { ...toy.provider, purge: purge as typeof toy.provider.purge }, origin: 'builtin' }],
  });
  const tree: Tree = { '.toy': { store: {}, soul: '' } };

  test('may take less', async () => {
    expect(
      await planned(
        tree,
        {},
        drafting(() => ({ removals: [] })),
      ),
    ).toMatchObject({ steps: [] });
  });

  test('can never take more than was found, allowed and asked for', async () => {
    const greedy = drafting((sections: { paths: string[] }[]) => {
      const [store = { paths: [] }] = sections;
      const folder = store.paths[0]?.replace(/store$/, '') ?? '';
      const paths = [folder, `${folder}soul`, `${folder}store/..`, '/etc', store.paths[0], store.paths[0]];
      return {
        removals: paths.flatMap((path) => [
          { section: store, path },
          { section: { ...store, id: 'soul' }, path },
        ]),
      };
    });
    expect(await planned(tree, {}, greedy)).toMatchObject({ steps: ['store'] });
  });

  test.each([
    [
      'throws',
      () => {
        throw new Error('lost');
      },
    ],
    ['is nothing', () => undefined],
    ['is nonsense', () => ({ removals: [null] })],
  ])('that %s leaves the location alone', async (_, purge) => {
    expect(await planned(tree, {}, drafting(purge))).toMatchObject({
      steps: [],
      skipped: ['soul: above-allowed-safety', '~/.toy: not-knowable'],
    });
  });
});

describe('a plan', () => {
  test('is the same for the same input, and looks at nothing but that', async () => {
    const { found, plan } = await planned({ '.toy': all }, { leftovers: true });
    const now = new Date(plan.createdAt);
    const again = planPurge(JSON.parse(JSON.stringify(found)), [toy], request({ leftovers: true }), now);
    expect(again).toEqual(plan);
    expect(planPurge(found, [toy], request({ leftovers: true }), new Date(0)).id).not.toBe(plan.id);
  });

  test('expects what its steps add up to', async () => {
    const { plan } = await planned({ '.toy': all }, { leftovers: true });
    const sum = plan.steps.reduce((total, { expected }) => total + expected.reclaimableBytes, 0);
    expect(plan.expected).toMatchObject({ files: 5, reclaimableBytes: sum, complete: true });
    expect(sum).toBeGreaterThan(0);
  });

  test('survives being written down and read', async () => {
    const { plan, context } = await planned({ '.toy': all }, { leftovers: true });
    expect(readPlan(JSON.stringify(plan, undefined, 2), context)).toEqual(plan);
  });

  test('of a machine with nothing is empty, and valid', async () => {
    const { plan, context } = await planned({});
    expect(plan).toMatchObject({ steps: [], skipped: [], expected: { files: 0, complete: true } });
    expect(readPlan(JSON.stringify(plan), context)).toEqual(plan);
  });
});
