import { PassThrough, Writable } from 'node:stream';
import type { WriteStream } from 'node:tty';
import xterm from '@xterm/headless';

/** A terminal without a window, that wraps, scrolls and knows its escape sequences as a real one does. */
export interface EmulatedTerminal {
  readonly output: WriteStream;
  readonly input: NodeJS.ReadStream & { readonly isRaw: boolean };
  type(...keys: readonly string[]): Promise<void>;
  resize(columns: number, rows: number): Promise<void>;
  /** What stands on the screen, without what is empty below it. */
  screen(): Promise<string>;
  /** With all that has scrolled away. */
  everything(): Promise<string>;
  readonly isCursorShown: boolean;
  /** Whether a program has the whole screen for itself. */
  readonly isSecondScreen: boolean;
}

export function emulatedTerminal(columns = 80, rows = 24): EmulatedTerminal {
  const terminal = new xterm.Terminal({
    cols: columns,
    rows,
    convertEol: true,
    allowProposedApi: true,
    scrollback: 500,
  });
  let isCursorShown = true;
  const write = (chunk: Buffer, _: unknown, done: () => void): void => {
    // The emulation tells nobody whether it shows one.
    const last = chunk.toString('latin1').split('\u001b[?25').slice(1).at(-1);
    if (last) isCursorShown = last.startsWith('h');
    terminal.write(chunk, done);
  };
  const output: Writable = Object.assign(new Writable({ write }), {
    isTTY: true,
    columns,
    rows,
    end: () => output, // as those of a process, which cannot be ended
  });
  let isRaw = false;
  const input = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode(mode: boolean) {
      isRaw = mode;
      return input;
    },
  });
  Object.defineProperty(input, 'isRaw', { get: () => isRaw });
  /** Everything that was written has arrived. */
  const settled = async (): Promise<void> => {
    // A key may set off several pictures, each in a turn of its own.
    for (let turn = 0; turn < 4; turn++) await new Promise((resolve) => setImmediate(resolve));
    await new Promise<void>((resolve) => output.write('', () => resolve()));
  };
  const lines = (from: number, to: number): string =>
    Array.from({ length: to - from }, (_, i) => terminal.buffer.active.getLine(from + i)?.translateToString(true) ?? '')
      .join('\n')
      .trimEnd();
  return {
    output: output as unknown as WriteStream,
    input: input as unknown as EmulatedTerminal['input'],
    async type(...keys) {
      for (const key of keys) {
        input.write(key);
        await settled();
      }
    },
    async resize(newColumns, newRows) {
      await settled();
      terminal.resize(newColumns, newRows);
      Object.assign(output, { columns: newColumns, rows: newRows });
      output.emit('resize');
      await settled();
    },
    async screen() {
      await settled();
      const { baseY } = terminal.buffer.active;
      return lines(baseY, baseY + terminal.rows);
    },
    async everything() {
      await settled();
      return lines(0, terminal.buffer.active.length);
    },
    get isCursorShown() {
      return isCursorShown;
    },
    get isSecondScreen() {
      return terminal.buffer.active.type === 'alternate';
    },
  };
}

export const keys = {
  up: '\u001b[A',
  down: '\u001b[B',
  pageUp: '\u001b[5~',
  pageDown: '\u001b[6~',
  home: '\u001b[H',
  end: '\u001b[F',
  enter: '\r',
  escape: '\u001b',
  backspace: '\u007f',
  interrupt: '\u0003',
  endOfInput: '\u0004',
} as const;
