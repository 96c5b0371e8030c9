import {
  createLinkLedger,
  type DirectoryHandle,
  type LinkLedger,
  measureTree,
  noUsage,
  openDirectory,
  type RemovalResult,
  removeTree,
  type Tally,
  type Usage,
  usageOf,
} from '@devclean/disk';
import { type ErrorData, errorData } from '../errors.js';
import { defaultKeepMs } from '../plan/keep.js';
import type { PlannedRoom, PurgePlan, PurgeStep } from '../plan/purge-plan.js';
import { sumOfUsages } from '../plan/sum-of-usages.js';
import type { FolderCache } from '../provider/cache-provider.js';
import { sectionAt } from '../provider/section-at.js';
import type { KnownProvider } from '../scan/scan-result.js';
import { targetOf } from '../system/identity.js';
import { freeSpace } from '../system/machine.js';
import type { ToolContext } from '../system/tool-context.js';
import type { ApplyEvent } from './apply-event.js';
import { BatchLog } from './batch-log.js';
import {
  type GuardedItem,
  type GuardedLocation,
  type GuardOptions,
  guardItem,
  guardLocation,
  lastLook,
  type Refused,
} from './guard.js';
import { Holds, type Taken } from './holds.js';
import type { JournalRecord } from './journal-record.js';
import { deepProtection, protectedPlaces } from './protected-places.js';
import type { MadeRoom, PurgeResult, StepOutcome, ToolAnswer } from './purge-result.js';
import { recoverBatches } from './recover-batches.js';
import { runCommands } from './run-commands.js';
import { withRunLock } from './run-lock.js';
import { type NumberedStep, runManaged } from './run-managed.js';
import { trashItem } from './trash-item.js';

export interface ApplyOptions {
  readonly context: ToolContext;
  /** Real paths that the user named for this run with `--location`. */
  readonly locations?: readonly string[];
  /** Ids of the contexts that the user named for this run with `--context`. */
  readonly contexts?: readonly string[];
  /** For how many milliseconds what is removed can still be undone; without it what the plan says, else `defaultKeepMs`. */
  readonly keepMs?: number;
  /** Whether what goes is moved to the system's trash instead; without it what the plan says, unless `keepMs` is given. */
  readonly trash?: boolean;
  readonly onEvent?: (event: ApplyEvent) => void;
}

/**
 * Removes what a plan says, and nothing that does not prove itself again: the only way in which devclean removes
 * anything of a tool's. Never throws for a step: what could not be done is in the outcomes. Throws `UNDER_SUDO`,
 * and `ALREADY_RUNNING` while another run of the same user removes something.
 */
export async function applyPlan(
  plan: PurgePlan,
  known: readonly KnownProvider[],
  given: ApplyOptions,
): Promise<PurgeResult> {
  return withRunLock(given.context, () => applyLocked(plan, known, given), plan.steps.length > 0);
}

