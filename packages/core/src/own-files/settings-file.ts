import {
  type BigIntStats,
  closeSync,
  fchmodSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { DevcleanError } from '../errors.js';
import type { ToolContext } from '../system/tool-context.js';

const largestFile = 1024 * 1024;

/**
 * The text of a settings file; nothing where there is none. Throws an `Error` with the reason for a link that leads nowhere, a folder,
 * a pipe, and a file that somebody else may have written.
 */
export function textOfSettings(file: string, { uid }: Pick<ToolContext, 'uid'>): string | undefined {
  if (entryOf(file) === undefined) return undefined;
  const stats = statSync(file);
  if (!stats.isFile()) throw new Error('it is not a file');
  if (stats.size > largestFile) throw new Error('it is larger than 1 MiB');
  const distrust = uid === undefined ? undefined : reasonAgainst(file, uid);
  if (distrust !== undefined) throw new Error(distrust);
  return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
}

/**
 * Puts a text in the place of a settings file, at once or not at all, for the user's eyes only. No link is followed to another file.
 * Throws `UNWRITABLE_FILE`.
 *
 * @param before What `textOfSettings` said: something else by now is not lost.
 */
export function writeSettingsFile(
  file: string,
  text: string,
  before: string | undefined,
  context: Pick<ToolContext, 'uid'>,
): void {
  const folder = path.dirname(file);
  const next = path.join(folder, `.settings-${process.pid}-${Date.now()}`);
  let made = false;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const at of [folder, file]) {
      if (entryOf(at)?.isSymbolicLink()) {
        throw new Error(`${at} is a link to ${linkTarget(at)}, and what lies there is written by you alone`);
      }
    }
    if (textOfSettings(file, context) !== before) throw new Error('it was changed meanwhile');
    const distrust = context.uid === undefined ? undefined : reasonAgainstFolders([folder], context.uid);
    if (distrust !== undefined) throw new Error(distrust);
    const mode = before === undefined ? 0o600 : statSync(file).mode & 0o755;
    const target = openSync(next, 'wx', 0o600);
    made = true;
    try {
      writeFileSync(target, text);
      fchmodSync(target, mode);
      fsyncSync(target);
    } finally {
      closeSync(target);
    }
    renameSync(next, file);
  } catch (cause) {
    if (made) rmSync(next, { force: true });
    throw new DevcleanError('UNWRITABLE_FILE', `${file} could not be written: ${(cause as Error).message}.`, {
      hint: 'Change the file with an editor, or make its folder yours and writable. Nothing was changed.',
      cause,
    });
  }
}

function entryOf(at: string): BigIntStats | undefined {
  try {
    return lstatSync(at, { bigint: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}

function linkTarget(at: string): string {
  try {
    return realpathSync(at);
  } catch {
    return 'nothing';
  }
}

/**
 * Why a file may not be the user's own word: it, its folder or the one around that belongs to somebody else, or others may write
 * there. Where a link leads, the same of what it leads to.
 */
function reasonAgainst(file: string, uid: number): string | undefined {
  const real = realpathSync(file);
  const against = reasonAgainstEntry(real, statSync(real, { bigint: true }), uid);
  if (against !== undefined) return against;
  return reasonAgainstFolders(new Set([path.dirname(file), path.dirname(real)]), uid);
}

function reasonAgainstFolders(folders: Iterable<string>, uid: number): string | undefined {
  for (const folder of folders) {
    for (const at of new Set([folder, path.dirname(folder)])) {
      const against = reasonAgainstEntry(at, statSync(at, { bigint: true }), uid);
      if (against !== undefined) return against;
    }
  }
  return undefined;
}

function reasonAgainstEntry(at: string, { uid: owner, gid, mode }: BigIntStats, uid: number): string | undefined {
  if (owner !== 0n && owner !== BigInt(uid)) return `${at} belongs to user ${owner}, who could say anything in it`;
  // In a sticky folder nobody can take another's place.
  const isSticky = (mode & 0o1000n) !== 0n && (mode & 0o040000n) !== 0n;
  if (isSticky) return undefined;
  // The user's own group is the user's alone where a new file is writable for it.
  const ownGroup = gid === 0n || gid === BigInt(process.getegid?.() ?? -1);
  const writable = (mode & 0o002n) !== 0n || ((mode & 0o020n) !== 0n && !ownGroup);
  return writable ? `others may write to ${at}; "chmod go-w" takes that from them` : undefined;
}
