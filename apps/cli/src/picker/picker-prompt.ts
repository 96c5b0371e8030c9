import { emitKeypressEvents, type Interface } from 'node:readline';
import type { WriteStream } from 'node:tty';
import { createPrompt, useEffect, useKeypress, useMemo, useRef, useState } from '@inquirer/core';
import type { Gain } from '../render/gain-words.js';
import type { Look } from '../render/look.js';
import type { PickablePart, PickableTool } from './pickable-tools.js';
import { openPicker, pressed, tickedParts } from './picker-state.js';
import { renderPicker } from './render-picker.js';

export interface PickerOptions {
  readonly tools: readonly PickableTool[];
  /** What these parts give back together. */
  readonly gainOf: (parts: readonly PickablePart[]) => Gain;
  readonly look: Look;
  readonly input: NodeJS.ReadStream;
  readonly output: WriteStream;
  readonly signal: AbortSignal;
}

/** A screen of its own, so that what stood there before stands there again when it is left. */
const enterScreen = '\u001b[?1049h\u001b[H';
const leaveScreen = '\u001b[?1049l\u001b[?25h';
const cursorHide = '\u001b[?25l';
const clearScreen = '\u001b[2J\u001b[H';

/** Milliseconds for which Esc may still be the beginning of another key: Node's half a second is felt. It is the first word on it that counts. */
const quick = { escapeCodeTimeout: 50 } as Interface & { readonly escapeCodeTimeout: number };

/**
 * Lets a person tick what goes, on the whole screen. Nothing when it was left without a choice. Throws as the other questions do when it is
 * interrupted.
 */
export async function pickAtScreen(options: PickerOptions): Promise<readonly PickablePart[] | undefined> {
  const { input, output, signal } = options;
  emitKeypressEvents(input, quick);
  const leave = () => output.write(leaveScreen);
  output.write(enterScreen);
  process.once('exit', leave);
  try {
    return await prompt(options, { input, output, signal, clearPromptOnDone: true });
  } finally {
    process.off('exit', leave);
    leave();
  }
}

const prompt = createPrompt<readonly PickablePart[] | undefined, PickerOptions>((options, done) => {
  const { tools, gainOf, look, output } = options;
  const [state, setState] = useState(() => openPicker(tools));
  const [size, setSize] = useState(() => sizeOf(output));
  const top = useRef(0);
  const gain = useMemo(() => gainOf(tickedParts(state)), [state.ticked]);
  const screen = renderPicker({ state, gain, rows: size.rows, top: top.current }, { ...look, width: size.columns });
  top.current = screen.top;

  useKeypress((key, rl) => {
    rl.clearLine(0); // what is typed is ours, and no line of readline's
    if (key.ctrl && key.name === 'z') return;
    const next = pressed(state, key, screen.page);
    if (next === 'accept') done(tickedParts(state));
    else if (next === 'leave') done(undefined);
    else setState(next);
  });
  useEffect((rl) => {
    const resized = () => {
      output.write(clearScreen);
      setSize(sizeOf(output));
    };
    // Ctrl-Z: whoever comes back finds the picker as it was.
    const stopped = () => {
      output.write(leaveScreen);
      setRaw(options.input, false);
      process.once('SIGCONT', () => {
        setRaw(options.input, true);
        output.write(enterScreen);
        resized();
      });
      process.kill(process.pid, 'SIGTSTP');
    };
    const closed = () => done(undefined); // Ctrl-D
    output.on('resize', resized);
    rl.on('SIGTSTP', stopped);
    rl.on('close', closed);
    return () => {
      output.off('resize', resized);
      rl.removeListener('SIGTSTP', stopped);
      rl.removeListener('close', closed);
    };
  }, []);

  return `${screen.lines.join('\n')}${cursorHide}`;
});

function setRaw(input: NodeJS.ReadStream, isRaw: boolean): void {
  if (input.isTTY) input.setRawMode(isRaw);
}

/** The prompt's library needs a line to stand in, and a terminal wraps what fills its last column. */
function sizeOf({ columns, rows }: WriteStream): { readonly columns: number; readonly rows: number } {
  return { columns: Math.max(20, columns || 80) - 1, rows: Math.max(8, (rows || 24) - 1) };
}