async function applyLocked(
  plan: PurgePlan,
  known: readonly KnownProvider[],
  given: ApplyOptions,
): Promise<PurgeResult> {
  // A context of this run's own: what was found for the plan is looked up anew.
  const options = { ...given, context: { ...given.context } };
  const startedAt = new Date();
  const batch = process.getBuiltinModule('node:crypto').randomBytes(6).toString('hex');
  const log = new BatchLog(batch, options.context, (message) => options.onEvent?.({ type: 'notice', message }));
  await recoverBatches(options.context, options.onEvent);
  const before = await freeSpaces(plan);
  const links = createLinkLedger();
  const tallies: Tally[] = [];
  const byCommands: Usage[] = [];
  const outcomes: StepOutcome[] = [];
  const verifications: ToolAnswer[] = [];
  for (const work of workOf(plan, known)) {
    const done: PurgeStep[] = [];
    for await (const { removal, ...outcome } of applyToLocation(work, { plan, log, startedAt, ...options }, links)) {
      tallies.push(...(removal ? [removal.tally] : []));
      if (plan.steps[outcome.step]?.kind === 'command') byCommands.push(outcome.removed);
      outcomes.push(outcome);
      if (outcome.status === 'done') done.push(plan.steps[outcome.step] as PurgeStep);
      options.onEvent?.({ type: 'step', step: outcome.step, outcome });
    }
    verifications.push(...(await askTool(work, done, options)));
  }
  const left: Usage[] = [];
  const keep = isForTrash(plan, options) || (options.keepMs ?? plan.keepMs ?? 0) > 0;
  const managed = {
    known,
    context: options.context,
    log,
    onEvent: options.onEvent,
    keep,
    named: options.contexts ?? [],
  };
  for await (const { left: rest, ...outcome } of runManaged(managedSteps(plan), managed)) {
    left.push(rest);
    byCommands.push(outcome.removed);
    outcomes.push(outcome);
    options.onEvent?.({ type: 'step', step: outcome.step, outcome });
  }
  log.end();
  await finishElsewhere(plan, options);
  const after = await freeSpaces(plan);
  const removed = sumOfUsages([usageOf(tallies, links), ...byCommands]);
  return {
    schema: 'devclean.result/1',
    batch,
    startedAt: startedAt.toISOString(),
    durationMs: Date.now() - startedAt.getTime(),
    plan,
    outcomes: outcomes.sort((a, b) => a.step - b.step),
    removed,
    ...(isForTrash(plan, options) && {
      trashed: sumOfUsages(
        outcomes.flatMap(({ step, trashedTo }) => (trashedTo === undefined ? [] : (plan.steps[step]?.expected ?? []))),
      ),
    }),
    freeSpaceDelta: [...after].reduce((sum, [volume, bytes]) => sum + bytes - (before.get(volume) ?? bytes), 0),
    ...(plan.room && { room: await roomMade(plan, plan.room, removed, outcomes, options) }),
    remaining: sumOfUsages([
      await usageAt(
        plan.steps.flatMap((step) => step.path ?? []),
        options,
      ),
      ...left,
    ]),
    verifications,
  };
}

/** The steps that are about no folder. */
function managedSteps(plan: PurgePlan): readonly NumberedStep[] {
  return plan.steps.flatMap((step, number) => (step.location === null ? [{ ...step, number }] : []));
}

type Applied = StepOutcome & { readonly removal?: Pick<RemovalResult, 'tally'> };

/** What holds for all items of a run. */
interface Run extends ApplyOptions {
  readonly plan: PurgePlan;
  readonly log: BatchLog;
  readonly startedAt: Date;
}

/** The steps in one cache of one location, and whose it is. */
interface Work {
  readonly location: string;
  readonly steps: NumberedStep[];
  readonly owner: KnownProvider | undefined;
  readonly cache: FolderCache | undefined;
}

function workOf(plan: PurgePlan, known: readonly KnownProvider[]): readonly Work[] {
  const works = new Map<string, Work>();
  plan.steps.forEach((step, number) => {
    if (step.location === null) return;
    const owner = known.find((one) => one.provider.id === step.provider && one.origin === step.origin);
    const cache = owner?.provider.caches.find(({ sections }) => sections.some(({ id }) => id === step.section));
    const { location } = step;
    const key = [step.origin, step.provider, cache?.id, location].join('\0');
    const work = works.get(key) ?? { location, steps: [], owner, cache };
    work.steps.push({ ...step, number });
    works.set(key, work);
  });
  return [...works.values()];
}

