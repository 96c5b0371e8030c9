import {
  type ApplyEvent,
  applyPlan,
  DevcleanError,
  exitCodeOf,
  type KnownProvider,
  type PurgePlan,
  type PurgeResult,
} from '@devclean/core';
import { deedOf, type PlanFacts, renderPlan } from '../render/plan.js';
import { printable } from '../render/printable.js';
import { renderResult } from '../render/result.js';
import { listed } from '../render/words.js';
import type { Session } from '../session.js';
import { ask } from './ask.js';
import type { Destination } from './destination-flags.js';
import { onRecovery } from './on-recovery.js';
import { keptFreesNothing } from './room-flags.js';

export interface ConfirmationFlags {
  readonly 'dry-run'?: boolean;
  readonly yes?: boolean;
  /** As it was typed: `24h`. */
  readonly keep?: string | undefined;
  readonly trash?: boolean;
}

export interface Work {
  readonly plan: PurgePlan;
  readonly known: readonly KnownProvider[];
  readonly facts: PlanFacts;
  /** Real paths that the user named with `--location`. */
  readonly locations: readonly string[];
  /** Ids of the contexts that the user named with `--context`. */
  readonly contexts?: readonly string[];
  /** Of a plan that was made without it. */
  readonly destination?: Destination;
}

/** Shows a plan, asks, applies it, and tells what came of it. Sets the exit code. */
export async function carryOut(session: Session, work: Work, flags: ConfirmationFlags): Promise<void> {
  const { facts } = work;
  const plan = withDestination(work.plan, work.destination ?? {});
  const { json, quiet, context } = session;
  const hasWork = plan.steps.length > 0;
  if (!hasWork && !json) {
    // An interrupted run may have left what it had begun: that was confirmed then.
    await apply(session, work);
    process.exitCode = context.signal.aborted ? 130 : exitCodeOf(plan);
    return session.print(renderPlan(plan, facts, session.out));
  }
  // The plan is what the question is about, not the result: it goes where the question goes.
  if (!json && (!quiet || !flags.yes)) session.note(`${renderPlan(plan, facts, session.err)}\n`);
  if (hasWork && !flags.yes && !(await confirmed(session, plan, facts))) {
    if (json) throw new DevcleanError('ABORTED', 'Nothing was removed: the answer was no.');
    return session.print('Nothing was removed.');
  }
  const result = await apply(session, work);
  process.exitCode = context.signal.aborted ? 130 : exitCodeOf(plan, result);
  if (json) return session.emit(result);
  session.print(renderResult(result, session.out));
}

/** What the plan says of undoing, as it is with `--keep` or `--trash`. Throws `BAD_ARGUMENT` for what a tool removes itself. */
export function withDestination(plan: PurgePlan, { keepMs, trash }: Destination): PurgePlan {
  if (keepMs === undefined && !trash) return plan;
  const undoable = trash ?? (keepMs ?? 0) > 0;
  if (undoable && plan.room) throw keptFreesNothing('This plan', trash ? '--trash' : '--keep');
  if (undoable && plan.steps.some(({ kind }) => kind === 'command')) {
    throw new DevcleanError('BAD_ARGUMENT', 'What a tool removes by its own command cannot be kept.', {
      hint: `Leave out ${trash ? '--trash' : '--keep'}, or plan it again without --via native.`,
    });
  }
  const { keepMs: _, trash: __, settings = [], ...rest } = plan;
  const others = settings.filter(({ name }) => name !== 'keep');
  const steps = plan.steps.map((step) => ({ ...step, undoable }));
  return {
    ...rest,
    ...(others.length > 0 && { settings: others }),
    ...(trash ? { trash } : { keepMs: keepMs as number }),
    steps,
  };
}

async function confirmed(session: Session, plan: PurgePlan, facts: PlanFacts): Promise<boolean> {
  if (!session.canAsk) {
    throw new DevcleanError(
      'NEEDS_CONFIRMATION',
      `This would ${deedOf(plan, session.err)}, and there is no terminal to ask at.`,
      {
        hint: 'Look at the plan with --dry-run, and confirm it with --yes.',
      },
    );
  }
  if (session.json) session.note(renderPlan(plan, facts, session.err));
  const commands = plan.steps.filter(({ kind }) => kind === 'command');
  const tools = [...new Set(commands.map(({ provider }) => facts.titles.get(provider) ?? provider))];
  const deed = deedOf(plan, session.err);
  const question = `${deed.charAt(0).toUpperCase()}${deed.slice(1)} now?`;
  if (commands.length < plan.steps.length && !(await ask(question, session))) return false;
  // What another program does is a question of its own.
  return tools.length === 0 || ask(printable(`Let ${listed(tools)} remove it now? It cannot be undone.`), session);
}

async function apply(
  session: Session,
  { plan, known, facts, locations, contexts = [], destination }: Work,
): Promise<PurgeResult> {
  const { context, progress } = session;
  const recovery = onRecovery(session);
  const removal = progress.live
    ? new (await import('../render/removal-progress.js')).RemovalProgress(plan, facts.titles)
    : undefined;
  const onEvent = (event: ApplyEvent): void => {
    recovery(event);
    removal?.note(event);
    if (removal) progress.show(removal.view);
  };
  if (removal) progress.show(removal.view);
  try {
    return await applyPlan(plan, known, { context, locations, contexts, onEvent, ...destination });
  } finally {
    progress.clear();
  }
}
