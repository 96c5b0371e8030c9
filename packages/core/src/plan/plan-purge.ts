import path from 'node:path';
import type { Usage } from '@devclean/disk';
import { errorData } from '../errors.js';
import type { FoundSection, PurgeRequest } from '../provider/cache-provider.js';
import { isGraver } from '../provider/is-graver.js';
import { isOnlyNamed } from '../scan/named-location.js';
import { reasonHeld } from '../scan/reason-held.js';
import type { LocationReport } from '../scan/scan-report.js';
import type {
  KnownProvider,
  Refusal,
  Scan,
  ScannedItem,
  ScannedLocation,
  ScannedManaged,
} from '../scan/scan-result.js';
import { isAtOrBelow } from '../system/is-at-or-below.js';
import { type Against, chooseCommands, type PlannedCommand, reasonAgainstCommand } from './choose-commands.js';
import { chooseManaged } from './choose-managed.js';
import { chooseRoom, isRoomMade, type RoomCandidate } from './choose-room.js';
import { defaultKeepMs } from './keep.js';
import type { MoreRoom, PlannedRoom, PurgePlan, PurgeStep, SkippedItem } from './purge-plan.js';
import { sumOfUsages } from './sum-of-usages.js';

/** Milliseconds for which a plan may be applied: what it saw grows old. */
const lifetimeMs = 15 * 60 * 1000;

/**
 * What a request would remove of what a scan found, and what it leaves out and why. Pure: the machine is not looked
 * at.
 */
export function planPurge(
  scan: Scan,
  known: readonly KnownProvider[],
  request: PurgeRequest,
  now: Date = new Date(),
): PurgePlan {
  const { steps, skipped, room } = choose(scan, known, request);
  const plan = {
    createdAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + lifetimeMs).toISOString(),
    uid: scan.uid,
    ...(scan.bootId !== undefined && { bootId: scan.bootId }),
    ...(request.keepMs !== undefined && { keepMs: request.keepMs }),
    ...(request.trash && { trash: true }),
    ...(request.settings && request.settings.length > 0 && { settings: [...request.settings] }),
    ...(room && { room: isRoomMade(room) ? room : { ...room, more: moreRoom(scan, known, request, room) } }),
    expected: expectedOf(steps, scan),
    steps,
    skipped,
  };
  return { schema: 'devclean.plan/1', id: planId(plan), ...plan };
}

/** What the plan of a request would be expected to give back: `planPurge(…).expected`, without the cost of a plan's id. */
export function expectPurge(scan: Scan, known: readonly KnownProvider[], request: PurgeRequest): ExpectedPurge {
  const { steps } = choose(scan, known, request);
  return { usage: expectedOf(steps, scan), isMost: steps.some(({ leaves }) => leaves !== undefined) };
}

export interface ExpectedPurge {
  readonly usage: Usage;
  /** A tool's own command is among it that leaves what is still in use. */
  readonly isMost: boolean;
}

function choose(
  scan: Scan,
  known: readonly KnownProvider[],
  request: PurgeRequest,
): Pick<PurgePlan, 'steps' | 'skipped' | 'room'> {
  const { candidates, skipped } = candidatesOf(scan, known, request);
  if (request.room === undefined) return { steps: candidates.map(({ step }) => step), skipped };
  const choice = chooseRoom(candidates, request.room, scan.bonds);
  return { ...choice, skipped: [...skipped, ...choice.skipped] };
}

/** Which flags would bring more than a plan that is not enough frees, and how much. */
function moreRoom(
  scan: Scan,
  known: readonly KnownProvider[],
  request: PurgeRequest,
  { certainBytes, uncertainBytes }: PlannedRoom,
): MoreRoom[] {
  const wider: [string, Partial<PurgeRequest> | false][] = [
    ['--include costly', request.allow === 'safe' && { allow: 'costly' }],
    ['--leftovers', !request.leftovers && { leftovers: true }],
    ['--keep 0', request.keepMs === undefined && { keepMs: 0 }],
  ];
  const room = request.room && { ...request.room, bytes: Number.MAX_SAFE_INTEGER };
  return wider.flatMap(([flag, change]) => {
    const found = change && room ? choose(scan, known, { ...request, ...change, room }).room : undefined;
    if (found === undefined) return [];
    const reclaimableBytes = found.certainBytes + found.uncertainBytes - certainBytes - uncertainBytes;
    const isMost = found.uncertainBytes > uncertainBytes;
    return reclaimableBytes > 0 ? [{ flag, reclaimableBytes, ...(isMost && { isMost }) }] : [];
  });
}