async function* applyToLocation(work: Work, options: Run, links: LinkLedger): AsyncGenerator<Applied> {
  const { context } = options;
  const { location, steps, owner, cache } = work;
  const guard: GuardOptions = { context, places: protectedPlaces(context), named: options.locations ?? [] };
  const guarded: GuardedLocation | Refused | ErrorData = context.signal.aborted
    ? aborted
    : owner === undefined || cache === undefined
      ? { reason: 'changed-since-plan', detail: `no provider with this id and section is there any more` }
      : await guardLocation(location, cache, owner, guard).catch((error: unknown) => errorData(error));
  if (!('root' in guarded)) {
    for (const { number } of steps) yield notDone(number, guarded);
    return;
  }
  const holds = new Holds({ ...guarded.found, root: guarded.root }, context, options.onEvent);
  try {
    await holds.finishEarlier();
    if (owner !== undefined && cache !== undefined) {
      const ask = (done: readonly PurgeStep[]) => askTool(work, done, options);
      const keep = isForTrash(options.plan, options) || (options.keepMs ?? options.plan.keepMs ?? 0) > 0;
      const named = options.contexts ?? [];
      yield* runCommands(steps, {
        guarded,
        guard,
        owner,
        cache,
        log: options.log,
        onEvent: options.onEvent,
        keep,
        named,
        ask,
      });
    }
    const removals = steps.filter(({ kind }) => kind !== 'command');
    for (const bundle of bundlesOf(removals, isForTrash(options.plan, options))) {
      yield* removeBundle(bundle, { guarded, guard, holds, links, options });
    }
  } finally {
    holds.close();
    guarded.root.close();
  }
}

/** So many entries are moved at once: each may need a descriptor of its own. */
const bundled = 32;

/** Entries go in bundles, because each of them is small and there may be many; a whole part of a cache goes by itself. */
function bundlesOf(steps: readonly NumberedStep[], toTrash: boolean): NumberedStep[][] {
  const bundles: NumberedStep[][] = [];
  for (const step of steps) {
    const last = bundles.at(-1);
    const canJoin = step.entry !== undefined && last?.[0]?.entry !== undefined && last.length < bundled && !toTrash;
    if (canJoin) last.push(step);
    else bundles.push([step]);
  }
  return bundles;
}

/** Where and how items are removed. */
interface Removing {
  readonly guarded: GuardedLocation;
  readonly guard: GuardOptions;
  readonly holds: Holds;
  readonly links: LinkLedger;
  readonly options: Run;
}

async function* removeBundle(bundle: readonly NumberedStep[], removing: Removing): AsyncGenerator<Applied> {
  const { guarded, guard, holds, options } = removing;
  const { log, context } = options;
  const items: { readonly step: NumberedStep; readonly item: GuardedItem }[] = [];
  try {
    for (const step of bundle) {
      const item = context.signal.aborted
        ? aborted
        : await guardItem(step, guarded, { ...guard, onProgress: looking(step, options) }).catch((error: unknown) =>
            errorData(error),
          );
      if ('parent' in item) items.push({ step, item });
      else yield notDone(step.number, item);
    }
    const wanted = items.map(({ step, item }) => ({
      step,
      item,
      refusal: async () => {
        context.signal.throwIfAborted();
        return lastLook(step, item, guarded, guard);
      },
    }));
    const taken = items.length > 1 ? await holds.takeTogether(wanted, log, heldUntilOf(bundle[0], options)) : [];
    const done: JournalRecord[] = [];
    for (const [index, { step, item }] of items.entries()) {
      const answer = taken[index] ?? 'alone';
      try {
        if (answer === 'alone') {
          // Others of the bundle took their time.
          const why = context.signal.aborted
            ? aborted
            : items.length > 1 && (await lastLook(step, item, guarded, guard));
          yield why ? notDone(step.number, why) : await removeItem(step, item, removing);
        } else if (answer === 'another') yield replaced(step.number);
        else if ('reason' in answer) yield notDone(step.number, answer);
        else yield await finishItem(step, answer, removing, (record) => done.push(record));
      } catch (error) {
        yield notDone(step.number, errorData(error));
      }
    }
    if (done.length > 0) log.write(...done);
  } finally {
    for (const { item } of items) if (item.parent !== guarded.root) item.parent.close();
  }
}

