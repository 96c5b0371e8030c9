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
  return readMountInfo()
    .split('\n')
    .map((line) => unescapeOctal(line.split(' ', 5)[4] ?? ''))
    .filter((path) => path.startsWith(prefix) && path.length > prefix.length)
    .map((path) => Buffer.from(path, 'latin1'));
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
