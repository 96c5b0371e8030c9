import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmdirSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { diffSnapshots, folder, hardLink, link, snapshotTree, type ThrowAwayHome, type Tree } from '@devclean/testkit';
import { needs } from '@devclean/testkit/real-tools';
import { describe, expect, test } from 'vitest';
import { home, request, toy, toyCache, toySpec, toyTree, userOf } from '../../test/toy.js';
import { planId, planPurge } from '../plan/plan-purge.js';
import type { PurgePlan } from '../plan/purge-plan.js';
import type { FolderCache, FoundLocation, PurgeRequest } from '../provider/cache-provider.js';
import { defineProvider } from '../provider/define-provider.js';
import { scan } from '../scan/scan.js';
import type { KnownProvider } from '../scan/scan-result.js';
import type { ToolContextOptions } from '../system/create-tool-context.js';
import type { ToolContext } from '../system/tool-context.js';
import type { Holder } from '../words.js';
import type { ApplyEvent } from './apply-event.js';
import { applyPlan } from './apply-plan.js';

const elsewhere: Tree = { '.ssh': { id: 'secret' }, work: { 'main.c': 'int main;' }, '.toy2': toyTree };

interface Machine {
  readonly made: ThrowAwayHome;
  readonly context: ToolContext;
  readonly plan: PurgePlan;
  readonly known: readonly KnownProvider[];
  /** Applies the plan; what was said meanwhile, and each outcome as `section: what became of it`. */
  apply(
    change?: Partial<ToolContextOptions> & {
      plan?: PurgePlan;
      locations?: string[];
      onEvent?(event: ApplyEvent): void;
    },
  ): ReturnType<typeof applied>;
}

async function applied(
  machine: Machine,
  plan: PurgePlan,
  context: ToolContext,
  more: { locations?: string[]; onEvent?(event: ApplyEvent): void },
) {
  const events: ApplyEvent[] = [];
  const onEvent = (event: ApplyEvent) => {
    events.push(event);
    more.onEvent?.(event);
  };
  const { locations } = more;
  const result = await applyPlan(plan, machine.known, { context, onEvent, ...(locations && { locations }) });
  const outcomes = result.outcomes.map(({ step, status, reason, error }) => {
    const { section } = plan.steps[step] ?? {};
    return `${section}: ${status === 'done' ? 'done' : (reason ?? error?.code)}`;
  });
  const notices = events.flatMap((event) => (event.type === 'notice' ? [event.message] : []));
  const finished = events.flatMap((event) =>
    event.type === 'finished' ? [`${event.provider} ${event.removed.files}`] : [],
  );
  return { result, outcomes, notices, finished, left: leftIn(machine.made) };
}

/** What is left in the toy's folder. */
function leftIn({ path }: ThrowAwayHome): string[] {
  return readdirSync(`${path}/.cache/toy`, { recursive: true }).map(String).sort();
}

/** A machine with a toy cache at its default place, and a plan to purge it. */
async function machine(
  cache: Tree = toyTree,
  {
    asked = {},
    known = [toy],
    around = {},
    ...options
  }: { asked?: Partial<PurgeRequest>; known?: readonly KnownProvider[]; around?: Tree } & ToolContextOptions = {},
): Promise<Machine> {
  const made = home({ ...elsewhere, '.cache/toy': cache, ...around });
  const context = await userOf(made, options);
  const plan = planPurge(await scan(known, { context }), known, request(asked));
  const self: Machine = {
    made,
    context,
    plan,
    known,
    apply: async ({ plan: other = plan, locations, onEvent, ...change } = {}) =>
      applied(self, other, { ...context, ...change }, { ...(locations && { locations }), ...(onEvent && { onEvent }) }),
  };
  return self;
}

const names = ['notes'];