/** Tells how far the look through an item is: at once that it begins. */
function looking({ number: step }: NumberedStep, { onEvent }: Run): (entries: number) => void {
  const tell = (entries: number) => onEvent?.({ type: 'looking', step, entries });
  tell(0);
  return tell;
}

/** What an interrupted run moved aside may have been all that a location had: then no step leads to it any more. */
async function finishElsewhere(plan: PurgePlan, { context, onEvent }: ApplyOptions): Promise<void> {
  const { deep, users, broken } = protectedPlaces(context);
  if (broken !== undefined) return;
  for (const { path: at, provider, reason } of plan.skipped) {
    if (reason === 'excluded' || deepProtection(at, deep, users) !== undefined) continue;
    let root: DirectoryHandle;
    try {
      root = openDirectory(at);
    } catch {
      continue;
    }
    const holds = new Holds({ path: at, provider, root }, context, onEvent);
    try {
      await holds.finishEarlier();
    } finally {
      holds.close();
      root.close();
    }
  }
}

const aborted: ErrorData = {
  code: 'ABORTED',
  message: 'It was interrupted before this was begun.',
  hint: 'It is untouched: the same command again takes it.',
};

function notDone(step: number, why: Refused | ErrorData): Applied {
  if ('code' in why) return { step, status: 'failed', removed: noUsage, error: why };
  const error: ErrorData = { code: 'REFUSED', message: why.detail, ...(why.hint && { hint: why.hint }) };
  return { step, status: 'refused', reason: why.reason, removed: noUsage, error, ...why.at };
}

function replaced(step: number): Applied {
  return notDone(step, { reason: 'changed-since-plan', detail: 'it was replaced at the last moment' });
}

function isForTrash(plan: PurgePlan, { trash, keepMs }: Pick<ApplyOptions, 'trash' | 'keepMs'>): boolean {
  return trash ?? (keepMs === undefined && plan.trash === true);
}

/** Until when what is removed can be brought back; nothing when it goes at once. */
function heldUntilOf(step: NumberedStep | undefined, { keepMs, plan, startedAt }: Run): string | undefined {
  const ms = keepMs ?? plan.keepMs ?? (step === undefined ? 0 : defaultKeepMs(step.origin));
  return ms > 0 ? new Date(startedAt.getTime() + ms).toISOString() : undefined;
}

async function removeItem(step: NumberedStep, item: GuardedItem, removing: Removing): Promise<Applied> {
  const { holds, options } = removing;
  const { log, context } = options;
  if (isForTrash(options.plan, options)) {
    // A tree of any size: it is not looked into again.
    const moved = trashItem(step, item, log, context);
    if (moved === 'another') return replaced(step.number);
    return { step: step.number, status: 'done', removed: noUsage, trashedTo: moved.at };
  }
  const moved = holds.take(step, item, log, heldUntilOf(step, options));
  if (moved === 'another') return replaced(step.number);
  return finishItem(step, moved, removing, (record) => log.write(record));
}

/** Removes what lies in the hold, or measures what is to stay there. */
async function finishItem(
  step: NumberedStep,
  taken: Taken,
  { links, options }: Removing,
  write: (record: JournalRecord) => void,
): Promise<Applied> {
  const { signal } = options.context;
  const onProgress = ({ files, allocatedBytes }: { files: number; allocatedBytes: number }) =>
    options.onEvent?.({ type: 'progress', step: step.number, files, bytes: allocatedBytes });
  const { parent, name, number, inPlace } = taken;
  const heldUntil = heldUntilOf(step, options);
  if (heldUntil !== undefined) {
    const { root } = await measureTree(parent.at(name), { links, signal, onProgress });
    return { step: step.number, status: 'done', removed: usageOf([root], links), heldUntil, removal: { tally: root } };
  }
  const removal = await removeTree(parent, name, { hoist: inPlace !== true, signal, onProgress, links });
  if (removal.gone && number !== undefined) write({ type: 'done', item: number, removed: removal.removed });
  const outcome = { step: step.number, removed: removal.removed, removal };
  if (removal.gone) return { ...outcome, status: 'done' };
  const [finding] = removal.findings;
  const message =
    finding?.code === 'aborted'
      ? 'It was interrupted; the next purge of this tool goes on with what is left.'
      : `Not all of it could be removed: ${finding?.path}: ${finding?.message}.`;
  const hint = `What is left of it lies in ${parent.describe()}.`;
  const { path, pathBase64 } = finding ?? {};
  return {
    ...outcome,
    status: 'failed',
    ...(path !== undefined && { path }),
    ...(pathBase64 !== undefined && { pathBase64 }),
    error: { code: finding?.code === 'aborted' ? 'ABORTED' : 'REMOVAL_INCOMPLETE', message, hint },
  };
}

