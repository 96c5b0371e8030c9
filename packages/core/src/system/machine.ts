import { readFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { uptime } from 'node:os';
import path from 'node:path';
import type { Volume } from '../provider/cache-provider.js';
import { foldersUpFrom } from './folders-up-from.js';
import { entryAt, targetOf } from './identity.js';

/** Names this boot of the machine; nothing where the system has no such name. */
export function bootId(): string | undefined {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return undefined;
  }
}

/** Milliseconds since this boot, sleep included. Setting the clock does not change it. */
export function uptimeMs(): number {
  return Math.round(uptime() * 1000);
}

/** Where this process stands; the root when that folder was removed meanwhile. */
export function workingFolder(): string {
  try {
    return process.cwd();
  } catch {
    return path.parse(process.execPath).root;
  }
}

/** Magic numbers of statfs(2) for file systems whose other end is elsewhere, or is a program. */
const networkTypes: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB 2'],
  [0x65735546, 'FUSE'],
  [0x01021997, '9p'],
  [0x5346414f, 'AFS'],
  [0x00c36400, 'Ceph'],
]);

/** The kind of network or FUSE file system that a path lies on; nothing for a local one. */
export async function networkFileSystem(at: string): Promise<string | undefined> {
  if (process.platform !== 'linux') return undefined;
  try {
    return networkTypes.get((await statfs(at)).type);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // The other end that does not answer says nothing else.
    return code === 'ENOENT' || code === 'EACCES' ? undefined : `it does not say which: ${code}`;
  }
}

/** Bytes that an ordinary user could still write on the file system of a path. */
export async function freeSpace(at: string): Promise<number> {
  const { bavail, bsize } = await statfs(at);
  return bavail * bsize;
}

/** The file system of a path, and what is free on it. Throws the system's error where it does not say. */
export async function volumeAt(at: string): Promise<Volume> {
  return { path: at, dev: String(targetOf(at)?.dev), freeBytes: await freeSpace(at) };
}

/** The git work tree that a path lies in. */
export function gitWorkTree(at: string): string | undefined {
  return foldersUpFrom(at).find((folder) => entryAt(path.join(folder, '.git')) !== undefined);
}
