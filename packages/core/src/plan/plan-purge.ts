import { createHash } from 'node:crypto';
import { noUsage, type Usage } from '@devclean/disk';
import type { FoundSection, PurgeRequest } from '../provider/cache-provider.js';
import { reasonHeld } from '../scan/reason-held.js';
import type { KnownProvider, Scan, ScannedItem, ScannedLocation } from '../scan/scan-result.js';
import type { Safety, SkipReason } from '../words.js';
import type { PurgePlan, PurgeStep, SkippedItem } from './purge-plan.js';

/** Milliseconds for which a plan may be applied: what it saw grows old. */
const lifetimeMs = 15 * 60 * 1000;

const severity: Readonly<Record<Safety, number>> = { safe: 0, costly: 1, risky: 2 };

/**
 * What a request would remove of what a scan found, and what it leaves out and why. Pure: the machine is not looked
 * at. `expected` of the plan is the sum over its steps, which for hard links between steps is the least that comes back.
 */
export function planPurge(
  scan: Scan,
  known: readonly KnownProvider[],
  request: PurgeRequest,
  now: Date = new Date(),
): PurgePlan {
  const steps: PurgeStep[] = [];
  const skipped: SkippedItem[] = [];
  for (const location of scan.locations) {
    const reason = reasonAgainst(location, request);
    if (reason !== undefined) {
      skipped.push({ provider: location.found.provider, path: location.found.path, ...reason });
      continue;
    }
    const wanted: FoundSection[] = [];
    for (const section of location.sections) {
      const against = reasonAgainstSection(section, location, request);
      if (against === undefined) wanted.push(section);
      else if (against !== 'not-asked') skipped.push({ ...about(section), path: section.location, ...against });
    }
    const provider = known.find((one) => one.provider.id === location.found.provider)?.provider;
    for (const { section, path } of provider?.purge(wanted, request).removals ?? []) {
      // A draft can only narrow: what is not among the scanned items of a wanted section does not exist for a plan.
      const item = location.items.find((candidate) => candidate.path === path && candidate.section === section.id);
      if (item === undefined || !wanted.some((one) => one.id === section.id)) continue;
      const against = reasonAgainstItem(item, scan.uid);
      if (against === undefined) steps.push(stepFor(item, location));
      else skipped.push({ ...about(section), path, ...against });
    }
  }
  const plan = {
    createdAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + lifetimeMs).toISOString(),
    uid: scan.uid,
    ...(scan.bootId !== undefined && { bootId: scan.bootId }),
    expected: sumOf(steps.map((step) => step.expected)),
    steps,
    skipped,
  };
  return { schema: 'devclean.plan/1', id: planId(plan), ...plan };
}

interface Against {
  readonly reason: SkipReason;
  readonly detail?: string;
}

function reasonAgainst({ found, report, refusal }: ScannedLocation, request: PurgeRequest): Against | undefined {
  if (request.exclude.includes(found.provider)) return { reason: 'excluded', detail: 'its tool was excluded' };
  if (request.locations.length > 0 && !found.namedByUser)
    return { reason: 'excluded', detail: 'another location was named' };
  if (request.contexts.length > 0 && !found.contexts.some((id) => request.contexts.includes(id))) {
    return { reason: 'excluded', detail: 'no context that was named uses it' };
  }
  if (!found.active && !request.leftovers && !found.namedByUser) {
    return { reason: 'not-active', detail: 'nothing uses it now; --leftovers takes it too' };
  }
  if (report.state === 'empty') return { reason: 'empty' };
  if (refusal !== undefined && !(refusal.unlessNamed && found.namedByUser)) {
    return { reason: refusal.reason, detail: refusal.hint ? `${refusal.detail}. ${refusal.hint}` : refusal.detail };
  }
  return undefined;
}

function reasonAgainstSection(
  section: FoundSection,
  { report }: ScannedLocation,
  request: PurgeRequest,
): Against | 'not-asked' | undefined {
  const named = request.sections.includes(`${section.provider}/${section.id}`);
  if (request.sections.length > 0 && !named) return 'not-asked';
  if (!named && severity[section.safety] > severity[request.allow]) {
    const detail =
      section.safety === 'risky'
        ? `it is risky; --section ${section.provider}/${section.id} takes it`
        : 'it is costly; --include costly takes it';
    return { reason: 'above-allowed-safety', detail };
  }
  return reasonHeld(report, section.id);
}

function reasonAgainstItem(item: ScannedItem, uid: number): Against | undefined {
  if (item.kind === 'link') return { reason: 'link', detail: 'it is a link, and links are not followed' };
  if (item.protectedBy !== undefined) return { reason: 'protected', detail: item.protectedBy };
  if (uid !== -1 && item.uid !== uid) return { reason: 'foreign-owner', detail: `it belongs to user ${item.uid}` };
  return undefined;
}

function about(section: FoundSection): { provider: string; section: string } {
  return { provider: section.provider, section: section.id };
}

function stepFor({ section, path, identity, usage }: ScannedItem, { origin, found }: ScannedLocation): PurgeStep {
  return {
    kind: 'remove',
    provider: found.provider,
    origin,
    location: found.path,
    section,
    path,
    identity,
    undoable: false,
    expected: usage,
  };
}

/** The sum of usages whose sets share no name. */
export function sumOf(usages: readonly Usage[]): Usage {
  return usages.reduce(
    (sum, usage) => ({
      files: sum.files + usage.files,
      directories: sum.directories + usage.directories,
      apparentBytes: sum.apparentBytes + usage.apparentBytes,
      allocatedBytes: sum.allocatedBytes + usage.allocatedBytes,
      reclaimableBytes: sum.reclaimableBytes + usage.reclaimableBytes,
      complete: sum.complete && usage.complete,
    }),
    noUsage,
  );
}

/** A plan's id is made from its content, so that an edited plan file is noticed. */
export function planId(plan: Omit<PurgePlan, 'schema' | 'id'>): string {
  return createHash('sha256').update(JSON.stringify(plan)).digest('hex').slice(0, 16);
}
