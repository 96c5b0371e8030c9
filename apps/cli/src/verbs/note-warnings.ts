import type { Scan } from '@devclean/core';
import { printable } from '../render/printable.js';
import { paragraph } from '../render/table.js';
import type { Session } from '../session.js';

/** Says what keeps devclean from removing anything, or from following a setting. */
export function noteWarnings({ report }: Scan, { note, err }: Session): void {
  for (const { message, hint } of report.warnings ?? []) {
    note(paragraph(printable([message, hint].join(' ')), err.width, '', '  '));
  }
}