/** All that could go, and what could not and why. */
function candidatesOf(
  scan: Scan,
  known: readonly KnownProvider[],
  request: PurgeRequest,
): { readonly candidates: readonly RoomCandidate[]; readonly skipped: SkippedItem[] } {
  const wanted: RoomCandidate[] = [];
  const skipped: SkippedItem[] = [];
  for (const { id, error } of scan.report.providers) {
    // Without a location there is no path to name.
    if (error && !request.exclude.includes(id) && isToolAsked(id, request))
      skipped.push({ provider: id, path: '', reason: 'not-knowable', detail: error.message });
  }
  for (const { name, value } of request.settings ?? []) {
    if (name !== 'exclude') continue;
    const detail = 'left out by your settings';
    for (const provider of value) skipped.push({ provider, path: '', reason: 'excluded', detail });
  }
  for (const location of scan.locations) {
    if (!isAsked(location.found.provider, location.found.path, request)) continue;
    const reason = reasonAgainst(location, request, scan);
    if (reason !== undefined) {
      skipped.push({ provider: location.found.provider, path: location.found.path, ...reason });
      continue;
    }
    const left = new Map<string, Against | 'not-asked'>();
    for (const section of location.sections) {
      const against = reasonAgainstSection(section, location.report, request);
      if (against !== undefined) left.set(section.id, against);
    }
    const { commands, refused } = chooseCommands(location, { left, known, request, scan });
    for (const [section, against] of refused) left.set(section, against);
    const allowed = location.sections.filter(({ id }) => !left.has(id));
    for (const [section, against] of left) {
      const { provider, path: at } = location.found;
      if (against !== 'not-asked') skipped.push({ provider, section, path: at, ...against });
    }
    const proposed = proposal(location, allowed, known, request);
    if ('reason' in proposed) {
      skipped.push({ provider: location.found.provider, path: location.found.path, ...proposed });
      continue;
    }
    const recent = new Map<string, ScannedItem[]>();
    const reasons = new Map(proposed.map((item) => [item, reasonAgainstItem(item, location, scan)]));
    keepTogether(location, reasons, request);
    for (const item of proposed) {
      const planned = commands.get(item.section);
      const against = reasons.get(item) ?? (planned && reasonAgainstCommand(planned, location, reasons));
      if (against === undefined && isRecent(item, request))
        recent.set(item.section, [...(recent.get(item.section) ?? []), item]);
      else if (against === undefined) wanted.push(candidateFor(item, location, request, planned));
      else skipped.push({ provider: location.found.provider, section: item.section, path: item.path, ...against });
    }
    for (const [section, items] of recent) {
      const detail = whyRecent(items, request.usedBefore ?? '');
      const { provider, path: at } = location.found;
      skipped.push({ provider, section, path: at, reason: 'too-recent', detail });
    }
  }
  const candidates = withoutNested(wanted);
  for (const scanned of scan.managed ?? []) {
    const { provider, report } = scanned;
    if (!isAsked(provider, null, request)) continue;
    const against = reasonAgainstManaged(scanned, request, scan);
    if (against !== undefined) {
      skipped.push({ provider, path: '', ...against });
      continue;
    }
    const chosen = chooseManaged(scanned, {
      known,
      request,
      reasonAgainstSection: (id) => {
        const section = report.sections.find((one) => one.id === id);
        return section && reasonAgainstSection({ provider, ...section }, report, request);
      },
    });
    candidates.push(...chosen.steps.map((step) => ({ step })));
    skipped.push(...chosen.skipped);
  }
  return { candidates, skipped };
}

