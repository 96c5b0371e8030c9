import path from 'node:path';
import { withEmptyFolder } from '../own-files/empty-folder.js';
import type { ToolContext } from '../system/tool-context.js';
import type { NonEmpty } from '../words.js';

/** How a command ended. Nobody waits for one that was ended by us. */
export interface CommandEnd {
  readonly ended: 'well' | 'badly' | 'aborted' | 'timed-out' | 'not-started';
  /** How, as the end of a sentence: `with exit code 2`. */
  readonly how: string;
  /** The last that it printed, both streams as they came. */
  readonly output: string;
}

export interface CommandLimits {
  /** Milliseconds after which it is ended. */
  readonly timeoutMs?: number;
  /** Milliseconds that it has to end by itself once it was asked to. */
  readonly graceMs?: number;
}

/** A cache of a million files on a slow disk takes minutes. */
const usualLimits = { timeoutMs: 30 * 60 * 1000, graceMs: 5000 };

const mostOutput = 16 * 1024;

/**
 * Runs a tool's own command that changes something: without a shell, from a new empty folder, so that no project has a say, with the
 * user's own variables, and with the program's own folder first on the PATH, where it finds what belongs to it. Never throws.
 */
export async function runCommand(
  [executable, ...args]: NonEmpty<string>,
  context: ToolContext,
  limits: CommandLimits = {},
): Promise<CommandEnd> {
  if (!path.isAbsolute(executable)) return notStarted(`${executable} is no absolute path`);
  const env = commandEnvironment(context.env, executable);
  return withEmptyFolder((cwd) =>
    run(executable, args, { cwd, env, signal: context.signal, ...usualLimits, ...limits }),
  ).catch((error: Error) => notStarted(error.message));
}

/** What npm tells those whom it runs is about npm's project, not about the user; its settings are not in `env` (see `userEnvironment`). */
const ofNpm = /^npm_(?!config_)|^(INIT_CWD|PROJECT_CWD|BERRY_BIN_FOLDER)$/;

/** The user's own variables for a program. */
function commandEnvironment(env: ToolContext['env'], executable: string): Record<string, string> {
  const own: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && !ofNpm.test(name)) own[name] = value;
  }
  if (env.npm_execpath !== undefined) delete own.NODE;
  own.PATH = [path.dirname(executable), ...(own.PATH ? [own.PATH] : [])].join(path.delimiter);
  return own;
}

interface Surroundings extends Required<CommandLimits> {
  readonly cwd: string;
  readonly env: Record<string, string>;
  readonly signal: AbortSignal;
}

async function run(
  executable: string,
  args: readonly string[],
  { cwd, env, signal, timeoutMs, graceMs }: Surroundings,
): Promise<CommandEnd> {
  if (signal.aborted) return { ended: 'aborted', how: 'before it began', output: '' };
  const { spawn } = await import('node:child_process');
  // A group of its own: a Ctrl-C at the terminal reaches devclean, which ends the whole group.
  const detached = process.platform !== 'win32';
  const child = spawn(executable, args, { cwd, env, detached, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
  let endedBy: 'aborted' | 'timed-out' | undefined;
  let killer: NodeJS.Timeout | undefined;
  const send = (name: 'SIGTERM' | 'SIGKILL') => {
    try {
      if (child.pid !== undefined) process.kill(detached ? -child.pid : child.pid, name);
    } catch {
      // It has ended by itself.
    }
  };
  const end = (why: 'aborted' | 'timed-out') => {
    if (endedBy !== undefined) return;
    endedBy = why;
    send('SIGTERM');
    killer = setTimeout(() => {
      send('SIGKILL');
      // What has left the group may go on, and hold the pipes open.
      child.stdout.destroy();
      child.stderr.destroy();
    }, graceMs);
  };
  const abort = () => end('aborted');
  const timer = setTimeout(() => end('timed-out'), timeoutMs);
  signal.addEventListener('abort', abort);
  const chunks: Buffer[] = [];
  let length = 0;
  const keep = (chunk: Buffer) => {
    chunks.push(chunk);
    length += chunk.length;
    while (length - (chunks[0]?.length ?? length) >= mostOutput) length -= chunks.shift()?.length ?? 0;
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  return new Promise<CommandEnd>((resolve) => {
    child.once('error', (error) => resolve(notStarted(error.message)));
    child.once('close', (code, name) => {
      const output = Buffer.concat(chunks).subarray(-mostOutput).toString().trim();
      const how =
        endedBy === 'timed-out' ? `after ${timeoutMs / 1000} s` : name ? `by ${name}` : `with exit code ${code}`;
      resolve({ ended: endedBy ?? (code === 0 ? 'well' : 'badly'), how, output });
    });
  }).finally(() => {
    clearTimeout(timer);
    clearTimeout(killer);
    signal.removeEventListener('abort', abort);
  });
}

function notStarted(why: string): CommandEnd {
  return { ended: 'not-started', how: why, output: '' };
}
