import { readFileSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

/** An advisory lock that somebody holds now. */
export interface KernelLock {
  readonly kind: 'flock' | 'posix';
  /** Who took it. Nothing for open file description locks, which belong to no process. */
  readonly pid?: number;
  /** Of the file system, `major:minor`. */
  readonly device: string;
  readonly inode: string;
}

/** All locks that are held on this machine, or nothing where the system does not say (macOS, Windows). */
export async function readKernelLocks(): Promise<readonly KernelLock[] | undefined> {
  try {
    return parseKernelLocks(await readFile('/proc/locks', 'utf8'));
  } catch {
    return undefined;
  }
}

/** proc_locks(5). A line with an arrow is somebody who waits; whom for, another line says. */
export function parseKernelLocks(text: string): KernelLock[] {
  const line = /^\d+: (FLOCK|POSIX|OFDLCK)\s+\S+\s+\S+\s+(-?\d+) ([0-9a-f]+):([0-9a-f]+):(\d+) /gm;
  return [...text.matchAll(line)].map(([, type, pid, major = '', minor = '', inode = '']) => ({
    kind: type === 'FLOCK' ? 'flock' : 'posix',
    ...(Number(pid) > 0 ? { pid: Number(pid) } : {}),
    device: `${Number.parseInt(major, 16)}:${Number.parseInt(minor, 16)}`,
    inode,
  }));
}

/**
 * Those of the locks that are on this file. The kernel names the file system, `stat` on btrfs and overlayfs a
 * device of their own making: one that is mounted nowhere. There the inode alone decides.
 */
export function locksOn(path: string | Buffer, locks: readonly KernelLock[]): readonly KernelLock[] {
  if (locks.length === 0) return [];
  const file = statSync(path, { bigint: true, throwIfNoEntry: false });
  if (file === undefined) return [];
  const device = deviceName(file.dev);
  const inode = String(file.ino);
  const sameInode = locks.filter((lock) => lock.inode === inode);
  if (sameInode.length === 0 || !isMounted(device)) return sameInode;
  return sameInode.filter((lock) => lock.device === device);
}

/** makedev(3), backwards. */
function deviceName(dev: bigint): string {
  const major = ((dev >> 8n) & 0xfffn) | ((dev >> 32n) & ~0xfffn);
  const minor = (dev & 0xffn) | ((dev >> 12n) & ~0xffn);
  return `${major}:${minor}`;
}

function isMounted(device: string): boolean {
  try {
    return readFileSync('/proc/self/mountinfo', 'utf8').includes(` ${device} `);
  } catch {
    return false;
  }
}

/** The process that a lock file names: the first number in it. */
export function pidInLockFile(content: Uint8Array): number | undefined {
  const digits = /\d+/.exec(Buffer.from(content).toString('latin1'))?.[0];
  return digits === undefined ? undefined : Number(digits);
}

/**
 * The process that a Gradle lock file names. Gradle appends who holds it while it is held and cuts that off
 * afterwards: a format number, a port, a lock id, then pid and operation as text. In front lies the state of what
 * is locked, 17 bytes, or 2 in files that very different versions share.
 * https://github.com/gradle/gradle/tree/master/platforms/core-execution/persistent-cache (DefaultFileLockManager)
 */
export function pidInGradleLock(content: Uint8Array): number | undefined {
  const bytes = Buffer.from(content);
  for (const start of [17, 2]) {
    const text = start + 1 + 4 + 8;
    if (bytes[start] !== 3 || bytes.length < text + 2) continue;
    const pid = bytes.toString('latin1', text + 2, text + 2 + bytes.readUInt16BE(text));
    if (/^\d{1,10}$/.test(pid)) return Number(pid);
  }
  return undefined;
}
