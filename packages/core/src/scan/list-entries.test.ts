import { readdirSync } from 'node:fs';
import { file, hardLink, type Tree } from '@devclean/testkit';
import { describe, expect, test } from 'vitest';
import { home, request, stepsBelow, toySpec, userOf } from '../../test/toy.js';
import { applyPlan } from '../apply/apply-plan.js';
import { isSelected, parseSelector } from '../plan/entry-selector.js';
import { planPurge } from '../plan/plan-purge.js';
import type { CacheEntry, FolderCache, FoundSection } from '../provider/cache-provider.js';
import { defineProvider } from '../provider/define-provider.js';
import { entryNames } from './entry-names.js';
import { listEntries } from './list-entries.js';
import { joinSections, narrowToEntries, splitIntoEntries } from './narrow-to-entries.js';
import { scan } from './scan.js';
import type { KnownProvider, ListEvent } from './scan-result.js';

/** The toy names what lies in `store`: `NAME-VERSION`, and a blob that several of them need. */
function storeEntries({ paths, id }: FoundSection): AsyncIterable<CacheEntry> | undefined {
  return id === 'store' ? entriesIn(paths[0] as string) : undefined;
}

async function* entriesIn(store: string): AsyncGenerator<CacheEntry> {
  for (const name of readdirSync(store)
    .filter((each) => each.includes('-'))
    .sort()) {
    const [of = '', version = ''] = name.split('-');
    yield { name: of, version, kind: 'toy', paths: [`${store}/${name}`], shared: [`${store}/blob`] };
  }
}

function toyWith(entries: FolderCache['entries']): KnownProvider {
  return { provider: defineProvider(toySpec({ cache: entries ? { entries } : {} })), origin: 'builtin' };
}

const cache: Tree = {
  store: {
    'bear-1': 'a bear',
    'bear-2': { paw: 'left', claw: 'right' },
    'duck-1': 'quack',
    blob: 'shared',
    odd: 'no name',
  },
  logs: { 'one.log': 'log' },
};

async function listed(tree: Tree = cache, one: KnownProvider = toyWith(storeEntries)) {
  const made = home({ '.cache/toy': tree });
  const context = await userOf(made);
  const found = await scan([one], { context });
  return { made, context, found, one, at: `${made.path}/.cache/toy`, listing: await listEntries(found, one, context) };
}

describe('a list of entries', () => {
  test('adds up to the section, with what has no name', async () => {
    const { listing, found } = await listed();
    const names = listing.entries.map(({ report }) => `${report.name} ${report.version} ${report.usage.files}`);
    expect(names).toEqual(['bear 1 2', 'bear 2 2', 'duck 1 1']); // The blob is the first one's
    const all = [...listing.entries.map(({ report }) => report.usage), ...listing.unnamed.map(({ usage }) => usage)];
    const section = found.locations[0]?.report.sections.find(({ id }) => id === 'store')?.usage;
    for (const field of ['files', 'directories', 'apparentBytes', 'allocatedBytes'] as const)
      expect(
        all.reduce((sum, usage) => sum + usage[field], 0),
        field,
      ).toBe(section?.[field]);
    expect(listing.unnamed).toMatchObject([{ section: 'store', usage: { files: 1 } }]);
  });

  test('tells of each section that it reads', async () => {
    const { found, one, context } = await listed();
    const told: ListEvent[] = [];
    await listEntries(found, one, context, { onEvent: (event) => told.push(event) });
    expect(told).toEqual([{ type: 'names', provider: 'toy', section: 'store', count: 0 }]);
  });

  test('counts an inode with names in several entries once', async () => {
    const store = {
      'bear-1': { f: 'x'.repeat(9000) },
      'bear-2': { g: hardLink('.cache/toy/store/bear-1/f') },
      blob: '',
    };
    const { listing, found } = await listed({ store });
    const [one, two] = listing.entries.map(({ report }) => report.usage);
    expect(two?.allocatedBytes).toBeLessThan(one?.allocatedBytes ?? 0);
    const sum = [...listing.entries.map(({ report }) => report.usage), ...listing.unnamed.map(({ usage }) => usage)];
    const section = found.locations[0]?.report.sections[0]?.usage;
    expect(sum.reduce((bytes, { allocatedBytes }) => bytes + allocatedBytes, 0)).toBe(section?.allocatedBytes);
  });

  test.each<[string, (store: string) => Partial<CacheEntry>]>([
    ['outside of its section', (store) => ({ paths: [`${store}/../logs/one.log`] })],
    ['in another section', (store) => ({ paths: [store.replace(/store$/, 'logs/one.log')] })],
    ['by a relative path', () => ({ paths: ['bear-1'] })],
    ['with a shared part elsewhere', () => ({ shared: ['/etc/passwd'] })],
  ])('takes no entry %s', async (_, change) => {
    const wrong = toyWith(async function* ({ paths: [store = ''] }) {
      yield { name: 'bear', kind: 'toy', paths: [`${store}/bear-1`], ...change(store) };
    });
    await expect(listed(cache, wrong)).rejects.toMatchObject({ code: 'BAD_PROVIDER' });
  });

  test('says it when nothing can be named', async () => {
    await expect(listed(cache, toyWith(undefined))).rejects.toMatchObject({ code: 'NOT_LISTABLE' });
  });
});

