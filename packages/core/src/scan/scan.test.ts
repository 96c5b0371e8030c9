import { execFileSync } from 'node:child_process';
import { diffSnapshots, hardLink, link, snapshotTree, sparseFile, type Tree } from '@devclean/testkit';
import { needs } from '@devclean/testkit/real-tools';
import { describe, expect, test } from 'vitest';
import { home, request, toy, toyCache, toySpec, toyTree, userOf } from '../../test/toy.js';
import { exitCodeOf } from '../plan/exit-code.js';
import { planPurge } from '../plan/plan-purge.js';
import type { CacheProvider, FolderCache } from '../provider/cache-provider.js';
import { defineProvider } from '../provider/define-provider.js';
import { scan } from './scan.js';
import type { KnownProvider, ScanEvent } from './scan-result.js';

const builtin = (provider: CacheProvider): KnownProvider => ({ provider, origin: 'builtin' });

/** Another toy, in another place. */
const second = builtin(
  defineProvider(
    toySpec({ id: 'second', cache: { id: 'second', locations: [{ from: 'default', path: { linux: '~/second' } }] } }),
  ),
);

async function scanned(tree: Tree, known = [toy], locations: string[] = []) {
  const made = home(tree);
  const paths = locations.map((at) => at.replace('~', made.path));
  const events: ScanEvent[] = [];
  const context = await userOf(made);
  const result = await scan(known, { context, locations: paths, onEvent: (event) => events.push(event) });
  return { made, events, ...result };
}

const fields = ['files', 'directories', 'apparentBytes', 'allocatedBytes'] as const;

const bigTree: Tree = {
  store: { a: 'x'.repeat(10_000), sparse: sparseFile(2 ** 20), deep: { er: { b: 'y' } }, linked: link('a') },
  built: { '1.2': { again: hardLink('.toy/store/a'), other: '' }, '3.4': hardLink('.toy/store/a') },
  logs: { 'a.log': 'x', 'kept.log': hardLink('.toy/store/deep/er/b') },
  soul: 'soul',
  strange: { 'x\ny': hardLink('.toy/soul') },
};

describe('the figures', () => {
  test('of the sections and the unaccounted are the whole location’s, in every field', async () => {
    const { report } = await scanned({ '.toy': bigTree });
    const [location] = report.providers[0]?.locations ?? [];
    expect(location?.sections.map(({ id }) => id)).toEqual(['store', 'built', 'logs', 'soul']);
    for (const field of fields) {
      const parts = [...(location?.sections ?? []).map(({ usage }) => usage), location?.unaccounted];
      expect([field, parts.reduce((sum, usage) => sum + (usage?.[field] ?? Number.NaN), 0)]).toEqual([
        field,
        location?.usage[field],
      ]);
    }
  });

  test('are those of find and du, to the byte', needs('du', 'find'), async () => {
    const { made, report } = await scanned({ '.toy': bigTree });
    const gnu = (tool: string, ...args: string[]) =>
      execFileSync(tool, args, { cwd: `${made.path}/.toy`, encoding: 'utf8' });
    const lengths = gnu('find', '.', '!', '-type', 'd', '-printf', '%s ').trim().split(' ').map(Number);
    expect(report.totals).toMatchObject({
      files: lengths.length,
      directories: gnu('find', '.', '-type', 'd', '-printf', '.').length,
      apparentBytes: lengths.reduce((sum, length) => sum + length, 0),
      allocatedBytes: Number.parseInt(gnu('du', '-s', '--block-size=1', '.'), 10),
      complete: true,
    });
  });

  test('of totals count an inode once, whatever tools share it', async () => {
    const block = 'x'.repeat(100_000);
    const shared = await scanned({ '.toy/store/a': block, 'second/store/b': hardLink('.toy/store/a') }, [toy, second]);
    const apart = await scanned({ '.toy/store/a': block, 'second/store/b': block }, [toy, second]);
    const [one, other] = shared.report.providers.map(({ usage }) => usage);
    const size = apart.report.totals.allocatedBytes - shared.report.totals.allocatedBytes;
    expect(size).toBeGreaterThanOrEqual(100_000);
    expect((one?.allocatedBytes ?? 0) + (other?.allocatedBytes ?? 0)).toBe(apart.report.totals.allocatedBytes);
    // Neither gives the shared one back by itself; both together do.
    expect(one?.reclaimableBytes).toBe((one?.allocatedBytes ?? 0) - size);
    expect(shared.report.totals.reclaimableBytes).toBe(shared.report.totals.allocatedBytes);
  });

  test('of a location inside another count once in the totals', async () => {
    const inner = builtin(
      defineProvider(
        toySpec({ id: 'inner', cache: { locations: [{ from: 'default', path: { linux: '~/.toy/inner' } }] } }),
      ),
    );
    const { report } = await scanned({ '.toy': { store: { a: 'x' }, inner: { store: { b: 'y'.repeat(5000) } } } }, [
      toy,
      inner,
    ]);
    const [outer] = report.providers.filter(({ id }) => id === 'toy');
    expect(report.providers.map(({ locations }) => locations.length)).toEqual([1, 1]);
    expect(report.totals).toEqual(outer?.usage);
  });

  test('are not lost behind a place that is not measured', async () => {
    const lost = builtin(
      defineProvider(toySpec({ id: 'lost', cache: { locations: [{ from: 'default', path: { linux: '~' } }] } })),
    );
    const { report } = await scanned({ '.toy': toyTree }, [lost, toy]);
    const [mine] = report.providers.filter(({ id }) => id === 'toy');
    expect(mine?.usage.files).toBe(6);
    expect(report.totals).toEqual({ ...mine?.usage, complete: report.totals.complete });
  });
});