describe('a purge', () => {
  test('removes what was planned and nothing else, and says so to the byte', async () => {
    const { made, plan, apply } = await machine({ ...toyTree, soul: 'soul' });
    const before = snapshotTree(made.path);
    const { result, outcomes, left, notices } = await apply();
    expect(outcomes).toEqual(['store: done', 'built: done', 'logs: done', 'logs: done']);
    expect(left).toEqual(['built', 'logs', 'notes', 'soul']);
    expect(notices).toEqual([]);
    expect(result.removed).toEqual(plan.expected);
    expect(result.remaining).toMatchObject({ files: 0, allocatedBytes: 0, complete: true });
    const differences = diffSnapshots(before, snapshotTree(made.path));
    const journal = /: +(\.: mtime|\.local[ /])/;
    expect(differences.filter((line) => !line.includes('.cache/toy') && !journal.test(line))).toEqual([
      expect.stringMatching(/^changed: \.cache: mtime/),
    ]);
  });

  test('leaves no hold behind, and the cache’s own folder where it was', async () => {
    const { made, apply } = await machine({ store: {} });
    await apply();
    expect(readdirSync(`${made.path}/.cache`)).toEqual(['toy']);
    expect(leftIn(made)).toEqual([]);
  });

  test('of hard links gives back what only all of them together hold', async () => {
    const tree = { store: { a: 'x'.repeat(50_000) }, built: { '1.2': { again: hardLink('.cache/toy/store/a') } } };
    const { plan, apply } = await machine(tree);
    const { result } = await apply();
    expect(result.removed.files).toBe(2);
    expect(result.removed.reclaimableBytes).toBeGreaterThanOrEqual(50_000);
    expect(result.removed.reclaimableBytes).toBe(plan.expected.reclaimableBytes);
    expect(result.removed.reclaimableBytes).toBe(result.removed.allocatedBytes);
  });

  test('unlinks links, and does not touch what they lead to', async () => {
    const { made, apply } = await machine({ store: { out: link('../../../work'), up: link('..'), root: link('/') } });
    expect((await apply()).outcomes).toEqual(['store: done']);
    expect(readdirSync(`${made.path}/work`)).toEqual(['main.c']);
  });

  test('makes own closed folders writable, in the cache only', async () => {
    const { apply } = await machine({ store: folder({ deep: folder({ a: '' }, { mode: 0o555 }) }, { mode: 0o500 }) });
    expect((await apply()).outcomes).toEqual(['store: done']);
  });

  test('tells of every step, as it comes', async () => {
    const { plan, apply } = await machine();
    const seen: string[] = [];
    await apply({ onEvent: (event) => event.type === 'step' && seen.push(`${event.step} ${event.outcome.status}`) });
    expect(seen).toEqual(plan.steps.map((_, i) => `${i} done`));
  });

  test('tells what it is at before the first file goes, and after the last has gone', async () => {
    const { plan, apply } = await machine();
    const seen: string[] = [];
    await apply({ onEvent: ({ type }) => seen.push(type) });
    expect(seen).toEqual([...plan.steps.flatMap(() => ['looking', 'step']), 'measuring']);
  });

  test('of nothing is nothing', async () => {
    const { apply } = await machine({ notes: '' });
    expect(await apply()).toMatchObject({ outcomes: [], left: names, result: { removed: { files: 0 } } });
  });
});