describe('the removal of entries', () => {
  async function removed(...texts: string[]) {
    const { context, found, one, at, listing } = await listed();
    const selectors = texts.flatMap((text) => parseSelector(text) ?? []);
    const selected = listing.entries.filter(({ report }) => selectors.some((each) => isSelected(report, each)));
    const narrowed = await narrowToEntries(found, listing, new Set(selected), context);
    const plan = planPurge(narrowed, [one], request());
    const result = await applyPlan(plan, [one], { context });
    return { plan, result, steps: stepsBelow(plan, at), left: readdirSync(`${at}/store`).sort() };
  }

  test('takes just those, and leaves what others need', async () => {
    const { left, result, plan } = await removed('bear@2');
    expect(left).toEqual(['bear-1', 'blob', 'duck-1', 'odd']);
    expect(result.removed).toEqual(plan.expected);
    expect(plan.steps[0]?.entry).toEqual({ name: 'bear', version: '2', kind: 'toy' });
  });

  test('takes what is shared with the last that needs it', async () => {
    const { left } = await removed('*');
    expect(left).toEqual(['odd']);
  });

  test('is no step at all when the entry changed meanwhile', async () => {
    const { context, found, one, at, listing } = await listed();
    const narrowed = await narrowToEntries(found, listing, new Set(listing.entries.slice(0, 1)), context);
    const plan = planPurge(narrowed, [one], request());
    const elsewhere = { ...plan, steps: plan.steps.map((step) => ({ ...step, path: `${at}/notes` })) };
    expect((await applyPlan(elsewhere, [one], { context })).outcomes).toMatchObject([{ reason: 'changed-since-plan' }]);
  });
});

test('what was used lately stays: entries one by one, other sections whole', async () => {
  const { context, found, one, at } = await listed();
  const split = await splitIntoEntries(found, [one], context);
  const after = (ms: number) => new Date(Date.now() + ms).toISOString();
  const steps = (usedBefore: string) => planPurge(split, [one], request({ usedBefore }));
  expect(stepsBelow(steps(after(60_000)), at)).toEqual([
    'logs/one.log',
    'store/bear-1',
    'store/blob',
    'store/bear-2',
    'store/duck-1',
  ]);
  const none = steps(after(-60_000));
  expect(none.steps).toEqual([]);
  expect(none.skipped).toMatchObject([
    { section: 'logs', reason: 'too-recent' },
    { section: 'store', reason: 'too-recent', detail: expect.stringContaining('4 parts') },
  ]);
  // Nobody is left to think that times of files are more than that.
  for (const { detail } of none.skipped) expect(detail).toMatch(/ \(going by when its files were (?:read|written)\)$/);
  for (const step of steps(after(60_000)).steps) expect(step.lastUsedFrom).toMatch(/^(?:atime|mtime)$/);
  expect(planPurge(split, [one], request()).steps.map(({ lastUsedAt }) => lastUsedAt)).toEqual(
    Array(5).fill(undefined),
  );
});

test('what entries share by hard links counts once, be an entry a whole item or a part of one, or whole again', async () => {
  const one = toyWith(({ id, paths }) =>
    id === 'logs' ? singly(paths) : id === 'store' ? entriesIn(paths[0] as string) : undefined,
  );
  async function* singly(paths: readonly string[]): AsyncGenerator<CacheEntry> {
    for (const at of paths) yield { name: at.split('/').at(-1) as string, kind: 'log', paths: [at] };
  }
  const linked: Tree = {
    store: { 'bear-1': 'x'.repeat(20_000), 'bear-2': hardLink('.cache/toy/store/bear-1'), blob: '' },
    logs: { 'one.log': 'y'.repeat(40_000), 'two.log': hardLink('.cache/toy/logs/one.log') },
  };
  const made = home({ '.cache/toy': linked });
  const context = await userOf(made);
  const found = await scan([one], { context });
  const split = await splitIntoEntries(found, [one], context);
  const expected = (of: typeof found) => planPurge(of, [one], request()).expected.reclaimableBytes;
  const isLogs = ({ id }: FoundSection) => id === 'logs';
  const whole = expected(found);
  expect(expected(joinSections(split, found, () => true))).toBe(whole);
  expect(expected(joinSections(split, found, isLogs))).toBe(expected(split));
  expect(expected(await splitIntoEntries(found, [one], context, { isAsked: isLogs }))).toBe(whole);
  const plan = planPurge(split, [one], request());
  const { removed } = await applyPlan(plan, [one], { context });
  expect(plan.expected.reclaimableBytes).toBe(removed.reclaimableBytes);
  expect(removed.reclaimableBytes).toBeGreaterThan(60_000);
});

test('what an entry shares with one that was used lately stays with that', async () => {
  const old = { mtime: new Date('2020-01-01T00:00:00Z') };
  const store = { 'bear-1': file('old', old), 'bear-2': 'new', blob: file('shared', old) };
  const { context, found, one, at } = await listed({ store });
  const split = await splitIntoEntries(found, [one], context);
  const plan = planPurge(split, [one], request({ usedBefore: '2021-01-01T00:00:00.000Z' }));
  expect(stepsBelow(plan, at)).toEqual(['store/bear-1']);
});

describe('names alone', () => {
  const namesOf = async (tree: Tree, one = toyWith(storeEntries), controller = new AbortController()) => {
    const context = await userOf(home({ '.cache/toy': tree }), { signal: controller.signal });
    const names: string[] = [];
    for await (const { name, version } of entryNames(one, context)) {
      names.push(`${name} ${version}`);
      if (names.length === 2) controller.abort();
    }
    return names;
  };

  test('come without a measurement, until somebody has had enough', async () => {
    expect(await namesOf(cache)).toEqual(['bear 1', 'bear 2']);
  });

  test('come of no folder that is not recognised, and of no tool that names nothing', async () => {
    expect(await namesOf({ thesis: 'mine', 'bear-1': 'no bear' })).toEqual([]);
    expect(await namesOf(cache, toyWith(undefined))).toEqual([]);
  });
});
