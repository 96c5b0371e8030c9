import { randomBytes } from 'node:crypto';
import path from 'node:path';
import {
  createLinkLedger,
  type LinkLedger,
  measureTree,
  noUsage,
  type RemovalResult,
  removeTree,
  type Tally,
  type Usage,
  usageOf,
} from '@devclean/disk';
import { type ErrorData, errorData } from '../errors.js';
import type { PurgePlan, PurgeStep } from '../plan/purge-plan.js';
import type { FoundSection } from '../provider/cache-provider.js';
import type { KnownProvider } from '../scan/scan-result.js';
import { entryAt, targetOf } from '../system/identity.js';
import { freeSpace, gitWorkTree } from '../system/machine.js';
import type { ToolContext } from '../system/tool-context.js';
import type { ApplyEvent } from './apply-event.js';
import {
  type GuardedItem,
  type GuardedLocation,
  type GuardOptions,
  guardItem,
  guardLocation,
  type Refused,
} from './guard.js';
import { closeHold, condemnedIn, type Hold, moveIntoHold, openHold } from './hold.js';
import { holdPaths } from './hold-paths.js';
import { protectedPlaces } from './protected-places.js';
import type { PurgeResult, StepOutcome, ToolAnswer } from './purge-result.js';

export interface ApplyOptions {
  readonly context: ToolContext;
  /** Real paths that the user named for this run with `--location`. */
  readonly locations?: readonly string[];
  readonly onEvent?: (event: ApplyEvent) => void;
}

/**
 * Removes what a plan says, and nothing that does not prove itself again: the only way in which devclean removes
 * anything of a tool's. Never throws for a step: what could not be done is in the outcomes.
 */
export async function applyPlan(
  plan: PurgePlan,
  known: readonly KnownProvider[],
  options: ApplyOptions,
): Promise<PurgeResult> {
  const startedAt = new Date();
  const before = await freeSpaces(plan);
  const links = createLinkLedger();
  const tallies: Tally[] = [];
  const outcomes: StepOutcome[] = [];
  const verifications: ToolAnswer[] = [];
  for (const [location, steps] of stepsByLocation(plan)) {
    for await (const { removal, ...outcome } of applyToLocation(location, steps, known, options, links)) {
      tallies.push(...(removal ? [removal.tally] : []));
      outcomes.push(outcome);
      options.onEvent?.({ type: 'step', step: outcome.step, outcome });
    }
    const done = steps.filter(({ number }) =>
      outcomes.some(({ step, status }) => step === number && status === 'done'),
    );
    verifications.push(...(await askTool(location, done, known, options.context)));
  }
  const after = await freeSpaces(plan);
  return {
    schema: 'devclean.result/1',
    batch: randomBytes(6).toString('hex'),
    startedAt: startedAt.toISOString(),
    durationMs: Date.now() - startedAt.getTime(),
    plan,
    outcomes: outcomes.sort((a, b) => a.step - b.step),
    removed: usageOf(tallies, links),
    freeSpaceDelta: [...after].reduce((sum, [volume, bytes]) => sum + bytes - (before.get(volume) ?? bytes), 0),
    remaining: await usageAt(plan.steps.flatMap((step) => step.path ?? [])),
    verifications,
  };
}

type NumberedStep = PurgeStep & { readonly number: number };
type Applied = StepOutcome & { readonly removal?: RemovalResult };

