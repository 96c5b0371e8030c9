import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { ToolContext } from './tool-context.js';

/** What runs on this machine, as it was at one moment. */
export interface ProcessTable {
  /** `unreadable`: it could not be read, so nothing is known. `not-offered`: this system has no such table for us. */
  readonly state: 'read' | 'unreadable' | 'not-offered';
  /** All that could be listed but `family`. */
  readonly processes: readonly RunningProcess[];
  /** This process, its ancestors (npx, npm, the shell, sudo) and its descendants: they hold nothing. */
  readonly family: ReadonlySet<number>;
}

export interface RunningProcess {
  readonly pid: number;
  /** Who it acts as. */
  readonly uid: number;
  /** As it shows itself now: some programs rewrite this into a title, one string with spaces. */
  readonly argv: readonly string[];
  readonly uses: readonly PathUse[];
  /** Whether `uses` could be read. False for other people's processes unless we are root. */
  readonly inspectable: boolean;
  /** It sees other mounts than we do, so that its paths may be other files than ours of the same name. */
  readonly otherMounts: boolean;
}

/** A file or folder that a process uses. Linux adds ` (deleted)` to what has lost its name. */
export interface PathUse {
  readonly how: 'working folder' | 'root folder' | 'program' | 'open file' | 'mapped file';
  /** Absolute, links resolved. */
  readonly path: string;
}

type Listed = RunningProcess & { readonly ppid: number };

/**
 * Reads the table of processes once for a scan: everyone's as root, otherwise in full only those of the same user.
 *
 * - Linux: /proc, synchronously, because some thousand tiny reads go several times as fast that way.
 * - macOS: `ps` and `lsof`, which come with it. Their parsers are tested on Linux; this has not run on a Mac.
 * - Windows offers no table without a tool of its own. There an open file cannot be renamed, so that the removal's
 *   first step, a rename, is the probe.
 *
 * Blind spots: processes in a container that we cannot see, and other machines on a network file system.
 */
export async function readProcesses({ uid }: Pick<ToolContext, 'uid'>, self = process.pid): Promise<ProcessTable> {
  if (process.platform === 'win32') return { state: 'not-offered', processes: [], family: new Set([self]) };
  try {
    const listed = process.platform === 'linux' ? readProc(uid) : await askPsAndLsof(uid);
    const family = familyOf(self, listed);
    return { state: 'read', processes: listed.filter(({ pid }) => !family.has(pid)), family };
  } catch {
    return { state: 'unreadable', processes: [], family: new Set([self]) };
  }
}

/** A process's variables as they were at its start, or nothing where they cannot be read (another user's; macOS). */
export async function processEnvironment(pid: number): Promise<ReadonlyMap<string, string> | undefined> {
  try {
    const text = await readFile(`/proc/${pid}/environ`, 'utf8');
    // A process may write what it likes there.
    const entries = splitAtNul(text).filter((entry) => entry.includes('='));
    return new Map(entries.map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]));
  } catch {
    return undefined;
  }
}

/**
 * Whether a process with this number runs now, be it ours or not. One that is ending, or that has ended and that its parent
 * has not asked after, has its number still and no memory any more.
 */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  try {
    return readFileSync(`/proc/${pid}/status`, 'latin1').includes('\nVmSize:');
  } catch {
    return true; // not Linux, or hidden
  }
}

/** Whether a process has started others that run now. Yes where the system does not say (macOS), for then it has had the time. */
export function hasChildren(pid: number): boolean {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    return threads.some((thread) => readFileSync(`/proc/${pid}/task/${thread}/children`, 'latin1') !== '');
  } catch {
    return true;
  }
}

/** A process, those above it and those below it. */
export function familyOf(pid: number, listed: readonly { readonly pid: number; readonly ppid: number }[]): Set<number> {
  const parents = new Map(listed.map((one) => [one.pid, one.ppid]));
  const family = new Set<number>();
  for (
    let above = parents.get(pid);
    above !== undefined && above > 0 && !family.has(above);
    above = parents.get(above)
  ) {
    family.add(above);
  }
  // A set is walked to its end even while it grows.
  const below = new Set([pid]);
  for (const parent of below) {
    for (const one of listed) if (one.ppid === parent) below.add(one.pid);
  }
  return new Set([...family, ...below]);
}

/** proc(5). Throws when the list itself cannot be read; a process that ends meanwhile is left out. */
function readProc(uid: number | undefined): Listed[] {
  const ownMounts = readlinkSync('/proc/self/ns/mnt');
  const listed: Listed[] = [];
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    try {
      listed.push(readProcess(pid, uid, ownMounts));
    } catch {
      // It has ended, or hidepid hides it: then it is another user's.
    }
  }
  return listed;
}

