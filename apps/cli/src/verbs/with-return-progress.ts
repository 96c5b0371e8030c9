import type { ApplyEvent } from '@devclean/core';
import type { Session } from '../session.js';
import { onRecovery } from './on-recovery.js';

/** Shows how far an undo, or the freeing of what is held, is; and says what interrupted runs had left. */
export async function withReturnProgress<T>(
  session: Session,
  work: (onEvent: (event: ApplyEvent) => void) => Promise<T>,
): Promise<T> {
  const { progress } = session;
  const recovery = onRecovery(session);
  if (!progress.live) return work(recovery);
  const { ReturnProgress } = await import('../render/removal-progress.js');
  const returning = new ReturnProgress();
  progress.show(returning.view);
  try {
    return await work((event) => {
      recovery(event);
      returning.note(event);
      progress.show(returning.view);
    });
  } finally {
    progress.clear();
  }
}