describe('what changed since the plan stays', () => {
  const at = ({ made }: Machine, name = '') => `${made.path}/.cache/toy/${name}`;

  test.each<[string, (one: Machine) => void, string]>([
    ['a new file in it', (one) => writeFileSync(at(one, 'store/new'), ''), 'changed-since-plan'],
    ['another time', (one) => utimesSync(at(one, 'store'), 1, 1), 'changed-since-plan'],
    [
      'another folder in its place',
      (one) => {
        renameSync(at(one, 'store'), `${one.made.path}/moved`);
        mkdirSync(at(one, 'store'));
        writeFileSync(at(one, 'store/mine'), 'mine');
      },
      'changed-since-plan',
    ],
    [
      'a link in its place',
      (one) => {
        renameSync(at(one, 'store'), `${one.made.path}/moved`);
        symlinkSync('../../work', at(one, 'store'));
      },
      'link',
    ],
    ['nothing in its place', (one) => renameSync(at(one, 'store'), `${one.made.path}/moved`), 'changed-since-plan'],
    ['the sign of a project beside it', (one) => writeFileSync(at(one, 'package.json'), '{}'), 'not-recognised'],
    [
      'a link in the place of the cache',
      (one) => {
        renameSync(at(one), `${one.made.path}/moved`);
        symlinkSync('../moved', at(one).slice(0, -1));
      },
      'link',
    ],
    [
      'a link in the place of a folder above',
      (one) => {
        renameSync(`${one.made.path}/.cache`, `${one.made.path}/moved`);
        symlinkSync('moved', `${one.made.path}/.cache`);
      },
      'changed-since-plan',
    ],
    [
      'a cache that was moved away and made anew',
      (one) => {
        renameSync(at(one), `${one.made.path}/moved`);
        mkdirSync(at(one, 'store'), { recursive: true });
      },
      'changed-since-plan',
    ],
  ])('%s', async (_, change, reason) => {
    const one = await machine({ store: { a: 'x' }, soul: 'not planned' });
    change(one);
    const before = snapshotTree(one.made.path);
    const { result } = await one.apply();
    expect(result.outcomes).toMatchObject([{ status: 'refused', reason, error: { code: 'REFUSED' } }]);
    expect(diffSnapshots(before, snapshotTree(one.made.path))).toEqual([]);
  });

  test('and the rest goes', async () => {
    const one = await machine();
    writeFileSync(at(one, 'store/new'), '');
    expect((await one.apply()).outcomes).toEqual([
      'store: changed-since-plan',
      'built: done',
      'logs: done',
      'logs: done',
    ]);
  });

  test('what the user now stands in', async () => {
    const one = await machine();
    const { outcomes } = await one.apply({ cwd: at(one, 'store/deep') });
    expect(outcomes).toEqual(['store: protected', 'built: done', 'logs: done', 'logs: done']);
  });

  test('what is in use now', async () => {
    const busy: KnownProvider = {
      origin: 'builtin',
      provider: {
        ...toy.provider,
        info: async (location, context) => ({
          ...(await toy.provider.info(location, context)),
          inUse: 'yes',
          holders: [{ kind: 'lock', detail: 'store.lock', sections: ['store'] }],
        }),
      },
    };
    const one = await machine();
    const { outcomes } = await applied({ ...one, known: [busy] }, one.plan, one.context, {});
    expect(outcomes).toEqual(['store: in-use', 'built: done', 'logs: done', 'logs: done']);
  });

  test.each([
    [2, 'while it is looked into', ['store: in-use', 'store: in-use', 'logs: in-use']],
    [3, 'after the first item has gone', ['store: done', 'store: in-use', 'logs: in-use']],
  ])('what comes into use by the look number %i, %s', async (whenLooked, _, expected) => {
    const one = await machine({ store: { a: '' }, 'store-1': { b: '' }, logs: { 'a.log': '' } });
    const [location] = (await toy.provider.detect(one.context)).locations;
    const idle = await toy.provider.info(location as FoundLocation, one.context);
    const holders: Holder[] = [{ kind: 'process', pid: 4711, detail: 'toy is running', sections: ['store', 'logs'] }];
    let looks = 0;
    // Made beforehand: a look that takes no time is never too young to be repeated.
    const info = async () => (++looks < whenLooked ? idle : { ...idle, inUse: 'yes' as const, holders });
    const known: KnownProvider[] = [{ origin: 'builtin', provider: { ...toy.provider, info } }];
    const { outcomes, result, left } = await applied({ ...one, known }, one.plan, one.context, {});
    expect(outcomes).toEqual(expected);
    expect(result.outcomes.at(-1)?.error?.message).toBe('toy is running (process 4711)');
    expect(left).toContain('store-1/b');
  });

  test('what losing it means, by now', async () => {
    const one = await machine({ store: { a: '' }, logs: { 'a.log': '' } });
    const assess: FolderCache['assess'] = async ({ id }) =>
      id === 'store' ? { safety: 'costly', because: 'somebody built on it', usedBy: [] } : undefined;
    const graver: KnownProvider = { provider: defineProvider(toySpec({ cache: { assess } })), origin: 'builtin' };
    const { outcomes, result } = await applied({ ...one, known: [graver] }, one.plan, one.context, {});
    expect(outcomes).toEqual(['store: changed-since-plan', 'logs: done']);
    expect(result.outcomes[0]?.error?.message).toBe('it is costly by now: somebody built on it');
  });

  test('what no provider answers for any more', async () => {
    const one = await machine({ store: {} });
    expect((await applied({ ...one, known: [] }, one.plan, one.context, {})).outcomes).toEqual([
      'store: changed-since-plan',
    ]);
    const plugin: KnownProvider = { ...toy, origin: 'plugin' };
    expect((await applied({ ...one, known: [plugin] }, one.plan, one.context, {})).outcomes).toEqual([
      'store: changed-since-plan',
    ]);
  });

  test('what a provider that fails now answered for', async () => {
    const one = await machine({ store: {} });
    const failing = async () => Promise.reject(new Error('lost'));
    for (const change of [
      { detect: failing },
      { info: failing },
      {
        detect: () => {
          throw new Error('lost');
        },
      },
    ]) {
      const provider = { ...toy.provider, ...change } as typeof toy.provider;
      const { result, left } = await applied(
        { ...one, known: [{ provider, origin: 'builtin' }] },
        one.plan,
        one.context,
        {},
      );
      expect(result.outcomes).toMatchObject([{ status: 'failed', error: { message: 'lost' } }]);
      expect(left).toEqual(['store']);
    }
  });
});

