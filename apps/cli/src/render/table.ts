import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';

export interface Column {
  readonly align?: 'left' | 'right';
}

/** Cells in aligned columns, or text that stands by itself across them. */
export type Row = readonly string[] | string;

const gap = '  ';

/** What the last column needs at least; with less it goes below the others. */
const least = 16;

/**
 * Lines of a table. Columns are as wide as their widest cell; the last one takes what is left of `width` and wraps
 * inside itself, or below the others where too little is left. A column that is empty in every row is left out.
 */
export function table(rows: readonly Row[], columns: readonly Column[], width: number, indent = ''): string[] {
  return [...tableLines(rows, columns, width, indent)];
}

/** The same, line by line. The rows are gone through twice: once for the widths. */
export function* tableLines(
  rows: Iterable<Row>,
  columns: readonly Column[],
  width: number,
  indent = '',
): Generator<string> {
  const widths = columns.map(() => 0);
  for (const row of rows) {
    if (typeof row === 'string') continue;
    for (const index of columns.keys()) widths[index] = Math.max(widths[index] ?? 0, stringWidth(row[index] ?? ''));
  }
  for (const row of rows) {
    if (typeof row === 'string') yield* row.split('\n');
    else yield* rowLines(row, columns, widths, width, indent);
  }
}

function rowLines(
  row: readonly string[],
  columns: readonly Column[],
  widths: readonly number[],
  width: number,
  indent: string,
): string[] {
  const shown = columns.map((_, index) => index).filter((index) => (widths[index] ?? 0) > 0);
  const last = shown.at(-1);
  let line = indent;
  for (const index of shown) {
    const cell = row[index] ?? '';
    if (index === last) {
      const column = stringWidth(line);
      if (column + stringWidth(cell) > width && width - column < least) {
        return [line.trimEnd(), ...paragraph(cell, width, `${indent}    `).split('\n')];
      }
      return wrapped(cell, width - column)
        .map((part, at) => (at === 0 ? line : ' '.repeat(column)) + part)
        .map(trimmed);
    }
    const padding = ' '.repeat((widths[index] ?? 0) - stringWidth(cell));
    line += (columns[index]?.align === 'right' ? padding + cell : cell + padding) + gap;
  }
  return [trimmed(line)];
}

/** Text wrapped to `width` columns, every line behind `indent`, the further ones behind `hanging`. */
export function paragraph(text: string, width: number, indent = '', hanging = indent): string {
  return wrapped(text, Math.max(12, width - Math.max(indent.length, hanging.length)))
    .map((line, index) => (index === 0 ? indent : hanging) + line)
    .join('\n');
}

function trimmed(line: string): string {
  return line.trimEnd();
}

function wrapped(text: string, width: number): string[] {
  return wrapAnsi(text, width, { hard: true }).split('\n');
}
