import { readFileSync } from 'node:fs';
import { isSystemError } from '../finding-log.js';

/**
 * The mount points below a folder, those of the same file system (bind mounts) and of single files included, which `st_dev` does not
 * show. Empty where the system does not tell (`proc_pid_mountinfo(5)`).
 *
 * @param folder Its real path.
 * @returns absolute paths.
 */
export function mountPointsBelow(folder: Buffer): Buffer[] {
  const prefix = folder.equals(Buffer.from('/')) ? '/' : `${folder.toString('latin1')}/`;
  const mounts = new Map<string, Mount>();
  for (const line of readMountInfo().split('\n')) {
    const [id = '', parent = '', , , path = ''] = line.split(' ', 5);
    mounts.set(id, { parent, path: unescapeOctal(path) });
  }
  return [...mounts.values()]
    .filter(({ path }) => path.startsWith(prefix) && path.length > prefix.length)
    .filter((mount) => !isHidden(mount, mounts))
    .map(({ path }) => Buffer.from(path, 'latin1'));
}

interface Mount {
  /** Id of the mount that it is mounted on. */
  readonly parent: string;
  readonly path: string;
}

/** Whether something was mounted later above it, or above what it is mounted on, so that its path leads elsewhere by now. */
function isHidden(mount: Mount, mounts: ReadonlyMap<string, Mount>): boolean {
  const all = [...mounts.values()];
  for (let at: Mount | undefined = mount; at !== undefined; at = mounts.get(at.parent)) {
    const { parent, path } = at;
    if (all.some((other) => other.parent === parent && isAbove(other.path, path))) return true;
    if (mounts.get(parent) === at) break;
  }
  return false;
}

function isAbove(path: string, other: string): boolean {
  return other.length > path.length && other.startsWith(path === '/' ? '/' : `${path}/`);
}

function readMountInfo(): string {
  if (process.platform !== 'linux') return '';
  try {
    return readFileSync('/proc/self/mountinfo', 'latin1');
  } catch (error) {
    if (isSystemError(error)) return '';
    throw error;
  }
}

function unescapeOctal(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
}
