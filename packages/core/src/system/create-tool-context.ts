import { lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import path from 'node:path';
import { DevcleanError } from '../errors.js';
import { withEmptyFolder } from '../own-files/empty-folder.js';
import type { Platform } from '../words.js';
import { filesBelow } from './files-below.js';
import { lastWrite } from './last-write.js';
import { workingFolder } from './machine.js';
import { readBytes } from './read-bytes.js';
import { takeTurns } from './take-turns.js';
import type { Homes, ToolContext } from './tool-context.js';
import { userEnvironment } from './user-environment.js';

export interface ToolContextOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  readonly platform?: Platform;
  readonly homes?: Homes;
  readonly uid?: number;
  readonly projectRoots?: readonly string[];
  readonly signal?: AbortSignal;
}

const largestText = 1024 * 1024;
const queryTimeoutMs = 5000;

/** The machine as this process sees it; what `options` names takes the place of what is found. Throws `NO_HOME`. */
export async function createToolContext(options: ToolContextOptions = {}): Promise<ToolContext> {
  const env = options.env ?? (await userEnvironment());
  const platform = options.platform ?? platformOf(process.platform);
  const uid = options.uid ?? process.geteuid?.();
  const signal = options.signal ?? new AbortController().signal;
  return {
    platform,
    homes: options.homes ?? homesOf(env, platform),
    env,
    ...(uid !== undefined && { uid }),
    cwd: options.cwd ?? usersFolder(),
    projectRoots: options.projectRoots ?? [],
    signal,
    readText,
    readBytes,
    list,
    files: (folder, what) => filesBelow(folder, signal, what),
    lastWrite: async (folder) => lastWrite(folder, uid),
    exists: async (file) => isThere(file),
    realPath,
    query: (argv, variables = {}) => query(argv, { ...scrubbedEnvironment(env), ...variables }, signal),
  };
}

function platformOf(platform: NodeJS.Platform): Platform {
  // The other Unix systems lay their files out as Linux does.
  return platform === 'darwin' || platform === 'win32' ? platform : 'linux';
}

/** `npm run` starts its scripts in the package's folder and leaves the user's in `INIT_CWD`. */
function usersFolder(): string {
  const initial = process.env.INIT_CWD;
  return initial !== undefined && path.isAbsolute(initial) ? initial : workingFolder();
}

function homesOf(env: ToolContext['env'], platform: Platform): Homes {
  const set = env[platform === 'win32' ? 'USERPROFILE' : 'HOME'];
  const absolute = set !== undefined && path.isAbsolute(set) ? path.normalize(set) : undefined;
  const account = accountHome() ?? absolute;
  // The root of the file system is a home only where the account has no other.
  const named = absolute === path.parse(absolute ?? '').root ? account : absolute;
  if (account === undefined) {
    throw new DevcleanError(
      'NO_HOME',
      'There is no home folder: HOME is not an absolute path, and the account has none.',
      {
        hint: 'Set HOME to your home folder and run devclean again.',
      },
    );
  }
  return { env: named ?? account, account };
}

/** From the account database; an account that a container made up has no entry there. */
function accountHome(): string | undefined {
  try {
    const { homedir } = userInfo();
    return path.isAbsolute(homedir) ? path.normalize(homedir) : undefined;
  } catch {
    return undefined;
  }
}

/** Without waiting, as in `sight`. */
function isThere(file: string): boolean {
  try {
    return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}

async function list(folder: string): Promise<readonly string[]> {
  await takeTurns();
  if (!isThere(folder)) return []; // several times as fast as an error
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

async function realPath(file: string): Promise<string | undefined> {
  await takeTurns();
  if (!isThere(file)) return undefined;
  try {
    return realpathSync.native(file);
  } catch {
    return undefined;
  }
}

async function readText(file: string): Promise<string | undefined> {
  try {
    const size = statSync(file, { throwIfNoEntry: false })?.size;
    if (size === undefined || size > largestText) return undefined;
    return (await readBytes(file, 0, size))?.toString();
  } catch {
    return undefined;
  }
}

/**
 * What a tool may see of the environment when it is asked something: enough to run and to find its user's files, and
 * nothing that makes it answer otherwise (facts measured: `PIP_QUIET=1` empties pip's answer, `NODE_OPTIONS` runs code).
 */
const passedOn = ['HOME', 'USERPROFILE', 'LOCALAPPDATA', 'APPDATA', 'SYSTEMROOT', 'PATH', 'TMPDIR', 'TEMP', 'TMP'];

export function scrubbedEnvironment(env: ToolContext['env']): Record<string, string> {
  const scrubbed: Record<string, string> = { LC_ALL: 'C', PYTHONSAFEPATH: '1', YARN_IGNORE_PATH: '1', NO_COLOR: '1' };
  for (const name of passedOn) {
    const value = env[name];
    if (value !== undefined) scrubbed[name] = value;
  }
  return scrubbed;
}

async function query(
  [executable, ...args]: readonly [string, ...string[]],
  env: Record<string, string>,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (!path.isAbsolute(executable)) return undefined;
  const answer = withEmptyFolder((cwd) => run(executable, args, { cwd, env, signal }));
  return answer.catch(() => undefined);
}

interface Surroundings {
  readonly cwd: string;
  readonly env: Record<string, string>;
  readonly signal: AbortSignal;
}

/** Standard output of a program that ends well, soon and without saying too much. */
async function run(
  executable: string,
  args: readonly string[],
  { cwd, env, signal }: Surroundings,
): Promise<string | undefined> {
  const { spawn } = await import('node:child_process'); // most scans start no program
  // A group of its own, so that all it starts ends with it: behind a version manager's shim runs the tool itself.
  const detached = process.platform !== 'win32';
  const child = spawn(executable, args, { cwd, env, detached, stdio: ['ignore', 'pipe', 'ignore'], windowsHide: true });
  const end = () => {
    try {
      if (child.pid !== undefined) process.kill(detached ? -child.pid : child.pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
    // What has left the group may go on, and hold the pipe open.
    child.stdout.destroy();
  };
  const chunks: Buffer[] = [];
  let length = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length > largestText) end();
    else chunks.push(chunk);
  });
  const timer = setTimeout(end, queryTimeoutMs);
  signal.addEventListener('abort', end);
  if (signal.aborted) end();
  return new Promise<string | undefined>((resolve) => {
    child.once('error', () => resolve(undefined));
    child.once('close', (code) => resolve(code === 0 ? Buffer.concat(chunks).toString() : undefined));
  }).finally(() => {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  });
}
