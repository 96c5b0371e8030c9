import type { ContextReport, ToolView } from '@devclean/core';
import { bytes } from './bytes.js';
import type { Look } from './look.js';
import { paragraph, type Row, table } from './table.js';
import { counted, shortList } from './words.js';

/** What the tool's own report says of a location, and what it leaves out. */
export function toolViewLines(views: readonly ToolView[], contexts: readonly ContextReport[], look: Look): string[] {
  return views.flatMap((view) => {
    const { of, command, figures, besides, remarks = [] } = view;
    const all = contexts.length > 0 && contexts.every(({ id }) => view.contexts.includes(id));
    const whose = all || view.contexts.length === 0 ? of : `${of} (${shortList(view.contexts)})`;
    const says =
      command === undefined ? `${whose} has no command that tells what is in it` : `${whose}: ${command} says`;
    const rows: Row[] = figures.map(({ label, text }) => [label, text]);
    const unseen = besides.filter((part) => !part.counted);
    const seen = besides.filter((part) => part.counted);
    return [
      paragraph(look.colors.bold(says), look.width, '  ', '    '),
      ...table(rows, [{}, { align: 'right' }], look.width, '    '),
      ...besideLines(command === undefined ? 'there are' : 'and does not count', unseen, look),
      ...besideLines('of what it counts', seen, look),
      ...remarks.map((remark) => paragraph(look.colors.dim(remark), look.width, '    ', '    ')),
    ];
  });
}

function besideLines(heading: string, parts: ToolView['besides'], look: Look): string[] {
  if (parts.length === 0) return [];
  const rows = parts.map(({ what, files, bytes: size }): Row => [counted(files, 'file'), bytes(size), what]);
  const columns = [{ align: 'right' }, { align: 'right' }, {}] as const;
  return [`    ${heading}`, ...table(rows, columns, look.width, '      ')];
}
