import { undoBatch } from '@devclean/core';
import { renderUndo } from '../render/undo.js';
import { type OutputFlags, openSession } from '../session.js';
import { refuseToRemove } from './refuse-to-remove.js';
import { withReturnProgress } from './with-return-progress.js';

/** `devclean undo [BATCH]`. Exits 1 when some of it could not be brought back. */
export async function runUndo(batch: string | undefined, flags: OutputFlags): Promise<void> {
  const session = await openSession(flags);
  refuseToRemove(session);
  const { context } = session;
  const result = await withReturnProgress(session, (onEvent) => undoBatch(batch, { context, onEvent }));
  const isAllBack = result.items.every(({ status }) => status !== 'failed');
  process.exitCode = context.signal.aborted ? 130 : isAllBack ? 0 : 1;
  if (session.json) return session.emit(result);
  session.print(renderUndo(result, session.out));
}