async function* applyToLocation(
  location: string,
  steps: readonly NumberedStep[],
  known: readonly KnownProvider[],
  options: ApplyOptions,
  links: LinkLedger,
): AsyncGenerator<Applied> {
  const { context } = options;
  const guard: GuardOptions = { context, places: protectedPlaces(context), named: options.locations ?? [] };
  const first = steps[0] as NumberedStep;
  const owner = known.find((one) => one.provider.id === first.provider && one.origin === first.origin);
  const guarded: GuardedLocation | Refused | ErrorData = context.signal.aborted
    ? aborted
    : owner === undefined
      ? { reason: 'changed-since-plan', detail: `the provider ${first.provider} is not there any more` }
      : await guardLocation(location, owner, guard).catch((error: unknown) => errorData(error));
  if (!('root' in guarded)) {
    for (const { number } of steps) yield notDone(number, guarded);
    return;
  }
  const holds = new Holds(guarded, context, options.onEvent);
  try {
    await holds.finishEarlier();
    for (const step of steps) {
      const item = context.signal.aborted
        ? aborted
        : await guardItem(step, guarded, guard).catch((error: unknown) => errorData(error));
      if (!('parent' in item)) {
        yield notDone(step.number, item);
        continue;
      }
      try {
        yield await removeItem(step, item, holds, links, options);
      } catch (error) {
        yield notDone(step.number, errorData(error));
      } finally {
        if (item.parent !== guarded.root) item.parent.close();
      }
    }
  } finally {
    holds.close();
    guarded.root.close();
  }
}

const aborted: ErrorData = { code: 'ABORTED', message: 'It was interrupted before this was begun.' };

function notDone(step: number, why: Refused | ErrorData): Applied {
  if ('code' in why) return { step, status: 'failed', removed: noUsage, error: why };
  const error: ErrorData = { code: 'REFUSED', message: why.detail };
  return { step, status: 'refused', reason: why.reason, removed: noUsage, error };
}

async function removeItem(
  step: NumberedStep,
  item: GuardedItem,
  holds: Holds,
  links: LinkLedger,
  options: ApplyOptions,
): Promise<Applied> {
  const { signal } = options.context;
  const onProgress = ({ files, allocatedBytes }: { files: number; allocatedBytes: number }) =>
    options.onEvent?.({ type: 'progress', step: step.number, files, bytes: allocatedBytes });
  const moved = holds.take(step, item);
  if (moved === 'another') {
    return notDone(step.number, { reason: 'changed-since-plan', detail: 'it was replaced at the last moment' });
  }
  const { parent, name } = moved;
  const removal = await removeTree(parent, name, { signal, onProgress, links });
  const outcome = { step: step.number, removed: removal.removed, removal };
  if (removal.gone) return { ...outcome, status: 'done' };
  const [finding] = removal.findings;
  const message =
    finding?.code === 'aborted'
      ? 'It was interrupted; the next purge of this tool goes on with what is left.'
      : `Not all of it could be removed: ${finding?.path}: ${finding?.message}.`;
  const hint = `What is left of it lies in ${parent.describe()}.`;
  return {
    ...outcome,
    status: 'failed',
    error: { code: finding?.code === 'aborted' ? 'ABORTED' : 'REMOVAL_INCOMPLETE', message, hint },
  };
}

/** The holds of one location: beside its root, else in it, else none, and then an item is removed where it lies. */
class Holds {
  readonly #location: GuardedLocation;
  readonly #context: ToolContext;
  readonly #onEvent: ApplyOptions['onEvent'];
  readonly #open = new Map<string, Hold>();
  #noticed = false;

  constructor(location: GuardedLocation, context: ToolContext, onEvent: ApplyOptions['onEvent']) {
    this.#location = location;
    this.#context = context;
    this.#onEvent = onEvent;
  }

  /** Moves an item into the first hold that takes it. Where it lies now, or `another` when it was not the planned one. */
  take(step: PurgeStep, item: GuardedItem): GuardedItem | 'another' {
    let why = 'its folder is in a git work tree, where no hold is made';
    for (const at of this.#paths()) {
      try {
        const hold = this.#holdAt(at);
        const name = moveIntoHold(hold, step.provider, item, step.identity as NonNullable<PurgeStep['identity']>);
        return name === undefined ? 'another' : { parent: hold.folder, name };
      } catch (error) {
        why = (error as NodeJS.ErrnoException).code ?? (error as Error).message;
      }
    }
    if (!this.#noticed) {
      this.#noticed = true;
      const message = `${this.#location.found.path} is cleared in place, because it cannot be moved aside first (${why}).`;
      this.#onEvent?.({ type: 'notice', message });
    }
    return item;
  }

