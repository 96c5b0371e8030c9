import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { home, request, toySpec, toyTree, userOf } from '../../test/toy.js';
import type { NamedPart, NativeCommand } from '../provider/cache-provider.js';
import { defineProvider } from '../provider/define-provider.js';
import { scan } from '../scan/scan.js';
import type { KnownProvider, Refusal } from '../scan/scan-result.js';
import { planPurge } from './plan-purge.js';

/** A tool whose own command clears two of its sections at once, and nothing else does. */
const clean: NativeCommand = {
  argv: ['{executable}', 'clean', '{location}'],
  sections: ['store', 'logs'],
  use: 'only',
  writes: ['store', 'logs'],
};

const contexts = async () => [{ id: 'w', label: 'w', executable: '/bin/wind', caching: 'on' as const }];
const known: readonly KnownProvider[] = [
  { provider: defineProvider(toySpec()), origin: 'builtin' },
  {
    provider: defineProvider(
      toySpec({
        id: 'wind',
        contexts,
        cache: { locations: [{ from: 'default', path: { linux: '~/.wind' } }], native: [clean] },
      }),
    ),
    origin: 'builtin',
  },
];

/** A machine with one tool's cache in use and another of it left over, and a tool that clears its cache itself. */
async function machine() {
  const tree = { ...toyTree, soul: 'soul' };
  const made = home({ '.toy': tree, '.cache/toy': tree, '.wind': tree });
  const context = await userOf(made, { env: { TOY_CACHE: `${made.path}/.toy` } });
  const found = await scan(known, { context });
  const [toy, left, wind] = ['.toy', '.cache/toy', '.wind'].map((at) => `${made.path}/${at}`) as [
    string,
    string,
    string,
  ];
  return { found, toy, left, wind };
}

const keyOf = ({ provider, location, section }: NamedPart): string => [provider, location, section].join(' ');

describe('a plan of parts that were named', () => {
  test('takes exactly those, whichever they are', async () => {
    const { found, toy, left, wind } = await machine();
    const there = found.locations.flatMap(({ found: { provider, path: location }, sections }) =>
      sections.map(({ id: section }): NamedPart => ({ provider, location, section })),
    );
    expect(there).toHaveLength(12);
    const strange: NamedPart[] = [
      { provider: 'toy', location: null, section: 'store' },
      { provider: 'toy', location: wind, section: 'store' },
      { provider: 'wind', location: wind, section: 'notes' },
      { provider: 'nobody', location: toy, section: 'store' },
    ];
    fc.assert(
      fc.property(fc.subarray([...there, ...strange]), fc.constantFrom('safe', 'costly'), (parts, allow) => {
        const plan = planPurge(found, known, request({ parts, allow }));
        const named = new Set(parts.map(keyOf));
        const taken = new Set(plan.steps.map((step) => keyOf(step)));
        // Nothing that was not named goes, and what can be taken by itself goes whole.
        expect([...taken].filter((key) => !named.has(key))).toEqual([]);
        const alone = there.filter(
          (part) => named.has(keyOf(part)) && !(part.provider === 'wind' && clean.sections.includes(part.section)),
        );
        expect(alone.map(keyOf).filter((key) => !taken.has(key))).toEqual([]);
        // A command that clears two goes only where both were named.
        const both = clean.sections.map((section) => keyOf({ provider: 'wind', location: wind, section }));
        expect(both.filter((key) => taken.has(key))).toEqual(both.every((key) => named.has(key)) ? both : []);
        // Of what nobody named, nothing is said.
        expect(
          plan.skipped.filter(
            ({ provider, path }) => !parts.some((part) => part.provider === provider && part.location === path),
          ),
        ).toEqual([]);
      }),
    );
    expect(left).toContain('.cache/toy');
  });

  test('a leftover counts as named, and a failed tool that was not named is not spoken of', async () => {
    const { found, left } = await machine();
    const failed = found.report.providers.map((one) =>
      one.id === 'wind' ? { ...one, error: { code: 'PROVIDER_FAILED' as const, message: 'It failed.' } } : one,
    );
    const parts = [{ provider: 'toy', location: left, section: 'soul' }];
    const plan = planPurge({ ...found, report: { ...found.report, providers: failed } }, known, request({ parts }));
    expect(plan.steps.map(({ path }) => path)).toEqual([`${left}/soul`]);
    expect(plan.skipped).toEqual([]);
  });

  test('counts a place as named, and no refusal less than that', async () => {
    const { found, left } = await machine();
    const parts = [{ provider: 'toy', location: left, section: 'store' }];
    const taken = (refusal: Pick<Refusal, 'reason' | 'unlessNamed'>) => {
      const locations = found.locations.map((one) =>
        one.found.path === left ? { ...one, refusal: { provider: 'toy', path: left, detail: 'no', ...refusal } } : one,
      );
      const { steps, skipped } = planPurge({ ...found, locations }, known, request({ parts }));
      return [...steps.map(({ section }) => section), ...skipped.map(({ reason }) => reason)];
    };
    expect(taken({ reason: 'not-active', unlessNamed: true })).toEqual(['store']);
    expect(taken({ reason: 'protected', unlessNamed: false })).toEqual(['protected']);
  });

  test('none at all: nothing', async () => {
    const { found } = await machine();
    expect(planPurge(found, known, request({ parts: [], allow: 'costly' }))).toMatchObject({ steps: [], skipped: [] });
  });
});
