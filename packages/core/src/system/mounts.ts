import { readFileSync } from 'node:fs';

export interface MountPoint {
  readonly path: string;
  readonly type: string;
}

/**
 * What is mounted where, as this process sees it. Empty where the system does not say (macOS, Windows, no /proc): there
 * `rmdir`, tried first, is what crosses no mount. Throws where it should say and does not.
 */
export async function mountPoints(list = '/proc/self/mountinfo'): Promise<readonly MountPoint[]> {
  let text: string;
  try {
    text = readFileSync(list, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return [];
  }
  return parseMountInfo(text);
}

/** proc_pid_mountinfo(5): the fifth field is the mount point, the one after the lone dash the type. */
export function parseMountInfo(text: string): readonly MountPoint[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const fields = line.split(' ');
      return { path: unescapeOctal(fields[4] ?? ''), type: fields[fields.indexOf('-') + 1] ?? '' };
    });
}

function unescapeOctal(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
}