function readProcess(pid: number, uid: number | undefined, ownMounts: string): Listed {
  const status = readFileSync(`/proc/${pid}/status`, 'latin1');
  const ppid = Number(/^PPid:\t(\d+)/m.exec(status)?.[1]);
  // Real, effective, saved, file system: the second is who it acts as.
  const owner = Number(/^Uid:\t\d+\t(\d+)/m.exec(status)?.[1]);
  const nothing = { pid, ppid, uid: owner, argv: [], uses: [], otherMounts: false };
  // Kernel threads and zombies have no memory of their own and hold no files.
  if (!status.includes('\nVmSize:')) return { ...nothing, inspectable: true };
  if (owner !== uid && uid !== 0) return { ...nothing, inspectable: false };
  const argv = splitAtNul(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
  try {
    const otherMounts = readlinkSync(`/proc/${pid}/ns/mnt`) !== ownMounts;
    return { pid, ppid, uid: owner, argv, uses: usesOf(pid), inspectable: true, otherMounts };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || !isAlive(pid)) throw error;
    return { ...nothing, argv, inspectable: false };
  }
}

function usesOf(pid: number): PathUse[] {
  const uses: PathUse[] = [];
  for (const [link, how] of [
    ['cwd', 'working folder'],
    ['root', 'root folder'],
    ['exe', 'program'],
  ] as const) {
    try {
      const path = readlinkSync(`/proc/${pid}/${link}`);
      if (path !== '/') uses.push({ how, path });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  const open = new Set<string>();
  for (const descriptor of readdirSync(`/proc/${pid}/fd`)) {
    try {
      open.add(readlinkSync(`/proc/${pid}/fd/${descriptor}`));
    } catch {
      // Closed since the folder was read.
    }
  }
  for (const path of open) {
    // Pipes and sockets have names without a slash in front.
    if (path.startsWith('/') && !path.startsWith('/dev/')) uses.push({ how: 'open file', path });
  }
  for (const path of mappedFiles(readFileSync(`/proc/${pid}/maps`, 'utf8'))) uses.push({ how: 'mapped file', path });
  return uses;
}

function mappedFiles(maps: string): Set<string> {
  const paths = new Set<string>();
  for (const line of maps.split('\n')) {
    const slash = line.indexOf('/');
    if (slash !== -1) paths.add(line.slice(slash).replaceAll('\\012', '\n'));
  }
  return paths;
}

function splitAtNul(text: string): string[] {
  // A title shorter than the words it replaced is followed by the NULs that filled the rest.
  const content = text.replace(/\0+$/, '');
  return content === '' ? [] : content.split('\0');
}

/** As on macOS; both tools exist for Linux too, which is where the tests run this. */
export async function askPsAndLsof(uid: number | undefined): Promise<Listed[]> {
  const whose = uid === 0 || uid === undefined ? [] : ['-u', String(uid)];
  const [ps, lsof] = await Promise.all([
    ask('ps', ['-axww', '-o', 'pid=,ppid=,uid=,command=']),
    // Exit code 1 only says that something could not be looked at, which is always so.
    ask('lsof', ['-nPw', ...whose, '-F', 'pfn'], 1),
  ]);
  const uses = parseLsof(lsof);
  return parsePs(ps).map((listed) => {
    const used = uses.get(listed.pid);
    return { ...listed, uses: used ?? [], inspectable: used !== undefined, otherMounts: false };
  });
}

/** `ps -o pid=,ppid=,uid=,command=`. The words of a command cannot be told from spaces in them. */
export function parsePs(text: string): { pid: number; ppid: number; uid: number; argv: string[] }[] {
  return [...text.matchAll(/^\s*(\d+)\s+(\d+)\s+(\d+)\s+(.*)$/gm)].map(([, pid, ppid, uid, command = '']) => ({
    pid: Number(pid),
    ppid: Number(ppid),
    uid: Number(uid),
    argv: command.split(/\s+/).filter((word) => word !== ''),
  }));
}

/** lsof(8), OUTPUT FOR OTHER PROGRAMS: a line a field, its first letter says which. */
export function parseLsof(text: string): Map<number, PathUse[]> {
  const kinds: Readonly<Record<string, PathUse['how']>> = {
    cwd: 'working folder',
    rtd: 'root folder',
    txt: 'program',
    mem: 'mapped file',
    mmap: 'mapped file',
  };
  const found = new Map<number, PathUse[]>();
  let uses: PathUse[] = [];
  let descriptor = '';
  for (const line of text.split('\n')) {
    const value = line.slice(1);
    if (line[0] === 'p') {
      uses = [];
      found.set(Number(value), uses);
    } else if (line[0] === 'f') descriptor = value;
    else if (line[0] === 'n' && value.startsWith('/') && value !== '/' && descriptor !== 'DEL') {
      uses.push({ how: kinds[descriptor] ?? 'open file', path: value });
    }
  }
  return found;
}

async function ask(tool: string, args: readonly string[], toleratedExit = 0): Promise<string> {
  const { execFile } = await import('node:child_process'); // not needed on Linux
  return new Promise((resolve, reject) => {
    const options = { cwd: '/', timeout: 15_000, maxBuffer: 64 * 1024 * 1024 };
    execFile(tool, args, options, (error, stdout) => {
      if (error === null || (error.code === toleratedExit && stdout !== '')) resolve(stdout);
      else reject(error);
    });
  });
}