describe('providers', () => {
  test('come largest first, their locations active first', async () => {
    const { report } = await scanned(
      { '.toy': toyTree, '.cache/toy': { store: { a: 'x' } }, second: { store: { big: 'x'.repeat(500_000) } } },
      [toy, second],
    );
    expect(report.providers.map(({ id }) => id)).toEqual(['second', 'toy']);
    expect(report.providers[1]?.locations.map(({ active }) => active)).toEqual([true, false]);
  });

  test('without anything are absent', async () => {
    const { report } = await scanned({ '.toy': toyTree }, [toy, second]);
    expect(report.providers.map(({ id, state }) => `${id} ${state}`)).toEqual(['toy found', 'second absent']);
  });

  const failing = (change: object) => builtin({ ...toy.provider, id: 'failing', ...change });
  test.each<[string, KnownProvider, string, string]>([
    ['throws', failing({ detect: async () => Promise.reject(new Error('no idea')) }), 'PROVIDER_FAILED', 'no idea'],
    [
      'throws at once',
      failing({
        detect: () => {
          throw new Error('at once');
        },
      }),
      'PROVIDER_FAILED',
      'at once',
    ],
    [
      'throws what is no error',
      failing({ detect: async () => Promise.reject(Object.create(null)) }),
      'PROVIDER_FAILED',
      'no error',
    ],
    ['answers nonsense', failing({ detect: async () => ({ locations: 3 }) }), 'BAD_PROVIDER', 'lists'],
    ['throws later', failing({ info: async () => Promise.reject(new Error('later')) }), 'PROVIDER_FAILED', 'later'],
    [
      'reaches out of its location',
      failing({ info: async () => ({ sections: [{ id: 'store', paths: ['/etc'] }], holders: [], inUse: 'no' }) }),
      'BAD_PROVIDER',
      '/etc',
    ],
  ])('one that %s is a finding, and no end of the scan', async (_, bad, code, message) => {
    const result = await scanned({ '.toy': toyTree }, [bad, toy]);
    const { report, events } = result;
    expect(report.providers.map(({ id, state }) => `${id} ${state}`).sort()).toEqual(['failing failed', 'toy found']);
    const failed = report.providers.find(({ id }) => id === 'failing');
    expect(failed?.error).toMatchObject({ code, message: expect.stringContaining(message) });
    expect(failed?.usage.complete).toBe(false);
    expect(events.filter(({ type }) => type === 'provider')).toHaveLength(2);
    // A plan says that it could not tell, and so does the exit code; the other tool's cache goes all the same.
    const plan = planPurge(result, [bad, toy], request({ leftovers: true }));
    expect(plan.skipped.filter(({ provider }) => provider === 'failing')).toMatchObject([{ reason: 'not-knowable' }]);
    expect(plan.steps.map(({ provider }) => provider)).toContain('toy');
    expect(exitCodeOf(plan)).toBe(1);
  });
});

