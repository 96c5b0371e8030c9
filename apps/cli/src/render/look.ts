import type { WriteStream } from 'node:tty';
import { Ansis } from 'ansis';

/** How text may look on one stream. Renderers are functions of a document and a look. */
export interface Look {
  /** Columns. */
  readonly width: number;
  /** Whether a person reads it at a terminal: then long paths are shortened. */
  readonly terminal: boolean;
  readonly colors: Ansis;
  readonly signs: Signs;
  /** Shown as `~`. */
  readonly home: string;
}

/** Characters beyond ASCII, or what stands for them where the terminal may not know them. */
export interface Signs {
  /** From one eighth of a cell to a whole one; or whole cells only. */
  readonly bar: readonly [string, ...string[]];
  readonly ellipsis: string;
  readonly atLeast: string;
  readonly dot: string;
  readonly line: string;
  readonly arrow: string;
  /** Before the line that the keys are about. */
  readonly pointer: string;
  /** Of a bar, what is not filled yet. */
  readonly track: string;
  readonly spinner: readonly [string, ...string[]];
  /** What stands before a branch of a tree, before the last one, and below a branch that goes on. */
  readonly tree: readonly [branch: string, last: string, trunk: string];
}

export const unicodeSigns: Signs = {
  bar: ['▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'],
  ellipsis: '…',
  atLeast: '≥ ',
  dot: '·',
  line: '─',
  arrow: '→',
  pointer: '❯',
  track: '░',
  spinner: ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'],
  tree: ['├─ ', '└─ ', '│  '],
};

export const asciiSigns: Signs = {
  bar: ['#'],
  ellipsis: '...',
  atLeast: '>= ',
  dot: '-',
  line: '-',
  arrow: '->',
  pointer: '>',
  track: '.',
  spinner: ['|', '/', '-', '\\'],
  tree: ['|- ', '`- ', '|  '],
};

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Whether nothing on the screen may be painted over: a terminal that cannot (`TERM=dumb`), or somebody who has it read aloud and said so
 * with `ACCESSIBLE`, as several programs understand it.
 */
export function isPlain(env: Environment): boolean {
  return env.TERM === 'dumb' || Boolean(env.ACCESSIBLE && env.ACCESSIBLE !== '0' && env.ACCESSIBLE !== 'false');
}

export interface LookOptions {
  readonly home: string;
  readonly noColor?: boolean;
  /** What the user's settings say. */
  readonly color?: 'auto' | 'always' | 'never' | undefined;
  readonly env?: Environment;
}

/** The look that a stream can carry. */
export function lookOf(
  stream: WriteStream,
  { home, noColor = false, color = 'auto', env = process.env }: LookOptions,
): Look {
  const terminal = stream.isTTY === true;
  return {
    width: Math.max(20, stream.columns || 80),
    terminal,
    colors: new Ansis(!noColor && hasColors(stream, env, color) ? 1 : 0),
    signs: speaksUnicode(env) ? unicodeSigns : asciiSigns,
    home,
  };
}

/** https://no-color.org: any value but the empty one. FORCE_COLOR wins over a pipe and over the settings, not over NO_COLOR. */
function hasColors(stream: WriteStream, env: Environment, color: 'auto' | 'always' | 'never'): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  if (color !== 'auto') return color === 'always';
  // Node takes an empty NO_COLOR for one that says no.
  const { NO_COLOR: _, ...rest } = env;
  return stream.isTTY === true && env.TERM !== 'dumb' && stream.getColorDepth(rest) > 1;
}

/** The locale says it (POSIX: LC_ALL, then LC_CTYPE, then LANG); on Windows the newer terminals do. */
function speaksUnicode(env: Environment, platform: NodeJS.Platform = process.platform): boolean {
  if (env.TERM === 'dumb' || env.TERM === 'linux') return false;
  if (platform === 'win32') return Boolean(env.WT_SESSION ?? env.TERM_PROGRAM ?? env.ConEmuTask);
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || (platform === 'darwin' ? 'UTF-8' : '');
  return /utf-?8/i.test(locale);
}
