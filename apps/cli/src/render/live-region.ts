import type { WriteStream } from 'node:tty';
import stringWidth from 'string-width';
import { clipped } from './clipped.js';
import { isPlain, type Look } from './look.js';
import type { View } from './progress.js';

const everyMs = 100;
/** Work that is over sooner shows nothing. */
const afterMs = 150;
const plainEveryMs = 10_000;
const plainAfterMs = 2000;

const hideCursor = '\u001b[?25l';
const showCursor = '\u001b[?25h';
const eraseBelow = '\u001b[J';
/** Whole: of a line whose end was erased, tmux takes that for blanks, and wraps them. */
const eraseLine = '\u001b[2K';

/** Shows a view until it is stopped, and then leaves the terminal as it was. */
export function startRegion(stream: WriteStream, look: Look, view: View): { stop(): void } {
  return isPlain(process.env) ? sayNowAndThen(stream, look, view) : paintOver(stream, look, view);
}

function paintOver(stream: WriteStream, look: Look, view: View): { stop(): void } {
  let painted: Painted | undefined;
  let count = 0;
  const { spinner } = look.signs;
  const draw = (): void => {
    const width = columnsOf(stream);
    const rows = Math.max(1, (stream.rows || 24) - 2);
    const lines = view({
      look: { ...look, width: width - 1 },
      rows,
      spinner: look.colors.cyan(spinner[count++ % spinner.length] ?? ''),
      nowMs: performance.now(),
      plain: false,
    });
    const shown = lines.slice(0, rows).map((line) => clipped(line, width - 1));
    const { text, next } = repaint(painted, shown, width);
    stream.write(painted === undefined ? hideCursor + text : text);
    painted = next;
  };
  const first = setTimeout(draw, afterMs).unref();
  const timer = setInterval(() => painted && draw(), everyMs).unref();
  const erase = (): void => {
    if (painted) stream.write(repaint(painted, [], columnsOf(stream)).text + showCursor);
    painted = undefined;
  };
  // Ctrl-Z: the shell gets a terminal without our lines, and with a cursor.
  const pause = (): void => {
    const wasPainted = painted !== undefined;
    erase();
    process.kill(process.pid, 'SIGSTOP');
    if (wasPainted) draw();
  };
  const stop = (): void => {
    clearTimeout(first);
    clearInterval(timer);
    process.off('exit', stop);
    process.off('SIGTSTP', pause);
    erase();
  };
  process.once('exit', stop);
  process.on('SIGTSTP', pause);
  return { stop };
}

/**
 * What stands on the screen: the columns that each line takes, and how many there were. The cursor is at the beginning of the line below:
 * a terminal that becomes narrower wraps what is painted, and some of them leave out the line of the cursor.
 */
export interface Painted {
  readonly widths: readonly number[];
  readonly columns: number;
}

/** What has to be written so that these lines stand where the painted ones do. */
export function repaint(
  painted: Painted | undefined,
  lines: readonly string[],
  columns: number,
): { readonly text: string; readonly next: Painted } {
  const rows = (painted?.widths ?? []).reduce((sum, width) => sum + Math.max(1, Math.ceil(width / columns)), 0);
  const up = rows > 0 ? `\u001b[${rows}A` : '';
  // Erased line by line it does not flicker; what was wrapped is erased first.
  const isSame = painted?.columns === columns;
  const body = isSame
    ? lines.map((line) => `${eraseLine}${line}\n`).join('') + eraseBelow
    : eraseBelow + lines.map((line) => `${line}\n`).join('');
  return { text: `\r${up}${body}`, next: { widths: lines.map((line) => stringWidth(line)), columns } };
}

/** Asked anew: the signal of a window that has changed may still be on its way, and its lines wrapped already. */
function columnsOf(stream: WriteStream & { _refreshSize?(): void }): number {
  stream._refreshSize?.();
  return Math.max(12, stream.columns || 80);
}

/** For a terminal that cannot be painted over, and for who has it read aloud: a line now and then. */
function sayNowAndThen(stream: WriteStream, look: Look, view: View): { stop(): void } {
  let last = '';
  const say = (): void => {
    const [line = ''] = view({ look, rows: 1, spinner: '', nowMs: performance.now(), plain: true });
    if (line !== last) stream.write(`${line}\n`);
    last = line;
  };
  const first = setTimeout(say, plainAfterMs).unref();
  const timer = setInterval(say, plainEveryMs).unref();
  return {
    stop() {
      clearTimeout(first);
      clearInterval(timer);
    },
  };
}
