import { DevcleanError, freeBatch, history } from '@devclean/core';
import { gainOf } from '../render/bytes.js';
import { renderHistory } from '../render/history.js';
import { printable } from '../render/printable.js';
import { type OutputFlags, openSession, type Session } from '../session.js';
import { refuseToRemove } from './refuse-to-remove.js';
import { withReturnProgress } from './with-return-progress.js';

export interface HistoryFlags extends OutputFlags {
  readonly free?: string | undefined;
  readonly yes?: boolean;
}

/** `devclean history [--free BATCH]`. */
export async function runHistory(flags: HistoryFlags): Promise<void> {
  const session = await openSession(flags);
  const { context } = session;
  const { free } = flags;
  if (free === undefined) {
    const past = history(context);
    if (session.json) return session.emit(past);
    return session.print(renderHistory(past, session.out));
  }
  refuseToRemove(session);
  if (!flags.yes && !(await confirmed(session, free))) {
    if (session.json) throw new DevcleanError('ABORTED', 'Nothing was removed: the answer was no.');
    return session.print('Nothing was removed.');
  }
  const past = await withReturnProgress(session, (onEvent) => freeBatch(free, { context, onEvent }));
  if (session.json) return session.emit(past);
  if (past.freed) session.print(`Freed ${gainOf(past.freed.removed, session.out)}.`);
}

async function confirmed(session: Session, free: string): Promise<boolean> {
  const batch = history(session.context).batches.find((each) => each.batch === free);
  // What is wrong with the name is said before anything is asked.
  if (batch?.heldUntil === undefined) return true;
  const gain = gainOf(batch.held, session.err);
  if (!session.canAsk) {
    throw new DevcleanError('NEEDS_CONFIRMATION', `This would free ${gain}, and there is no terminal to ask at.`, {
      hint: 'Confirm it with --yes. It cannot be undone.',
    });
  }
  const { default: confirm } = await import('@inquirer/confirm');
  const message = `Free ${gain} of batch ${printable(free)} now? It cannot be undone.`;
  const theme = { prefix: session.err.colors.cyan('?') };
  return confirm({ message, default: false, theme }, { output: process.stderr, signal: session.context.signal });
}
