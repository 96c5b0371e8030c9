import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';

/** The beginning of a line, colours and all, that takes up no more than `width` columns: a terminal would wrap the rest. */
export function clipped(line: string, width: number): string {
  if (stringWidth(line) <= width) return line;
  return wrapAnsi(line, width, { hard: true, trim: false, wordWrap: false }).split('\n')[0] ?? '';
}