/** The sum over the steps, and what comes back because several of them go. */
function expectedOf(steps: readonly PurgeStep[], { bonds = [] }: Scan): Usage {
  const usage = sumOfUsages(steps.map(({ expected }) => expected));
  if (bonds.length === 0) return usage;
  const going = new Set(steps.map(({ path }) => path));
  const bound = bonds.filter(({ paths }) => paths.every((at) => going.has(at)));
  const reclaimableBytes = bound.reduce((sum, bond) => sum + bond.reclaimableBytes, usage.reclaimableBytes);
  return { ...usage, reclaimableBytes };
}

/** Whether it was used too lately to be taken. What carries no time at all may have been. */
function isRecent({ lastUsedAt }: ScannedItem, { usedBefore }: PurgeRequest): boolean {
  return usedBefore !== undefined && (lastUsedAt === undefined || lastUsedAt >= usedBefore);
}

/** Where one item of a section whose items refer to each other has to stay, the others stay for the same reason. */
function keepTogether(
  { sections }: ScannedLocation,
  reasons: Map<ScannedItem, Against | undefined>,
  request: PurgeRequest,
): void {
  for (const { id } of sections.filter(({ together }) => together)) {
    const items = [...reasons].filter(([{ section }]) => section === id);
    const recent = items.filter(([item]) => isRecent(item, request)).map(([item]) => item);
    const against = items.find(([, reason]) => reason !== undefined)?.[1] ?? tooRecent(recent, request);
    if (against === undefined) continue;
    for (const [item, own] of items)
      reasons.set(item, own ?? { ...against, detail: `${against.detail ?? against.reason}; its parts go together` });
  }
}

function tooRecent(recent: readonly ScannedItem[], { usedBefore = '' }: PurgeRequest): Against | undefined {
  return recent.length === 0 ? undefined : { reason: 'too-recent', detail: whyRecent(recent, usedBefore) };
}

const witnesses = [
  ['tool', 'the tool’s own records'],
  ['atime', 'when its files were read'],
  ['mtime', 'when its files were written'],
] as const;

/** What was used lately, and what says so: times of files are a guess, and a tool that keeps records knows. */
function whyRecent(items: readonly Pick<ScannedItem, 'lastUsedAt' | 'lastUsedFrom'>[], since: string): string {
  const undated = items.filter(({ lastUsedAt }) => lastUsedAt === undefined).length;
  const dated = items.length - undated;
  const named = witnesses.filter(([from]) => items.some(({ lastUsedFrom }) => lastUsedFrom === from));
  const by = named.length === 0 ? '' : ` (going by ${named.map(([, words]) => words).join(' and ')})`;
  const used = `${dated === 1 ? 'a part was' : `${dated} parts were`} used since ${since.slice(0, 10)}${by}`;
  const unknown = `${undated === 1 ? 'a part carries' : `${undated} parts carry`} no time, and may have been used lately`;
  return [...(dated > 0 ? [used] : []), ...(undated > 0 ? [unknown] : [])].join('; ');
}

function reasonAgainstTool(provider: string, request: PurgeRequest, scan: Scan): Against | undefined {
  if (request.exclude.includes(provider)) return { reason: 'excluded', detail: 'its tool was excluded' };
  if (request.onlyProven && isUnproven(provider, scan)) {
    const detail = `what is known of it is from documentation only; "devclean ${provider} purge" takes it`;
    return { reason: 'above-allowed-safety', detail };
  }
  return undefined;
}

function reasonAgainstManaged({ provider }: ScannedManaged, request: PurgeRequest, scan: Scan): Against | undefined {
  const against = reasonAgainstTool(provider, request, scan);
  if (against !== undefined) return against;
  if (request.locations.length > 0) return { reason: 'excluded', detail: 'another location was named' };
  const users = scan.report.providers.find(({ id }) => id === provider)?.contexts.map(({ id }) => id) ?? [];
  if (request.contexts.length > 0 && !users.some((id) => request.contexts.includes(id)))
    return { reason: 'excluded', detail: 'no context that was named uses it' };
  return undefined;
}

