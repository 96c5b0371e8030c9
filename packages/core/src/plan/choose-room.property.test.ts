import { noUsage } from '@devclean/disk';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Safety } from '../words.js';
import { chooseRoom, isRoomMade, type RoomCandidate } from './choose-room.js';
import type { PurgeStep } from './purge-plan.js';

interface Item {
  readonly safety: Safety;
  /** The day on which it was used last, of a few; none is said of some. */
  readonly day: number | undefined;
  readonly bytes: number;
  /** Whether its tool decides how much of it goes. */
  readonly isMost: boolean;
}

interface Cache {
  readonly items: readonly Item[];
  /** What comes back only when all of these items go, by their numbers. */
  readonly bonds: readonly { readonly of: readonly number[]; readonly bytes: number }[];
  readonly needed: number;
}

const safeties = ['safe', 'costly', 'risky'] as const;

const item = fc.record<Item>({
  safety: fc.constantFrom('safe', 'safe', 'costly', 'risky'),
  day: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
  bytes: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 1000 })),
  isMost: fc.oneof({ weight: 6, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
});

const cache: fc.Arbitrary<Cache> = fc.array(item, { maxLength: 12 }).chain((items) =>
  fc.record({
    items: fc.constant(items),
    bonds:
      items.length < 2
        ? fc.constant([])
        : fc.array(
            fc.record({
              of: fc.uniqueArray(fc.nat(items.length - 1), { minLength: 2, maxLength: 3 }),
              bytes: fc.integer({ min: 1, max: 100 }),
            }),
            { maxLength: 3 },
          ),
    needed: fc.oneof(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 1, max: 4000 })),
  }),
);

const pathOf = (number: number) => `/cache/${number}`;
const numberOf = ({ path = '' }: PurgeStep) => Number(path.slice('/cache/'.length));

function candidate({ safety, day, bytes, isMost }: Item, number: number): RoomCandidate {
  const step: PurgeStep = {
    kind: isMost ? 'command' : 'remove',
    provider: 'toy',
    origin: 'builtin',
    location: '/cache',
    section: `part-${number}`,
    safety,
    path: pathOf(number),
    ...(isMost && { argv: ['toy', String(number)], leaves: 'what is used' }),
    undoable: false,
    expected: { ...noUsage, reclaimableBytes: bytes },
  };
  return { step, ...(day !== undefined && { lastUsedAt: `2026-01-0${day}T0${number % 10}:00:00.000Z` }) };
}

function choose({ items, bonds, needed }: Cache, order: readonly number[] = items.map((_, number) => number)) {
  const candidates = order.map((number) => candidate(items[number] as Item, number));
  const { steps, skipped, room } = chooseRoom(
    candidates,
    { goal: 'free', bytes: needed },
    bonds.map(({ of, bytes }) => ({ paths: of.map(pathOf), reclaimableBytes: bytes })),
  );
  return { chosen: steps.map(numberOf), skipped, room };
}

/** What removing these gives back, counted anew. */
function freed({ items, bonds }: Cache, numbers: readonly number[]): number {
  const own = numbers.reduce((sum, number) => sum + (items[number]?.bytes ?? 0), 0);
  const whole = bonds.filter(({ of }) => of.every((number) => numbers.includes(number)));
  return own + whole.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Whether the first is cheaper to lose than the second: by safety, then last use, then size. */
function isCheaper(a: Item, b: Item): boolean {
  const rank = (one: Item) => [safeties.indexOf(one.safety), one.day ?? 99, one.bytes];
  const [of, other] = [rank(a), rank(b)];
  const at = of.findIndex((each, index) => each !== other[index]);
  return at >= 0 && (of[at] as number) < (other[at] as number);
}

const numbersOf = ({ items }: Cache, isWanted: (one: Item) => boolean) =>
  items.flatMap((one, number) => (isWanted(one) ? [number] : []));

const runs = { numRuns: 500 };

test('it is enough whenever all that surely comes free is, and what is promised is what comes free', () => {
  fc.assert(
    fc.property(cache, (given) => {
      const { chosen, room } = choose(given);
      const certain = chosen.filter((number) => !given.items[number]?.isMost);
      expect(room.certainBytes).toBe(freed(given, certain));
      expect(room.certainBytes + room.uncertainBytes).toBe(freed(given, chosen));
      const all = numbersOf(given, ({ isMost }) => !isMost);
      expect(isRoomMade(room)).toBe(freed(given, all) >= given.needed);
      if (isRoomMade(room)) expect(certain).toEqual(chosen);
    }),
    runs,
  );
});

test('never more than is needed and one item', () => {
  fc.assert(
    fc.property(cache, (given) => {
      const { chosen, room } = choose(given);
      if (isRoomMade(room) && chosen.length > 0) expect(freed(given, chosen.slice(0, -1))).toBeLessThan(given.needed);
    }),
    runs,
  );
});

test('never a dearer item while a cheaper one would do: what is left and cheaper frees nothing', () => {
  fc.assert(
    fc.property(cache, (given) => {
      const { chosen, room } = choose(given);
      const dearest = given.items[chosen.at(-1) ?? -1];
      if (!isRoomMade(room) || dearest === undefined) return;
      const cheaper = numbersOf(given, (one) => !one.isMost && isCheaper(one, dearest));
      for (const number of cheaper.filter((one) => !chosen.includes(one)))
        expect(freed(given, [...chosen, number])).toBe(freed(given, chosen));
    }),
    runs,
  );
});

test('what goes stands in the order of what it costs to lose, and each item goes or is left with a reason', () => {
  fc.assert(
    fc.property(cache, (given) => {
      const { chosen, skipped } = choose(given);
      const certain = chosen.map((number) => given.items[number] as Item).filter(({ isMost }) => !isMost);
      certain.slice(1).forEach((one, index) => {
        expect(isCheaper(one, certain[index] as Item)).toBe(false);
      });
      expect(chosen.length + skipped.length).toBe(given.items.length);
    }),
    runs,
  );
});

test('where it is not enough, all goes that frees anything', () => {
  fc.assert(
    fc.property(cache, (given) => {
      const { chosen, room } = choose(given);
      if (isRoomMade(room)) return;
      expect(freed(given, chosen)).toBe(
        freed(
          given,
          numbersOf(given, () => true),
        ),
      );
    }),
    runs,
  );
});

test('the order in which caches were found changes nothing', () => {
  const shuffled = cache.chain((given) =>
    fc.tuple(fc.constant(given), fc.shuffledSubarray([...given.items.keys()], { minLength: given.items.length })),
  );
  fc.assert(
    fc.property(shuffled, ([given, order]) => {
      expect(choose(given, order).chosen).toEqual(choose(given).chosen);
    }),
    runs,
  );
});