describe('--location', () => {
  const anywhere: Tree = { any: { where: toyTree } };

  test('finds what no rule leads to, whose it is by what is in it', async () => {
    const { locations } = await scanned(anywhere, [second, toy], ['~/any/where']);
    expect(locations.map(({ found }) => [found.provider, found.active, found.namedByUser])).toEqual([
      ['second', false, true],
    ]);
  });

  test('marks what a rule leads to', async () => {
    const { locations } = await scanned({ '.toy': toyTree }, [toy], ['~//.toy/']);
    expect(locations.map(({ found }) => [found.namedByUser, found.foundBy[0].rule])).toEqual([[true, 'default']]);
  });

  test.each([
    ['~/nowhere', 'There is nothing at'],
    ['~/any', 'does not look like a cache of any tool'],
  ])('%s is refused', async (at, message) => {
    await expect(scanned(anywhere, [toy, second], [at])).rejects.toMatchObject({
      code: 'UNKNOWN_LOCATION',
      message: expect.stringContaining(message),
    });
  });

  test('names no cache: then it is shown why, when only one tool was asked', async () => {
    const { refusals } = await scanned(anywhere, [toy], ['~']);
    expect(refusals.map(({ reason }) => reason)).toEqual(['protected']);
  });

  test('overrules doubt, and never proof', async () => {
    const tree = { work: { '.git': {}, '.toy': toyTree } };
    const { locations, refusals } = await scanned(tree, [toy], ['~/work/.toy']);
    expect(locations[0]?.report.state).toBe('recognised');
    expect(refusals).toMatchObject([{ reason: 'protected', unlessNamed: true }]);
  });
});

test('a variable that two caches of a tool share is no mistake of either', async () => {
  const caches: [FolderCache, FolderCache] = [
    { ...toyCache, locations: [{ from: 'env', variable: 'TOY_CACHE' }] },
    {
      ...toyCache,
      id: 'newer',
      locations: [{ from: 'env', variable: 'TOY_CACHE' }],
      fingerprint: { anyOf: ['newer'] },
      sections: [{ ...toyCache.sections[0], id: 'newer', paths: ['newer'] }],
    },
  ];
  const provider = defineProvider({ ...toySpec(), caches });
  const made = home({ named: { store: { a: 'x' } } });
  const context = await userOf(made, { env: { TOY_CACHE: `${made.path}/named` } });
  const { locations, refusals } = await scan([builtin(provider)], { context });
  expect(locations.map(({ found, report }) => `${found.cache} ${report.state}`)).toEqual(['toy recognised']);
  expect(refusals).toEqual([]);
});

test('what waits in a hold of ours is told apart, inside and beside', async () => {
  const { uid } = await userOf(home());
  const held = { 'toy.0123.condemned': { big: 'x'.repeat(5000) }, 'pip.4567.condemned': { other: 'y' } };
  const hold = `.devclean-hold-${uid ?? 'user'}`;
  const { report } = await scanned({ '.toy': { store: { a: 'x' }, [hold]: held }, [hold]: held });
  const [location] = report.providers[0]?.locations ?? [];
  expect(location?.held).toMatchObject({ files: 2, apparentBytes: 10_000 });
  expect(location?.usage).toMatchObject({ files: 1, apparentBytes: 1 });
});

test('an item carries why it must not go: what it is, whose, and what stands on it', async () => {
  const made = home({ '.toy': { store: link('/etc'), 'store-1': { here: {} }, soul: '' } });
  const context = await userOf(made, { cwd: `${made.path}/.toy/store-1/here` });
  const { locations } = await scan([toy], { context });
  expect(locations[0]?.items.map(({ section, kind, protectedBy }) => ({ section, kind, protectedBy }))).toEqual([
    { section: 'store', kind: 'link', protectedBy: undefined },
    { section: 'store', kind: 'directory', protectedBy: 'you are working in it' },
    { section: 'soul', kind: 'file', protectedBy: undefined },
  ]);
});

test('the last use is the newest of what is in a section', async () => {
  const { report } = await scanned({ '.toy': toyTree });
  const [store] = report.providers[0]?.locations[0]?.sections ?? [];
  expect(Date.now() - Date.parse(store?.lastUsedAt ?? '')).toBeLessThan(60_000);
});

test('an interrupted scan ends as one', async () => {
  const made = home({ '.toy': toyTree });
  const context = await userOf(made, { signal: AbortSignal.abort(new Error('enough')) });
  const waiting = builtin({ ...toy.provider, detect: async () => Promise.reject(new Error('stopped')) });
  await expect(scan([waiting], { context })).rejects.toThrow('enough');
});

test('a scan changes nothing', async () => {
  const { made } = await scanned({ '.toy': toyTree });
  const before = snapshotTree(made.path);
  await scan([toy, second], { context: await userOf(made) });
  expect(diffSnapshots(before, snapshotTree(made.path))).toEqual([]);
});
