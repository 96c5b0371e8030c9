import { spawn } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import type { ThrowAwayHome } from '@devclean/testkit';
import { hasTool } from '@devclean/testkit/real-tools';

/** The executable as it ships: built, with its manifest. */
export const executable = path.resolve(import.meta.dirname, '../bin/run.js');

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** What runs Node: a command that changes the user, for one. */
  readonly through?: readonly string[];
}

/** From util-linux: runs a command at a terminal of its own. */
const script = '/usr/bin/script';

/** Few programs are in reach: a journey finds the machine's own interpreters, and none of this user's. */
export const programs = `${path.dirname(process.execPath)}:/usr/bin:/bin`;

/** Folders in the account's home that JVM tools use whatever `HOME` says. */
const ofTheAccount = ['.android', '.ivy2', '.konan', '.m2', '.sbt'];

/**
 * Root reaches this machine's own caches whatever the variables say: as root devclean runs where the account's home and
 * Yarn's folder for root cannot be written to.
 */
export const shelter =
  hasTool('a mount namespace') && !os.tmpdir().startsWith(os.userInfo().homedir) ? sheltered() : [];

/**
 * A mount namespace of its own, in which the account's home cannot be written, the caches that JVM tools keep there are not seen, and a line of
 * shell may prepare more before devclean starts.
 */
export function sheltered(prepare = ':'): readonly string[] {
  const hide = `for name in ${ofTheAccount.join(' ')}; do [ ! -d "$0/$name" ] || mount -t tmpfs none "$0/$name"; done`;
  const readOnly =
    'for folder in "$0" /usr/local/share; do mount --bind "$folder" "$folder" && mount -o remount,bind,ro "$folder"; done';
  const lines = [readOnly, hide, prepare, 'exec "$@"'];
  return ['unshare', '--mount', '--propagation', 'private', 'sh', '-ec', lines.join('; '), os.userInfo().homedir];
}

/** Runs devclean in a throw-away home, without a terminal. */
export function devclean(home: ThrowAwayHome, args: readonly string[], options: RunOptions = {}): Promise<Run> {
  const { env = {}, cwd = home.path, through = shelter } = options;
  const [command = '', ...rest] = [...through, process.execPath, executable, ...args];
  const child = spawn(command, rest, {
    cwd,
    env: { ...home.env, PATH: programs, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return collect(child);
}

/** Runs devclean at a terminal of its own (util-linux `script`) and types `answer` when it asks. */
export function devcleanAtTerminal(home: ThrowAwayHome, args: readonly string[], answer: string): Promise<Run> {
  return conversation(home, args, [['(y/N)', answer]], { through: [] });
}

/** Runs devclean at a terminal of its own, and types something whenever something new is said: all in its order. */
export function conversation(
  home: ThrowAwayHome,
  args: readonly string[],
  turns: readonly (readonly [said: string, typed: string])[],
  { env = {}, through = shelter }: RunOptions = {},
): Promise<Run> {
  const line = [...through, process.execPath, executable, ...args].map((word) => `'${word}'`).join(' ');
  const child = spawn(script, ['-qec', line, '/dev/null'], {
    cwd: home.path,
    env: { ...home.env, PATH: programs, TERM: 'xterm', LANG: 'C.UTF-8', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const left = [...turns];
  let seen = '';
  child.stdout.on('data', (chunk: Buffer) => {
    seen += chunk;
    const [turn] = left;
    if (turn === undefined || !seen.includes(turn[0])) return;
    left.shift();
    seen = '';
    child.stdin.write(turn[1]);
  });
  return collect(child);
}

function collect(child: ReturnType<typeof spawn>): Promise<Run> {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}