  /** Removes what an interrupted run had proved and moved aside. */
  async finishEarlier(): Promise<void> {
    const { provider } = this.#location.found;
    for (const at of this.#paths()) {
      if (entryAt(at) === undefined) continue;
      let hold: Hold;
      try {
        hold = this.#holdAt(at);
      } catch (error) {
        this.#onEvent?.({ type: 'notice', message: `${at} was left alone: ${(error as Error).message}.` });
        continue;
      }
      for (const name of condemnedIn(hold, provider)) {
        const { removed } = await removeTree(hold.folder, name, { signal: this.#context.signal });
        const message = `Finished an interrupted removal: ${removed.files} files, ${removed.reclaimableBytes} bytes.`;
        this.#onEvent?.({ type: 'notice', message });
      }
    }
  }

  close(): void {
    for (const hold of this.#open.values()) closeHold(hold, this.#context.uid);
  }

  #paths(): readonly string[] {
    const { path: location } = this.#location.found;
    return gitWorkTree(location) === undefined ? holdPaths(location, this.#context.uid) : [];
  }

  #holdAt(at: string): Hold {
    let hold = this.#open.get(at);
    if (hold === undefined) {
      hold = openHold(path.dirname(at), this.#context.uid, this.#location.root.mountId);
      this.#open.set(at, hold);
    }
    return hold;
  }
}

/** Asks the tool about the parts that were removed. That it cannot be asked, or fails, is no failure of the removal. */
async function askTool(
  location: string,
  done: readonly PurgeStep[],
  known: readonly KnownProvider[],
  context: ToolContext,
): Promise<ToolAnswer[]> {
  const provider = known.find((one) => one.provider.id === done[0]?.provider)?.provider;
  const found = (await provider?.detect(context).catch(() => undefined))?.locations.find(
    ({ path }) => path === location,
  );
  const cache = provider?.caches.find((candidate) => candidate.id === found?.cache);
  if (provider === undefined || found === undefined || cache?.verify === undefined) return [];
  const sections = cache.sections
    .filter(({ id }) => done.some((step) => step.section === id))
    .map(
      ({ id, title, safety, cost }): FoundSection => ({
        provider: provider.id,
        cache: cache.id,
        location,
        id,
        title,
        safety,
        cost,
        paths: done.flatMap((step) => (step.section === id && step.path) || []),
      }),
    );
  const [first, ...others] = sections;
  if (first === undefined) return [];
  const verification = await cache.verify([first, ...others], context).catch(() => undefined);
  return verification === undefined ? [] : [{ provider: provider.id, location, ...verification }];
}

function stepsByLocation(plan: PurgePlan): ReadonlyMap<string, readonly NumberedStep[]> {
  const groups = new Map<string, NumberedStep[]>();
  plan.steps.forEach((step, number) => {
    if (step.location === null) return;
    const group = groups.get(step.location);
    if (group === undefined) groups.set(step.location, [{ ...step, number }]);
    else group.push({ ...step, number });
  });
  return groups;
}

/** Free bytes of each file system that the plan touches. */
async function freeSpaces(plan: PurgePlan): Promise<ReadonlyMap<string, number>> {
  const spaces = new Map<string, number>();
  for (const location of new Set(plan.steps.flatMap((step) => step.location ?? []))) {
    const entry = targetOf(location);
    if (entry !== undefined) spaces.set(String(entry.dev), await freeSpace(location).catch(() => 0));
  }
  return spaces;
}

/** What lies at these paths now. */
async function usageAt(paths: readonly string[]): Promise<Usage> {
  const links = createLinkLedger();
  const tallies: Tally[] = [];
  for (const at of paths) tallies.push((await measureTree(at, { links })).root);
  return usageOf(tallies, links);
}
