import type { ApplyEvent } from '@devclean/core';
import { gainOf } from '../render/bytes.js';
import { printable } from '../render/printable.js';
import { paragraph } from '../render/table.js';
import type { Session } from '../session.js';

/** Tells what a run did beside what it was asked for: ends what an earlier one began, and removes what was kept long enough. */
export function onRecovery(session: Session): (event: ApplyEvent) => void {
  return (event) => {
    if (session.quiet) return;
    if (event.type === 'notice') {
      session.note(paragraph(printable(event.message), session.err.width, '', '  '));
    } else if (event.type === 'finished') {
      const what = event.expired ? 'Removed what was kept' : 'Finished an interrupted removal';
      session.note(`${what} of ${printable(event.provider)}: freed ${gainOf(event.removed, session.err)}.`);
    }
  };
}
