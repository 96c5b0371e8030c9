import type { FoundSection, RoomRequest } from '../provider/cache-provider.js';
import { isGraver } from '../provider/is-graver.js';
import { nativeCommandOf } from '../provider/native-command.js';
import type { ItemBond, ItemOwner, KnownProvider, Scan } from '../scan/scan-result.js';
import type { Safety, SkipReason } from '../words.js';
import type { PlannedRoom, PurgePlan, PurgeStep, SkippedItem } from './purge-plan.js';
import { sumOfUsages } from './sum-of-usages.js';

/** What could go, with what decides when its turn is. */
export interface RoomCandidate {
  readonly step: PurgeStep;
  readonly lastUsedAt?: string | undefined;
  /** The device number of the file system that it lies on; nothing where only its tool knows. */
  readonly dev?: string | undefined;
  /** The items of its section go all or none. */
  readonly together?: boolean;
  /** Of what several entries have: all of them. */
  readonly owners?: readonly ItemOwner[] | undefined;
}

export interface RoomChoice {
  /** What goes, the cheapest to lose first. */
  readonly steps: PurgeStep[];
  readonly skipped: SkippedItem[];
  readonly room: PlannedRoom;
}

/** What goes whole or not at all: a section, an entry, or all that one command clears. */
interface Lot {
  readonly key: string;
  readonly safety: Safety;
  /** The newest of its parts. */
  readonly lastUsedAt?: string | undefined;
  /** What it takes up without what it shares with others. */
  readonly ownBytes: number;
  readonly steps: readonly PurgeStep[];
}

/**
 * What is cheapest to lose of all that could go, and enough: safe before costly before risky; of these what was used longest ago, by the
 * day, because file systems note reading once a day; of these what is smallest. Pure.
 *
 * What a tool's own command frees "at most" counts for nothing: it goes only where the rest is not enough. What is kept, and what lies
 * on another volume than the one that is to have room, does not go at all.
 */
export function chooseRoom(
  candidates: readonly RoomCandidate[],
  request: RoomRequest,
  bonds: readonly ItemBond[] = [],
): RoomChoice {
  const neededBytes = request.goal === 'free' ? request.bytes : Math.max(0, request.bytes - request.volume.freeBytes);
  const helpful: RoomCandidate[] = [];
  const leftOut: [PurgeStep, Why][] = [];
  for (const candidate of candidates) {
    const why = whyNoHelp(candidate, request);
    if (why === undefined) helpful.push(candidate);
    else leftOut.push([candidate.step, why]);
  }

  const lots = lotsOf(helpful).sort(byCost);
  const gains = createGains(lots, bonds);
  for (const lot of lots) if (isCertain(lot) && gains.bytes < neededBytes) gains.take(lot);
  const certainBytes = gains.bytes;
  const isEnough = certainBytes >= neededBytes;
  if (!isEnough) for (const lot of lots) if (!isCertain(lot)) gains.take(lot);
  const chosen = gains.ofUse();
  for (const lot of lots) {
    if (chosen.has(lot)) continue;
    const why = !isEnough ? nothingFreed : isCertain(lot) ? enough : enoughForCertain;
    for (const step of lot.steps) leftOut.push([step, why]);
  }
  return {
    steps: [...chosen].flatMap(({ steps }) => steps),
    skipped: skippedBySection(leftOut),
    room: {
      goal: request.goal,
      bytes: request.bytes,
      ...(request.goal === 'until-free' && { volume: request.volume }),
      neededBytes,
      certainBytes,
      uncertainBytes: gains.bytes - certainBytes,
      more: [],
    },
  };
}

/** Whether a plan frees for certain what was asked for. */
export function isRoomMade({ certainBytes, neededBytes }: PlannedRoom): boolean {
  return certainBytes >= neededBytes;
}

interface Why {
  readonly reason: SkipReason;
  readonly detail?: string;
}

const enough: Why = { reason: 'enough-freed' };

const enoughForCertain: Why = {
  reason: 'enough-freed',
  detail: 'what its tool’s own command frees is known only afterwards, and enough is freed without it',
};