describe('what no cache holds, in an item,', () => {
  const cache = {
    store: { deep: { er: { '.git': { HEAD: '' } } } },
    built: { '1.2': { id_rsa: '-- PRIVATE KEY' } },
    logs: { 'a.log': '' },
  };

  test('keeps the item, and is named', async () => {
    const { made, apply } = await machine(cache);
    const before = snapshotTree(made.path);
    const { result, outcomes } = await apply();
    expect(outcomes).toEqual(['store: tripwire', 'built: tripwire', 'logs: done']);
    expect(result.outcomes.map(({ error }) => error?.message)).toEqual([
      'store/deep/er/.git in it is no part of a cache: a git repository',
      '1.2/id_rsa in it is no part of a cache: a private key',
      undefined,
    ]);
    const gone = diffSnapshots(before, snapshotTree(made.path)).filter((line) => !line.startsWith('changed'));
    expect(gone).toEqual([expect.stringContaining('logs/a.log')]);
  });

  test('is named by its bytes where they are no text', async () => {
    const { made, apply } = await machine({ store: { a: '' } });
    const key = Buffer.from(`${made.path}/.cache/toy/store/a\xff.pem`, 'latin1');
    writeFileSync(key, 'PRIVATE KEY');
    const context = await userOf(made);
    const plan = planPurge(await scan([toy], { context }), [toy], request());
    const { result } = await apply({ plan });
    expect(result.outcomes).toMatchObject([
      { reason: 'tripwire', path: key.toString(), pathBase64: key.toString('base64'), error: { code: 'REFUSED' } },
    ]);
    expect(key.toString()).toContain('a\ufffd.pem');
  });

  test('is not said to be absent of what grows faster than it can be looked through', async () => {
    const one = await machine({ store: { deep: { a: '' } }, logs: { 'a.log': '' } });
    for (let i = 0; i < 10_100; i++) writeFileSync(`${one.made.path}/.cache/toy/store/deep/${i}`, '');
    const { outcomes, result } = await one.apply();
    expect(outcomes).toEqual(['store: not-knowable', 'logs: done']);
    expect(result.outcomes[0]?.error?.message).toContain('something writes to it');
  });

  test('is other people’s where a section holds packages', async () => {
    const sections = toyCache.sections.map((section) => ({
      ...section,
      contains: 'packages',
    })) as unknown as FolderCache['sections'];
    const packages: KnownProvider = { provider: defineProvider(toySpec({ cache: { sections } })), origin: 'builtin' };
    const { apply } = await machine(cache, { known: [packages] });
    expect((await apply()).outcomes).toEqual(['store: done', 'built: done', 'logs: done']);
  });
});

