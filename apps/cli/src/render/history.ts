import type { History, PastBatch } from '@devclean/core';
import { gainOf } from './bytes.js';
import type { Look } from './look.js';
import { printableDocument } from './printable.js';
import { paragraph, table } from './table.js';
import { counted, listed, shownTime } from './words.js';

/** One line a batch, the newest first. */
export function renderHistory(document: History, look: Look): string {
  const { batches } = printableDocument(document);
  const { width } = look;
  if (batches.length === 0) return 'Nothing was removed yet.';
  const held = batches.find(({ state }) => state === 'held');
  const trashed = batches.find(({ state }) => state === 'trashed');
  return [
    ...table(
      batches.map((batch) => [
        batch.batch,
        shownTime(batch.startedAt),
        gainOf(sizeShown(batch), look),
        listed(batch.tools),
        stateWords(batch, look),
      ]),
      [{}, {}, { align: 'right' }, {}, {}],
      width,
    ),
    ...(held
      ? [
          '',
          paragraph(
            `"devclean undo ${held.batch}" brings it back; "devclean history --free ${held.batch}" frees its space.`,
            width,
          ),
        ]
      : []),
    ...(trashed
      ? [
          '',
          paragraph(
            `"devclean undo ${trashed.batch}" brings back from the trash; emptying that frees its space.`,
            width,
          ),
        ]
      : []),
  ].join('\n');
}

function stateWords(batch: PastBatch, look: Look): string {
  const { lost, items } = batch;
  if (lost === 0) return stateWord(batch, look);
  const words = `lost: something else took ${lost === items ? 'it' : counted(lost, 'item')} away`;
  return `${lost === items ? '' : `${stateWord(batch, look)}; `}${look.colors.yellow(words)}`;
}

function sizeShown({ state, held, trashed, removed }: PastBatch): PastBatch['removed'] {
  if (state === 'held') return held;
  return state === 'trashed' ? trashed : removed;
}

function stateWord({ state, heldUntil, returned, leftTrash, items }: PastBatch, { colors }: Look): string {
  switch (state) {
    case 'held':
      return colors.green(`held until ${shownTime(heldUntil ?? '')}`);
    case 'trashed':
      return leftTrash === 0 ? 'in the trash' : 'partly in the trash still';
    case 'interrupted':
      return colors.yellow('interrupted: the next command that removes something ends it');
    case 'damaged':
      return colors.red('its journal is damaged');
    case 'done':
      if (leftTrash > 0 && returned === 0) return 'not in the trash any more';
      return returned === 0 ? 'removed' : returned === items ? 'brought back' : 'partly brought back';
  }
}
