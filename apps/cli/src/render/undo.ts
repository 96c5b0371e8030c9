import type { UndoResult } from '@devclean/core';
import { gainOf } from './bytes.js';
import type { Look } from './look.js';
import { printableDocument } from './printable.js';
import { shownPath } from './shown-path.js';
import { paragraph } from './table.js';
import { counted } from './words.js';

/** What came back; and where what did not come back to its place is now. */
export function renderUndo(document: UndoResult, look: Look): string {
  const { items, returned } = printableDocument(document);
  const { colors, width } = look;
  const back = items.filter(({ status }) => status !== 'failed').length;
  return [
    back === 0
      ? 'Nothing was brought back.'
      : `Brought back ${colors.bold(gainOf(returned, look))} in ${counted(back, 'item')}.`,
    ...items.flatMap(({ status, path, at, error }) => {
      if (status === 'returned') return [];
      const words =
        status === 'beside'
          ? `Its place is taken, so it is now ${shownPath(at ?? '', look)}.`
          : colors.yellow(error?.message ?? status);
      return [paragraph(`${shownPath(path, look)}: ${words}`, width, '  ', '    ')];
    }),
  ].join('\n');
}
