import { lstatSync, realpathSync } from 'node:fs';
import path from 'node:path';
import type { ToolContext } from '../system/tool-context.js';
import { isAbsolute } from './path-template.js';

/** Why a value that a variable or a setting gave cannot name a cache; nothing when it can. */
export function locationProblem(value: string, context: ToolContext): string | undefined {
  if (Buffer.byteLength(value) > 3000) return 'it is longer than 3,000 bytes';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/[\u0000-\u001f\u007f-\u009f]/.test(value)) return 'it contains control characters';
  if (!isAbsolute(value, context))
    return 'it is not an absolute path, so it means another folder wherever the tool runs';
  if (value.split(/[/\\]/).includes('..')) return 'it contains ".."';
  if (context.platform === 'linux' && /^\/(proc|sys|dev(?!\/shm\/.))(\/|$)/.test(path.posix.normalize(value))) {
    return 'it leads through a system folder';
  }
  return undefined;
}

/** A folder as the system sees it now. */
export type Sighting =
  | { readonly is: 'absent' }
  /** `path` with the links above its last name resolved. */
  | { readonly is: 'there' | 'unreadable'; readonly path: string };

/**
 * Where a path really is: links in the folders above are resolved, a link at the end is left. Without waiting: sixty tools are looked for,
 * and a thread's answer takes twenty times as long as the system's.
 */
export function sight(value: string): Sighting {
  const normal = path.normalize(value).replace(/(?<=.)[/\\]+$/, '');
  let real: string;
  try {
    // Most places are not there, and that is told soonest without an error thrown.
    if (lstatSync(normal, { throwIfNoEntry: false }) === undefined) return { is: 'absent' };
    const above = path.dirname(normal);
    real = normal === above ? normal : path.join(realpathSync.native(above), path.basename(normal));
    lstatSync(real);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? { is: 'absent' } : { is: 'unreadable', path: normal };
  }
  return { is: 'there', path: real };
}
