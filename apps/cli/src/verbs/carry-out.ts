import {
  type ApplyEvent,
  applyPlan,
  DevcleanError,
  exitCodeOf,
  type KnownProvider,
  type PurgePlan,
  type PurgeResult,
} from '@devclean/core';
import { bytes, gainOf } from '../render/bytes.js';
import { type PlanFacts, renderPlan } from '../render/plan.js';
import { printable } from '../render/printable.js';
import { renderResult } from '../render/result.js';
import { counted, listed, typed } from '../render/words.js';
import type { Session } from '../session.js';
import { ask } from './ask.js';
import { onRecovery } from './on-recovery.js';

export interface ConfirmationFlags {
  readonly 'dry-run'?: boolean;
  readonly yes?: boolean;
  /** As it was typed: `24h`. */
  readonly keep?: string | undefined;
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
  readonly keepMs?: number;
}

/** Shows a plan, asks, applies it, and tells what came of it. Sets the exit code. */
export async function carryOut(session: Session, work: Work, flags: ConfirmationFlags): Promise<void> {
  const { facts, keepMs } = work;
  const plan = asKept(work.plan, keepMs);
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

/** What the plan says of undoing, as it is with `--keep`. */
export function asKept(plan: PurgePlan, keepMs: number | undefined): PurgePlan {
  if (keepMs === undefined) return plan;
  if (keepMs > 0 && plan.steps.some(({ kind }) => kind === 'command')) {
    throw new DevcleanError('BAD_ARGUMENT', 'What a tool removes by its own command cannot be kept.', {
      hint: 'Leave out --keep, or plan it again without --via native.',
    });
  }
  return { ...plan, keepMs, steps: plan.steps.map((step) => ({ ...step, undoable: keepMs > 0 })) };
}

async function confirmed(session: Session, plan: PurgePlan, facts: PlanFacts): Promise<boolean> {
  if (!session.canAsk) {
    throw new DevcleanError(
      'NEEDS_CONFIRMATION',
      `This would free ${gainOf(plan.expected, session.err)}, and there is no terminal to ask at.`,
      {
        hint: 'Look at the plan with --dry-run, and confirm it with --yes.',
      },
    );
  }
  if (session.json) session.note(renderPlan(plan, facts, session.err));
  const commands = plan.steps.filter(({ kind }) => kind === 'command');
  const tools = [...new Set(commands.map(({ provider }) => facts.titles.get(provider) ?? provider))];
  if (commands.length < plan.steps.length && !(await ask(`Free ${gainOf(plan.expected, session.err)} now?`, session)))
    return false;
  // What another program does is a question of its own.
  return tools.length === 0 || ask(printable(`Let ${listed(tools)} remove it now? It cannot be undone.`), session);
}

async function apply(session: Session, { plan, known, locations, contexts = [], keepMs }: Work): Promise<PurgeResult> {
  const { context, progress } = session;
  const recovery = onRecovery(session);
  const onEvent = (event: ApplyEvent): void => {
    recovery(event);
    if (event.type === 'command') progress.show(printable(`Running ${event.argv.map(typed).join(' ')}`));
    if (event.type === 'progress') {
      const step = plan.steps[event.step];
      progress.show(
        `Removing ${step?.provider}/${step?.section}: ${bytes(event.bytes)} in ${counted(event.files, 'file')}`,
      );
    }
  };
  try {
    return await applyPlan(plan, known, {
      context,
      locations,
      contexts,
      onEvent,
      ...(keepMs !== undefined && { keepMs }),
    });
  } finally {
    progress.clear();
  }
}