describe('what the user protects stays', () => {
  const settings = (protect: unknown) => ({ '.config/devclean/settings.json': JSON.stringify({ protect }) });

  test.each<[string, string, string[]]>([
    ['an item', 'store', ['store: protected', 'built: done', 'logs: done', 'logs: done']],
    ['something in an item', 'store/deep/b', ['store: protected', 'built: done', 'logs: done', 'logs: done']],
    ['a folder of items', 'logs', ['store: done', 'built: done', 'logs: protected', 'logs: protected']],
    ['what is not there yet', 'store/later', ['store: protected', 'built: done', 'logs: done', 'logs: done']],
    [
      'the cache',
      '',
      Array(4)
        .fill('')
        .map((_, i) => `${['store', 'built', 'logs', 'logs'][i]}: protected`),
    ],
    [
      'what is above it',
      '..',
      Array(4)
        .fill('')
        .map((_, i) => `${['store', 'built', 'logs', 'logs'][i]}: protected`),
    ],
    ['another place', '../../work', ['store: done', 'built: done', 'logs: done', 'logs: done']],
  ])('%s, though it was planned before', async (_, place, expected) => {
    const one = await machine();
    const before = snapshotTree(one.made.path);
    mkdirSync(`${one.made.path}/.config/devclean`, { recursive: true });
    writeFileSync(
      `${one.made.path}/.config/devclean/settings.json`,
      JSON.stringify({ protect: [`~/.cache/toy/${place}`] }),
    );
    const { outcomes } = await one.apply();
    expect(outcomes).toEqual(expected);
    const gone = diffSnapshots(before, snapshotTree(one.made.path)).filter(
      (line) => line.includes(`toy/${place}`) && !line.startsWith('changed'),
    );
    if (expected[0] === 'store: protected' && place.startsWith('store')) expect(gone).toEqual([]);
  });

  test('by a link to it, too', async () => {
    const { outcomes } = await (
      await machine(toyTree, { around: { alias: link('.cache/toy/store'), ...settings(['~/alias/deep']) } })
    ).apply();
    expect(outcomes).toEqual(['built: done', 'logs: done', 'logs: done']);
  });

  test('is planned by nobody', async () => {
    const { plan } = await machine(toyTree, { around: settings(['~/.cache/toy/store']) });
    expect(plan.skipped).toMatchObject([
      { section: 'store', reason: 'protected', detail: expect.stringContaining('you protect') },
    ]);
  });

  test('and where it cannot be told what that is, everything', async () => {
    const planned = await machine();
    const { made } = planned;
    mkdirSync(`${made.path}/.config/devclean`, { recursive: true });
    writeFileSync(`${made.path}/.config/devclean/settings.json`, '{"protect": [');
    const before = snapshotTree(made.path);
    const { result, outcomes } = await planned.apply();
    expect(outcomes).toEqual(['store: protected', 'built: protected', 'logs: protected', 'logs: protected']);
    expect(result.outcomes[0]?.error).toMatchObject({
      message: expect.stringContaining('settings cannot be used'),
      hint: expect.stringContaining('Correct the file'),
    });
    expect(diffSnapshots(before, snapshotTree(made.path))).toEqual([]);
    const { report, refusals } = await scan([toy], { context: planned.context });
    expect(report.warnings).toMatchObject([{ code: 'BAD_SETTINGS' }]);
    expect(report.providers[0]?.locations[0]).toMatchObject({ state: 'recognised', usage: { files: 6 } });
    expect(refusals).toMatchObject([{ reason: 'protected', unlessNamed: false }]);
  });
});

describe('a plan that somebody made up is refused', () => {
  test.each<[string, (home: string) => object]>([
    ['of the notes beside', (at) => ({ path: `${at}/.cache/toy/notes` })],
    ['of the location itself', (at) => ({ path: `${at}/.cache/toy` })],
    ['of another place', (at) => ({ path: `${at}/work` })],
    ['of another location', (at) => ({ location: at, path: `${at}/work` })],
    ['of the way out', (at) => ({ path: `${at}/.cache/toy/store/../notes` })],
    ['of a relative path', () => ({ path: 'work' })],
    ['of no path', () => ({ path: '\ud800' })],
    ['of no location', () => ({ location: null })],
    ['of another section', () => ({ section: 'built' })],
    ['of an unknown section', () => ({ section: 'all' })],
    ['of another tool', () => ({ provider: 'pip' })],
  ])('%s', async (_, change) => {
    const one = await machine(
      { store: { a: '' }, notes: 'mine', built: { '1.2': {} } },
      { asked: { sections: ['toy/store'] } },
    );
    const steps = one.plan.steps.map((step) => ({ ...step, ...change(one.made.path) }));
    const { schema, id, ...content } = { ...one.plan, steps };
    const before = snapshotTree(one.made.path);
    const { result } = await one.apply({ plan: { schema, id: planId(content), ...content } });
    expect(result.outcomes).toMatchObject([{ status: 'refused', reason: 'changed-since-plan' }]);
    expect(diffSnapshots(before, snapshotTree(one.made.path))).toEqual([]);
    expect(id).not.toBe(planId(content));
  });
});

