import { DevcleanError, isDevcleanError, refuseSudo } from '@devclean/core';
import type { Session } from '../session.js';

/** Throws `UNDER_SUDO`: a file of root's in the user's folder would be one that the user can no longer change. */
export function notUnderSudo({ context }: Session): void {
  try {
    refuseSudo(context);
  } catch (error) {
    if (!isDevcleanError(error)) throw error;
    throw new DevcleanError('UNDER_SUDO', 'Your settings are yours, not root’s: nothing was changed.', {
      hint: 'Run it as yourself.',
      cause: error,
    });
  }
}
