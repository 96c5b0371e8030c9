import { describe, expect, test } from 'vitest';
import { home, request, toySpec, toyTree, userOf } from '../../test/toy.js';
import type { FoundContext, NativeCommand, PurgeRequest } from '../provider/cache-provider.js';
import { defineProvider } from '../provider/define-provider.js';
import { chooseRunner } from '../provider/native-command.js';
import { scan } from '../scan/scan.js';
import type { KnownProvider, Scan } from '../scan/scan-result.js';
import { planPurge } from './plan-purge.js';

const clean: NativeCommand = {
  argv: ['{executable}', 'clean', '{location}'],
  sections: ['store', 'logs'],
  use: 'on-request',
  writes: ['store', 'logs'],
};

interface Situation {
  readonly use?: NativeCommand['use'];
  readonly origin?: KnownProvider['origin'];
  readonly change?: (found: Scan) => Scan;
}

/** What becomes of each section: `remove`, `command`, or why it is left. */
async function planned(
  asked: Partial<PurgeRequest>,
  { use = 'on-request', origin = 'builtin', change }: Situation = {},
) {
  const made = home({ '.cache/toy': { ...toyTree, soul: '' } });
  const context = await userOf(made);
  const contexts = async () => [{ id: 't', label: 't', executable: '/bin/toy', caching: 'on' as const }];
  const provider = defineProvider(toySpec({ contexts, cache: { native: [{ ...clean, use }] } }));
  const known: KnownProvider[] = [{ provider, origin }];
  const found = await scan(known, { context });
  const plan = planPurge(change ? change(found) : found, known, request(asked));
  const ways = new Map<string, string>(plan.steps.map(({ section, kind }) => [section, kind]));
  for (const { section, reason } of plan.skipped) if (section) ways.set(section, reason);
  return { ways: Object.fromEntries(ways), plan };
}

const direct = { store: 'remove', built: 'remove', logs: 'remove' };
const native = { store: 'command', built: 'remove', logs: 'command' };
const onlyNative = { store: 'command', built: 'excluded', logs: 'command' };

describe('which way each section goes', () => {
  test.each<[string, NativeCommand['use'], Partial<PurgeRequest>, Record<string, string>]>([
    ['on request, unasked', 'on-request', {}, direct],
    ['on request, asked', 'on-request', { via: 'native' }, onlyNative],
    ['preferred', 'preferred', {}, native],
    ['preferred, but not here', 'preferred', { via: 'direct' }, direct],
    ['preferred, but to be kept', 'preferred', { keepMs: 1 }, direct],
    ['preferred, but by age', 'preferred', { usedBefore: '2999-01-01T00:00:00.000Z' }, direct],
    ['only', 'only', {}, native],
    ['only, and not that way', 'only', { via: 'direct' }, { ...direct, store: 'excluded', logs: 'excluded' }],
    ['only, and to be kept', 'only', { keepMs: 1 }, { ...direct, store: 'excluded', logs: 'excluded' }],
    [
      'asked, with one of its sections',
      'on-request',
      { via: 'native', sections: ['toy/store'] },
      { store: 'excluded' },
    ],
  ])('%s', async (_, use, asked, expected) => {
    const { soul, ...ways } = (await planned(asked, { use })).ways;
    expect(ways).toEqual(expected);
    expect(soul === undefined).toBe(asked.sections !== undefined);
  });

  test('what a plugin prefers would be held, and so devclean does it', async () => {
    expect((await planned({}, { use: 'preferred', origin: 'plugin' })).ways).toMatchObject(direct);
    expect((await planned({ via: 'native' }, { use: 'preferred', origin: 'plugin' })).ways).toMatchObject(onlyNative);
  });

  test('single entries are never left to a command that takes all', async () => {
    const change = (found: Scan): Scan => ({
      ...found,
      locations: found.locations.map((location) => ({
        ...location,
        items: location.items.map((item) => ({ ...item, within: item.path })),
      })),
    });
    expect((await planned({}, { use: 'preferred', change })).ways).toMatchObject(direct);
  });

  test('where one item cannot go, the command is not run', async () => {
    const change = (found: Scan): Scan => ({
      ...found,
      locations: found.locations.map((location) => ({
        ...location,
        items: location.items.map((item) => (item.section === 'store' ? { ...item, kind: 'link' as const } : item)),
      })),
    });
    const { ways, plan } = await planned({ via: 'native' }, { change });
    expect(ways).toMatchObject({ store: 'link', logs: 'link' });
    expect(plan.steps).toEqual([]);
  });

  test('where one section is in use, the command is not run', async () => {
    const change = (found: Scan): Scan => ({
      ...found,
      locations: found.locations.map((location) => ({
        ...location,
        report: {
          ...location.report,
          inUse: 'yes' as const,
          holders: [{ kind: 'process' as const, detail: 'toy', sections: ['logs'] }],
        },
      })),
    });
    expect((await planned({ via: 'native' }, { change })).ways).toMatchObject({ store: 'in-use', logs: 'in-use' });
  });
});

describe('which installation runs it', () => {
  const one = (id: string, version: string, more: Partial<FoundContext> = {}): FoundContext => {
    return { id, label: id, executable: `/opt/${id}/toy`, version, caching: 'on', ...more };
  };
  const all = [one('a', '9.1'), one('b', '20.1'), one('c', '20.1.5', { onlyNamed: true }), one('d', '1.0')];
  const chosen = (contexts: readonly FoundContext[], named: string[] = [], since?: string) => {
    const runner = chooseRunner(contexts, { title: 'Toy', named, since });
    return typeof runner === 'string' ? runner : runner.id;
  };

  test('the newest, by its numbers', () => expect(chosen(all)).toBe('b'));
  test('the named one', () => expect(chosen(all, ['d'])).toBe('d'));
  test('one of a project when it is named', () => expect(chosen(all, ['c'])).toBe('c'));
  test('none that is too old', () =>
    expect(chosen([one('a', '9.1')], [], '20.1')).toBe('Toy 9.1 (a) has no command for it: that came with Toy 20.1'));
  test('none of a version that nobody could tell', () => {
    const { version: _, ...unknown } = one('a', '9.1');
    expect(chosen([unknown], [], '20.1')).toContain('which version of Toy a is, nobody could tell');
  });
  test('none whose command clears nothing', () => {
    const except = { from: '20', before: '20.1.5' };
    const among = (contexts: readonly FoundContext[]) =>
      chooseRunner(contexts, { title: 'Toy', named: [], since: '9', except });
    expect(among(all)).toMatchObject({ id: 'a' });
    expect(among([one('b', '20.1')])).toBe(
      'the command for it of Toy 20.1 (b) clears nothing: it does again in Toy 20.1.5',
    );
    expect(among([one('e', '20.1.5')])).toMatchObject({ id: 'e' });
  });
  test('none of a project unasked', () => expect(chosen([all[2] as FoundContext])).toContain('--context c runs it'));
  test('none that a shell has to start', () => {
    expect(chosen([one('w', '1', { executable: 'C:\\toy.CMD' }), one('x', '1', { executable: '/toy.cmd' })])).toBe(
      'no Toy that uses it can be run',
    );
    expect(chosen([one('y', '1', { executable: 'toy' })])).toBe('no Toy that uses it can be run');
  });
});