test('what cannot be looked at again is not counted as gone', async () => {
  const one = await machine({ store: { a: '' } });
  const steps = one.plan.steps.map((step) => ({ ...step, path: '\ud800' }));
  expect((await one.apply({ plan: { ...one.plan, steps } })).result.remaining).toMatchObject({ complete: false });
  expect((await one.apply()).result.remaining).toMatchObject({ files: 0, complete: true });
});

describe('the hold', () => {
  const holdOf = (one: Machine) => `${one.made.path}/.cache/.devclean-hold-${one.context.uid ?? 'user'}`;

  test.each<[string, (hold: string) => void]>([
    ['a link', (hold) => symlinkSync('../work', hold)],
    ['a file', (hold) => writeFileSync(hold, '')],
    ['open to others', (hold) => execFileSync('mkdir', ['-m', '0777', hold])],
  ])('that is %s is not trusted: the one inside is used', async (_, make) => {
    const one = await machine();
    make(holdOf(one));
    const before = snapshotTree(`${one.made.path}/work`);
    const { outcomes, left } = await one.apply();
    expect(outcomes).toEqual(['store: done', 'built: done', 'logs: done', 'logs: done']);
    expect(left).toEqual(['built', 'logs', 'notes']);
    expect(diffSnapshots(before, snapshotTree(`${one.made.path}/work`))).toEqual([]);
    expect(readdirSync(`${one.made.path}/.cache`)).toHaveLength(2);
  });

  test('that is untrusted in both places is not needed', async () => {
    const one = await machine({ store: {} });
    symlinkSync('../work', holdOf(one));
    symlinkSync('../../work', `${one.made.path}/.cache/toy/.devclean-hold-${one.context.uid ?? 'user'}`);
    const { outcomes, notices } = await one.apply();
    expect(outcomes).toEqual(['store: done']);
    expect(notices.at(-1)).toMatch(/\/toy is cleared in place, because it cannot be moved aside first: .*link/);
    expect(readlinkSync(holdOf(one))).toBe('../work');
  });

  test('of another owner is not trusted', needs('root'), async () => {
    const one = await machine({ store: {} });
    mkdirSync(holdOf(one), 0o700);
    writeFileSync(`${holdOf(one)}/toy.1.condemned`, '');
    execFileSync('chown', ['4711', holdOf(one)]);
    const { outcomes, notices } = await one.apply();
    expect(outcomes).toEqual(['store: done']);
    expect(notices).toEqual([expect.stringContaining('was left alone')]);
    expect(readdirSync(holdOf(one))).toEqual(['toy.1.condemned']);
  });

  test('is not made in a git work tree: what is in it goes in place', async () => {
    const one = await machine({ store: { a: '' } }, { around: { '.git': {} } });
    const { outcomes, notices } = await one.apply();
    expect(outcomes).toEqual(['store: done']);
    expect(notices).toEqual([expect.stringContaining('git work tree')]);
  });

  test('of an interrupted run is emptied of what was proven, of this tool, and of nothing else', async () => {
    const one = await machine({ store: {} });
    const left = {
      'toy.1.condemned': { a: 'x' },
      'toy.2': { b: '' },
      'pip.3.condemned': { c: '' },
      'toyland.4.condemned': '',
      'toy.mine.condemned': '',
    };
    one.made.write({ [holdOf(one).slice(one.made.path.length + 1)]: folder(left, { mode: 0o700 }) });
    const { outcomes, finished } = await one.apply();
    expect(outcomes).toEqual(['store: done']);
    expect(finished).toEqual(['toy 1']);
    expect(readdirSync(holdOf(one)).sort()).toEqual([
      'pip.3.condemned',
      'toy.2',
      'toy.mine.condemned',
      'toyland.4.condemned',
    ]);
  });

  test('of an interrupted run is emptied even when nothing else is left to do', async () => {
    for (const tree of [{}, { notes: 'mine' }]) {
      const one = await machine(tree);
      one.made.write({
        [holdOf(one).slice(one.made.path.length + 1)]: folder({ 'toy.1.condemned': { a: 'x' } }, { mode: 0o700 }),
      });
      expect(one.plan).toMatchObject({ steps: [], skipped: [{ reason: 'empty' }] });
      expect((await one.apply()).finished).toEqual(['toy 1']);
      expect(readdirSync(`${one.made.path}/.cache`)).toEqual(['toy']);
    }
  });
});

