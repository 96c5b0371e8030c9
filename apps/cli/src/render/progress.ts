import type { WriteStream } from 'node:tty';
import type { Look } from './look.js';

/** One picture of work that is under way, made anew ten times a second. */
export interface Frame {
  /** With the columns that there are now. */
  readonly look: Look;
  /** Lines that there is room for. */
  readonly rows: number;
  readonly spinner: string;
  /** Milliseconds, from any moment on. */
  readonly nowMs: number;
  /** Whether it is a line among others, of a text that is read from the top down, instead of a picture that is painted over. */
  readonly plain: boolean;
}

/** Says in a few lines, the most important first, how far the work is. Reads what changes, and changes nothing. */
export type View = (frame: Frame) => readonly string[];

export interface Progress {
  /** Whether anybody sees it. */
  readonly live: boolean;
  /** Shows this instead of what was shown before. */
  show(view: View | string): void;
  /** Leaves no trace. Safe to call twice. */
  clear(): void;
}

const silent: Progress = { live: false, show() {}, clear() {} };

/**
 * A few lines that are painted over while work goes on: at a terminal only, and on one that cannot be painted over, or that is read aloud,
 * a line every few seconds. What draws them is loaded when there is something to show.
 */
export function progressOn(stream: WriteStream, look: Look, wanted: boolean): Progress {
  if (!wanted || !look.terminal) return silent;
  let view: View | undefined;
  let region: { stop(): void } | undefined;
  let isComing = false;
  const start = async (): Promise<void> => {
    isComing = true;
    const { startRegion } = await import('./live-region.js');
    isComing = false;
    // It may be over by now.
    if (view !== undefined && region === undefined) region = startRegion(stream, look, (frame) => view?.(frame) ?? []);
  };
  return {
    live: true,
    show(next) {
      view = typeof next === 'string' ? sentence(next) : next;
      // That it cannot be shown, because devclean is being updated this moment, is nothing to stop the work for.
      if (region === undefined && !isComing) start().catch(() => undefined);
    },
    clear() {
      view = undefined;
      region?.stop();
      region = undefined;
    },
  };
}

function sentence(text: string): View {
  return ({ spinner }) => [spinner === '' ? text : `${spinner} ${text}`];
}