/** Asks the tool about the parts that were removed. That it cannot be asked, or fails, is no failure of the removal. */
async function askTool(
  { location, owner, cache }: Work,
  done: readonly PurgeStep[],
  { context, onEvent }: ApplyOptions,
): Promise<ToolAnswer[]> {
  if (owner === undefined || cache?.verify === undefined) return [];
  const provider = owner.provider.id;
  const sections = cache.sections
    .map((spec) => {
      const paths = done
        .filter(({ section, entry }) => section === spec.id && entry === undefined)
        .flatMap((step) => step.path ?? []);
      return sectionAt({ provider, cache: cache.id, path: location }, spec, paths);
    })
    .filter(({ paths }) => paths.length > 0);
  const [first, ...others] = sections;
  if (first === undefined) return [];
  onEvent?.({ type: 'asking', provider });
  try {
    const verification = await cache.verify([first, ...others], context);
    return verification === undefined ? [] : [{ provider, location, ...verification }];
  } catch {
    return [];
  }
}

/** Free bytes of each file system that the plan touches. */
async function freeSpaces(plan: PurgePlan): Promise<ReadonlyMap<string, number>> {
  const spaces = new Map<string, number>();
  for (const location of new Set(plan.steps.flatMap((step) => step.location ?? []))) {
    const entry = targetOf(location);
    const space = entry && (await freeSpace(location).catch(() => undefined));
    if (entry && space !== undefined) spaces.set(String(entry.dev), space);
  }
  return spaces;
}

/** What a plan's room has become. What is held or in the trash takes up its space. */
async function roomMade(
  plan: PurgePlan,
  { volume }: PlannedRoom,
  removed: Usage,
  outcomes: readonly StepOutcome[],
  options: ApplyOptions,
): Promise<MadeRoom> {
  const isFree = !isForTrash(plan, options) && outcomes.every(({ heldUntil }) => heldUntil === undefined);
  const freeBytes = await freeSpace(volume?.path ?? options.context.homes.env).catch(() => undefined);
  return { freedBytes: isFree ? removed.reclaimableBytes : 0, ...(freeBytes !== undefined && { freeBytes }) };
}

/** What lies at these paths now. */
async function usageAt(
  paths: readonly string[],
  { context: { signal }, onEvent }: Pick<ApplyOptions, 'context' | 'onEvent'>,
): Promise<Usage> {
  const links = createLinkLedger();
  const tallies: Tally[] = [];
  let isComplete = true;
  let before = 0;
  const onProgress = ({ files }: { files: number }) => onEvent?.({ type: 'measuring', files: before + files });
  onProgress({ files: 0 });
  for (const at of paths) {
    // A plan file may hold text that is no path.
    const measured = await measureTree(at, { links, signal, onProgress }).catch(() => undefined);
    if (measured) tallies.push(measured.root);
    else isComplete = false;
    before += measured?.root.files ?? 0;
  }
  const usage = usageOf(tallies, links);
  return { ...usage, complete: usage.complete && isComplete };
}