const nothingFreed: Why = {
  reason: 'excluded',
  detail: 'removing it would free nothing: its files are linked elsewhere',
};

function whyNoHelp({ step, dev }: RoomCandidate, request: RoomRequest): Why | undefined {
  if (step.undoable)
    return {
      reason: 'excluded',
      detail: 'it would be kept for a while first, which frees nothing; --keep 0 frees it at once',
    };
  if (request.goal === 'free') return undefined;
  const { path, dev: wanted } = request.volume;
  if (dev === undefined)
    return {
      reason: 'excluded',
      detail: `only its tool knows whether it lies on the file system of ${path}; --free takes it`,
    };
  if (dev === wanted) return undefined;
  return { reason: 'excluded', detail: `it lies on another file system than ${path}; --free counts it` };
}

/** The tool decides while it runs how much of it goes, or is the only one who knows what it takes up. */
function isCertain({ steps }: Lot): boolean {
  return steps.every(({ leaves, location }) => leaves === undefined && location !== null);
}

/** What has no time may have been used today. */
const today = '9999';

function byCost(a: Lot, b: Lot): number {
  if (a.safety !== b.safety) return isGraver(a.safety, b.safety) ? 1 : -1;
  const [dayOfA, dayOfB] = [a, b].map(({ lastUsedAt }) => lastUsedAt?.slice(0, 10) ?? today) as [string, string];
  if (dayOfA !== dayOfB) return dayOfA < dayOfB ? -1 : 1;
  return a.ownBytes - b.ownBytes || (a.key < b.key ? -1 : 1);
}

interface Parts {
  safety: Safety;
  readonly steps: PurgeStep[];
  lastUsedAt?: string | undefined;
}

function lotsOf(candidates: readonly RoomCandidate[]): Lot[] {
  const lots = new Map<string, Parts>();
  const shared: { readonly step: PurgeStep; readonly owners: string[] }[] = [];
  const lotOf = (key: string, { safety = 'risky' }: PurgeStep, lastUsedAt: string | undefined): Parts => {
    const lot: Parts = lots.get(key) ?? { safety, steps: [] };
    lots.set(key, lot);
    if (isGraver(safety, lot.safety)) lot.safety = safety;
    if (lastUsedAt !== undefined && (lot.lastUsedAt === undefined || lastUsedAt > lot.lastUsedAt))
      lot.lastUsedAt = lastUsedAt;
    return lot;
  };
  for (const { step, lastUsedAt, together, owners = [] } of candidates) {
    const isWhole = together || step.entry === undefined;
    if (!isWhole && owners.length > 1) {
      // It has its turn with the last of them, so each needs one, be it without a part of its own.
      const keys = owners.map((owner) => {
        const key = keyOf({ ...step, entry: owner.entry });
        lotOf(key, step, owner.lastUsedAt);
        return key;
      });
      shared.push({ step, owners: keys });
    } else lotOf(isWhole ? keyOf({ ...step, entry: undefined }) : keyOf(step), step, lastUsedAt).steps.push(step);
  }
  const own = [...lots].map(([key, lot]): Lot & Parts => ({ key, ...lot, ownBytes: bytesOf(lot.steps) }));
  if (shared.length > 0) {
    const turns = new Map([...own].sort(byCost).map((lot, turn) => [lot.key, { lot, turn }]));
    for (const { step, owners } of shared) {
      const [last] = owners.flatMap((key) => turns.get(key) ?? []).sort((a, b) => b.turn - a.turn);
      last?.lot.steps.push(step);
    }
  }
  return own.filter(({ steps }) => steps.length > 0);
}

