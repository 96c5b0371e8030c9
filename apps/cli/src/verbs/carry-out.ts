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
import { paragraph } from '../render/table.js';
import { counted } from '../render/words.js';
import type { Session } from '../session.js';

export interface ConfirmationFlags {
  readonly 'dry-run'?: boolean;
  readonly yes?: boolean;
}

export interface Work {
  readonly plan: PurgePlan;
  readonly known: readonly KnownProvider[];
  readonly facts: PlanFacts;
  /** Real paths that the user named with `--location`. */
  readonly locations: readonly string[];
}

/** Shows a plan, asks, applies it, and tells what came of it. Sets the exit code. */
export async function carryOut(session: Session, work: Work, flags: ConfirmationFlags): Promise<void> {
  const { plan, facts } = work;
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
  const { default: confirm } = await import('@inquirer/confirm');
  const message = `Free ${gainOf(plan.expected, session.err)} now?`;
  // Its own sign for an answer is beyond ASCII, whatever the locale.
  const theme = { prefix: session.err.colors.cyan('?') };
  return confirm({ message, default: false, theme }, { output: process.stderr, signal: session.context.signal });
}

async function apply(session: Session, { plan, known, locations }: Work): Promise<PurgeResult> {
  const { context, progress } = session;
  const onEvent = (event: ApplyEvent): void => {
    if (event.type === 'notice') {
      if (!session.quiet) session.note(paragraph(printable(event.message), session.err.width, '', '  '));
    } else if (event.type === 'finished') {
      const freed = gainOf(event.removed, session.err);
      if (!session.quiet) session.note(`Finished an interrupted removal of ${event.provider}: freed ${freed}.`);
    } else if (event.type === 'progress') {
      const step = plan.steps[event.step];
      progress.show(
        `Removing ${step?.provider}/${step?.section}: ${bytes(event.bytes)} in ${counted(event.files, 'file')}`,
      );
    }
  };
  try {
    return await applyPlan(plan, known, { context, locations, onEvent });
  } finally {
    progress.clear();
  }
}