describe('an interruption', () => {
  test('before anything leaves everything', async () => {
    const one = await machine();
    const before = snapshotTree(one.made.path);
    const { result } = await one.apply({ signal: AbortSignal.abort() });
    expect(result.outcomes.map(({ status, error }) => `${status} ${error?.code}`)).toEqual(
      Array(4).fill('failed ABORTED'),
    );
    expect(diffSnapshots(before, snapshotTree(one.made.path))).toEqual([]);
  });

  test('in between leaves the rest, and the next run takes it', async () => {
    const one = await machine();
    const abort = new AbortController();
    const onEvent = ({ type }: ApplyEvent) => type === 'step' && abort.abort();
    const { outcomes } = await one.apply({ signal: abort.signal, onEvent });
    expect(outcomes).toEqual(['store: done', 'built: ABORTED', 'logs: ABORTED', 'logs: ABORTED']);
    expect((await one.apply()).outcomes).toEqual([
      'store: changed-since-plan',
      'built: done',
      'logs: done',
      'logs: done',
    ]);
  });
});

test('two caches of a tool in one folder are each proven by their own marks', async () => {
  const [store] = toyCache.sections;
  const both: FolderCache[] = ['old', 'new'].map((id) => ({
    ...toyCache,
    id,
    fingerprint: { anyOf: [id] },
    sections: [{ ...store, id, paths: [id] }],
  }));
  const provider = defineProvider({ ...toySpec(), caches: both as [FolderCache, FolderCache] });
  const { apply } = await machine(
    { old: { a: '' }, new: { b: '' }, notes: '' },
    { known: [{ provider, origin: 'builtin' }] },
  );
  expect(await apply()).toMatchObject({ outcomes: ['old: done', 'new: done'], left: names });
});

describe('the tool’s own word afterwards', () => {
  const asking = (verify: FolderCache['verify']): KnownProvider => ({
    provider: defineProvider(toySpec({ cache: { ...(verify && { verify }) } })),
    origin: 'builtin',
  });

  test('is asked about what was removed', async () => {
    const verify: FolderCache['verify'] = async (sections) => ({
      question: 'toy size',
      answer: 'empty',
      detail: sections.map(({ id, paths }) => `${id} ${paths.length}`).join(),
    });
    const { result } = await (await machine(toyTree, { known: [asking(verify)] })).apply();
    expect(result.verifications).toMatchObject([
      { provider: 'toy', answer: 'empty', detail: 'store 1,built 1,logs 2' },
    ]);
  });

  test.each<[string, FolderCache['verify']]>([
    ['fails', async () => Promise.reject(new Error('lost'))],
    [
      'fails at once',
      () => {
        throw new Error('lost');
      },
    ],
    ['is not to be had', async () => undefined],
  ])('may be missing: it %s', async (_, verify) => {
    const { result, outcomes } = await (await machine({ store: {} }, { known: [asking(verify)] })).apply();
    expect({ outcomes, said: result.verifications }).toEqual({ outcomes: ['store: done'], said: [] });
  });
});

test('a FIFO in a cache is removed without being opened', needs('mkfifo'), async () => {
  const made = home({ '.cache/toy/store': {} });
  execFileSync('mkfifo', [`${made.path}/.cache/toy/store/fifo`]);
  const context = await userOf(made);
  const plan = planPurge(await scan([toy], { context }), [toy], request());
  expect((await applyPlan(plan, [toy], { context })).outcomes).toMatchObject([{ status: 'done' }]);
  rmdirSync(`${made.path}/.cache/toy`);
});