/** What the lots that were taken free together. Hard links between them count when the last of them is taken. */
function createGains(lots: readonly Lot[], bonds: readonly ItemBond[]) {
  const lotAt = new Map(bonds.length === 0 ? [] : lots.flatMap((lot) => lot.steps.map(({ path = '' }) => [path, lot])));
  const bondsOfLot = new Map<Lot, { readonly missing: Set<Lot>; readonly reclaimableBytes: number }[]>();
  for (const { paths, reclaimableBytes } of bonds) {
    const bound = paths.map((at) => lotAt.get(at));
    if (!bound.every((lot) => lot !== undefined)) continue;
    const bond = { missing: new Set(bound), reclaimableBytes };
    for (const lot of bond.missing) {
      const known = bondsOfLot.get(lot);
      if (known === undefined) bondsOfLot.set(lot, [bond]);
      else known.push(bond);
    }
  }
  const taken = new Set<Lot>();
  let bytes = 0;
  return {
    get bytes(): number {
      return bytes;
    },
    take(lot: Lot): void {
      taken.add(lot);
      bytes += bytesOf(lot.steps);
      for (const { missing, reclaimableBytes } of bondsOfLot.get(lot) ?? []) {
        if (missing.delete(lot) && missing.size === 0) bytes += reclaimableBytes;
      }
    },
    /** The lots without which less would come free. */
    ofUse(): ReadonlySet<Lot> {
      const isOfUse = (lot: Lot) =>
        bytesOf(lot.steps) > 0 || (bondsOfLot.get(lot) ?? []).some(({ missing }) => missing.size === 0);
      return new Set([...taken].filter(isOfUse));
    },
  };
}

function keyOf({
  kind,
  provider,
  origin,
  location,
  section,
  argv,
  entry,
}: Omit<PurgeStep, 'entry'> & { entry?: PurgeStep['entry'] | undefined }): string {
  const place = [origin, provider, location ?? ''];
  if (kind === 'command') return [...place, 'command', ...(argv ?? [])].join('\0');
  return [...place, section, ...(entry ? [entry.name, entry.version ?? '', entry.kind] : [])].join('\0');
}

function bytesOf(steps: readonly PurgeStep[]): number {
  return sumOf(steps, ({ expected }) => expected.reclaimableBytes);
}

function sumOf<T>(all: readonly T[], bytes: (one: T) => number): number {
  return all.reduce((sum, one) => sum + bytes(one), 0);
}

/** Of thousands of entries that are left it is said once, with what they take up. */
function skippedBySection(leftOut: readonly [PurgeStep, Why][]): SkippedItem[] {
  const sections = new Map<string, { why: Why; steps: PurgeStep[] }>();
  for (const [step, why] of leftOut) {
    const key = [step.origin, step.provider, step.location ?? '', step.section, why.reason, why.detail].join('\0');
    const group = sections.get(key) ?? { why, steps: [] };
    group.steps.push(step);
    sections.set(key, group);
  }
  return [...sections.values()].map(({ why, steps }) => {
    const [{ provider, section, location }] = steps as [PurgeStep];
    const expected = why.reason === 'enough-freed' && { expected: sumOfUsages(steps.map((step) => step.expected)) };
    return { provider, section, path: location ?? '', ...why, ...expected };
  });
}

/**
 * The sections in which it is decided what goes: those of the safety that a plan makes its room with last. Only there does it matter
 * what each entry is used; of a graver safety nothing goes, and what is safer goes whole. None where all that may go has to.
 */
export function sectionsAtGoal(
  { steps, skipped, room }: PurgePlan,
  scan: Scan,
  known: readonly KnownProvider[],
): FoundSection[] {
  const last = steps.at(-1);
  if (room === undefined || last?.safety === undefined || !isRoomMade(room)) return [];
  const left = skipped.flatMap(({ reason, path, ...one }) =>
    reason === 'enough-freed' ? { ...one, location: path } : [],
  );
  return scan.locations.flatMap(({ found, origin, sections }) => {
    const provider = known.find((one) => one.provider.id === found.provider && one.origin === origin)?.provider;
    const cache = provider?.caches.find(({ id }) => id === found.cache);
    if (cache?.entries === undefined) return [];
    return sections.filter(
      ({ id, safety, together }) =>
        safety === last.safety &&
        !together &&
        (nativeCommandOf(cache, id)?.use ?? 'on-request') === 'on-request' &&
        !steps.some((step) => step.kind === 'command' && step.location === found.path && step.section === id) &&
        [...steps, ...left].some(
          (one) => one.provider === found.provider && one.location === found.path && one.section === id,
        ),
    );
  });
}
