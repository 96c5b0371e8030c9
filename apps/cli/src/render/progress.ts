import type { WriteStream } from 'node:tty';
import type { Look } from './look.js';
import { printable } from './printable.js';
import { shortenedTo } from './shown-path.js';

export interface Progress {
  /** Shows this instead of what was shown before. */
  show(text: string): void;
  /** Leaves no trace. Safe to call twice. */
  clear(): void;
}

const silent: Progress = { show() {}, clear() {} };

const eraseLine = '\r\u001b[2K';
const everyMs = 80;

/** One line that is rewritten while work goes on: at a terminal only. */
export function progressOn(stream: WriteStream, look: Look, wanted: boolean): Progress {
  if (!wanted || !look.terminal || process.env.TERM === 'dumb') return silent;
  const { signs, width, colors } = look;
  let text: string | undefined;
  let frame = 0;
  const draw = (): void => {
    if (text === undefined) return;
    const spinner = signs.spinner[frame++ % signs.spinner.length] ?? '';
    stream.write(`${eraseLine}${colors.cyan(spinner)} ${shortenedTo(text, width - 3, signs.ellipsis)}`);
  };
  let timer: NodeJS.Timeout | undefined;
  return {
    show(next) {
      text = printable(next);
      timer ??= setInterval(draw, everyMs).unref();
    },
    clear() {
      clearInterval(timer);
      timer = undefined;
      if (text !== undefined && frame > 0) stream.write(eraseLine);
      text = undefined;
      frame = 0;
    },
  };
}