function reasonAgainst(location: ScannedLocation, request: PurgeRequest, scan: Scan): Against | undefined {
  const { found, report, refusal } = location;
  const against = reasonAgainstTool(found.provider, request, scan);
  if (against !== undefined) return against;
  if (request.locations.length > 0 && !found.namedByUser)
    return { reason: 'excluded', detail: 'another location was named' };
  if (request.contexts.length > 0 && !idsOfUsers(location, scan).some((id) => request.contexts.includes(id))) {
    return { reason: 'excluded', detail: 'no context that was named uses it' };
  }
  const isNamed = found.namedByUser || request.parts !== undefined;
  if (refusal !== undefined && isOnlyNamed(found) && !isNamed) return { ...asLeft(refusal), reason: 'not-active' };
  if (refusal?.unlessNamed && found.onlyNamed && !isNamed) return asLeft(refusal);
  if (!found.active && !request.leftovers && !isNamed) {
    return { reason: 'not-active', detail: 'nothing uses it now; --leftovers takes it too' };
  }
  if (report.state === 'empty') return { reason: 'empty' };
  if (report.state === 'recognised' && report.sections.length === 0) {
    return { reason: 'empty', detail: 'nothing of the cache is in it' };
  }
  return refusal !== undefined && !(refusal.unlessNamed && isNamed) ? asLeft(refusal) : undefined;
}

function asLeft({ reason, detail, hint }: Refusal): Against {
  return { reason, detail: hint ? `${detail}. ${hint}` : detail };
}

function isUnproven(provider: string, { report }: Scan): boolean {
  return report.providers.some(({ id, knownFrom }) => id === provider && knownFrom === 'documentation');
}

/** The contexts that use a location: where the provider names none, all of the tool's, if any does. */
function idsOfUsers({ found }: ScannedLocation, { report }: Scan): readonly string[] {
  if (found.contexts.length > 0 || !found.active) return found.contexts;
  return report.providers.find(({ id }) => id === found.provider)?.contexts.map(({ id }) => id) ?? [];
}

/** Whether anything of a location, or of a cache that only its tool can reach, is among the parts that are taken. */
function isAsked(provider: string, location: string | null, { parts }: PurgeRequest): boolean {
  return parts === undefined || parts.some((part) => part.provider === provider && part.location === location);
}

function isToolAsked(provider: string, { parts }: PurgeRequest): boolean {
  return parts === undefined || parts.some((part) => part.provider === provider);
}

function isPartAsked(
  provider: string,
  location: string | null,
  section: string,
  { parts = [] }: PurgeRequest,
): boolean {
  return parts.some((part) => part.provider === provider && part.location === location && part.section === section);
}

function reasonAgainstSection(
  section: Pick<FoundSection, 'provider' | 'id' | 'safety'>,
  report: LocationReport,
  request: PurgeRequest,
): Against | 'not-asked' | undefined {
  const isPart = isPartAsked(section.provider, report.path, section.id, request);
  if (request.parts !== undefined && !isPart) return 'not-asked';
  const named = isPart || request.sections.includes(`${section.provider}/${section.id}`);
  if (request.sections.length > 0 && !named) return 'not-asked';
  if (!named && isGraver(section.safety, request.allow)) {
    const detail =
      section.safety === 'risky'
        ? `it is risky; --section ${section.provider}/${section.id} takes it`
        : 'it is costly; --include costly takes it';
    return { reason: 'above-allowed-safety', detail };
  }
  return reasonHeld(report, section.id);
}

/** The scanned items that the provider's draft names: it can only narrow, so what else it names does not exist. */
function proposal(
  { found, items, origin }: ScannedLocation,
  wanted: readonly FoundSection[],
  known: readonly KnownProvider[],
  request: PurgeRequest,
): readonly ScannedItem[] | Against {
  const provider = known.find((one) => one.provider.id === found.provider && one.origin === origin)?.provider;
  try {
    const removals = provider?.purge(wanted, request).removals ?? [];
    const named = new Set(removals.map(({ section, path }) => `${section.id} ${path}`));
    return items.filter(
      ({ section, path, within = path }) =>
        named.has(`${section} ${within}`) && wanted.some(({ id }) => id === section),
    );
  } catch (error) {
    return { reason: 'not-knowable', detail: `its provider failed: ${errorData(error).message}` };
  }
}

function reasonAgainstItem(item: ScannedItem, { found, report }: ScannedLocation, scan: Scan): Against | undefined {
  const { kind, path, uid, foreignOwner, protectedBy, mountedAt } = item;
  const held = reasonHeld(report, item.section, path);
  if (held !== undefined) return held;
  if (kind === 'link') return { reason: 'link', detail: 'it is a link, and links are not followed' };
  if (kind === 'other') return { reason: 'not-recognised', detail: 'it is neither a folder nor a file' };
  if (protectedBy !== undefined) return { reason: 'protected', detail: protectedBy };
  const inside = scan.locations.find(
    (other) => other.found.provider !== found.provider && isAtOrBelow(other.found.path, path),
  );
  if (inside !== undefined) {
    return { reason: 'protected', detail: `the cache of ${inside.found.provider} at ${inside.found.path} lies in it` };
  }
  if (mountedAt !== undefined) return { reason: 'mount', detail: `${mountedAt} is mounted in it` };
  if (scan.uid !== -1 && uid !== scan.uid) {
    return { reason: 'foreign-owner', detail: `it belongs to user ${uid}${howToGetBack(uid, path, scan)}` };
  }
  if (foreignOwner !== undefined) {
    const advice = howToGetBack(foreignOwner, path, scan);
    return { reason: 'foreign-owner', detail: `folders in it belong to user ${foreignOwner}${advice}` };
  }
  return undefined;
}

/** What a tool under sudo has left, its owner can be given back. */
function howToGetBack(owner: number, path: string, { uid }: Scan): string {
  if (owner !== 0) return '';
  const word = /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
  return `; to make it yours again: sudo chown -R ${uid} ${word}`;
}

/** Two rules may lead to one folder, or one into the other's: what lies in another step's item goes with that. */
function withoutNested(candidates: readonly RoomCandidate[]): RoomCandidate[] {
  const all = new Set(candidates.map(({ step: { path = '' } }) => path));
  const seen = new Set<string>();
  return candidates.filter(({ step: { path: at = '' } }) => {
    if (seen.has(at)) return false;
    seen.add(at);
    for (let above = path.dirname(at); above !== at; at = above, above = path.dirname(at))
      if (all.has(above)) return false;
    return true;
  });
}

function candidateFor(
  item: ScannedItem,
  location: ScannedLocation,
  request: PurgeRequest,
  planned: PlannedCommand | undefined,
): RoomCandidate {
  const { owners, section } = item;
  const together = location.sections.some(({ id, together }) => id === section && together);
  const step = stepFor(item, location, request, planned);
  return { step, lastUsedAt: item.lastUsedAt, owners, together, dev: location.dev };
}

function stepFor(
  { section, path, identity, usage, entry, lastUsedAt, lastUsedFrom }: ScannedItem,
  { origin, found, sections }: ScannedLocation,
  { keepMs = defaultKeepMs(origin), trash = false, usedBefore, room }: PurgeRequest,
  planned: PlannedCommand | undefined,
): PurgeStep {
  const safety = sections.find(({ id }) => id === section)?.safety;
  const isDated = usedBefore !== undefined || room !== undefined;
  return {
    kind: planned ? 'command' : 'remove',
    provider: found.provider,
    origin,
    location: found.path,
    section,
    ...(safety && { safety }),
    path,
    identity,
    ...(planned && { argv: [...planned.argv] }),
    ...(planned?.command.leaves && { leaves: planned.command.leaves }),
    ...(entry && { entry }),
    undoable: planned === undefined && (trash || keepMs > 0),
    expected: usage,
    ...(isDated && lastUsedAt !== undefined && { lastUsedAt }),
    ...(isDated && lastUsedFrom !== undefined && { lastUsedFrom }),
  };
}

/** A plan's id is made from its content, so that an edited plan file is noticed. */
export function planId(plan: Omit<PurgePlan, 'schema' | 'id'>): string {
  // Not imported: a scan needs no cryptography, and loading it takes Node as long as measuring a thousand files.
  const { createHash } = process.getBuiltinModule('node:crypto');
  return createHash('sha256').update(JSON.stringify(plan)).digest('hex').slice(0, 16);
}
