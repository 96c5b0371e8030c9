import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readSync,
  realpathSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { type DirectoryHandle, openDirectory } from '@devclean/disk';
import { fillPath } from '../provider/path-template.js';
import { foldersUpFrom } from '../system/folders-up-from.js';
import { entryAt } from '../system/identity.js';
import type { ToolContext } from '../system/tool-context.js';
import { unsafeWay } from '../system/unsafe-way.js';
import { syncFolder } from './journal.js';

/**
 * A folder of the system's trash, held open: as the freedesktop trash specification 1.0 has it on Linux, `~/.Trash` on macOS.
 * https://specifications.freedesktop.org/trash-spec/1.0/
 */
export interface Trash {
  readonly folder: DirectoryHandle;
  /** Where what was thrown away lies. */
  readonly files: DirectoryHandle;
  /** Where a file for each says what it was; nothing on macOS. */
  readonly info?: DirectoryHandle;
  /** What the paths in those files start from; in the home's trash they are absolute. */
  readonly top?: string;
}

const { O_CREAT, O_EXCL, O_NOFOLLOW = 0, O_NONBLOCK = 0, O_RDONLY, O_WRONLY } = constants;

/**
 * Opens the trash that takes what lies in a folder by a rename alone, making it when it is not there: the home's, else the one of
 * the folder's mount. Throws what the system says, or why there is none that can be trusted.
 */
export function openTrashFor(folder: DirectoryHandle, context: ToolContext): Trash {
  if (context.platform === 'win32') throw new Error('the recycle bin of Windows is out of reach');
  const home = homeTrash(folder, context);
  if (home !== undefined) return home;
  if (context.platform === 'darwin') throw new Error('it lies on another volume than your trash');
  return mountTrash(folder, context);
}

/** Opens a trash once more, by a handle on its folder, which it takes over. Nothing when it is none that can be trusted. */
export function reopenTrash(folder: DirectoryHandle, context: ToolContext): Trash | undefined {
  const name = path.basename(folder.describe().toString());
  const names =
    context.platform === 'darwin' ? ['.Trash'] : ['Trash', String(context.uid), `.Trash-${String(context.uid)}`];
  try {
    if (names.includes(name) && reasonAgainst(folder, context) === undefined) return partsOf(folder, context, false);
  } catch {
    // Said below.
  }
  folder.close();
  return undefined;
}

export function closeTrash({ folder, files, info }: Trash): void {
  folder.close();
  if (files !== folder) files.close();
  info?.close();
}

function homeTrash(beside: DirectoryHandle, context: ToolContext): Trash | undefined {
  const isMac = context.platform === 'darwin';
  const at = isMac ? path.join(context.homes.env, '.Trash') : fillPath('{xdg-data}/Trash', context).path;
  // What leads there is the user's business: a home behind a link is ordinary.
  const above = path.dirname(at);
  const there = realFolderAbove(above);
  const nearest = openDirectory(there);
  const isNear = isSameVolume(nearest, beside);
  nearest.close();
  if (!isNear) return undefined;
  refuseUnsafe(there, context);
  if (entryAt(above) === undefined) mkdirSync(above, { recursive: true, mode: 0o700 });
  const parent = openDirectory(realpathSync.native(above));
  try {
    const folder = openPrivate(parent, path.basename(at), context);
    if (isSameVolume(folder, beside)) return partsOf(folder, context, true);
    folder.close();
    return undefined;
  } finally {
    parent.close();
  }
}

/** The deepest folder of a path that is there, its links resolved. */
function realFolderAbove(at: string): string {
  for (const folder of foldersUpFrom(at)) {
    try {
      return realpathSync.native(folder);
    } catch {
      // It is not there: the next one up.
    }
  }
  return path.parse(at).root;
}

/** `$topdir/.Trash/$uid` where an administrator made `.Trash` as it has to be, else `$topdir/.Trash-$uid`. */
function mountTrash(beside: DirectoryHandle, context: ToolContext): Trash {
  const top = topOf(beside);
  const at = top.describe().toString();
  try {
    // A subvolume is another device on the same mount, and no rename leads out of it.
    if (!isSameVolume(top, beside)) throw new Error(`no trash can be reached from it by a rename: not that of ${at}`);
    refuseUnsafe(at, context);
    const folder = inShared(top, context) ?? openPrivate(top, `.Trash-${context.uid}`, context);
    return { ...partsOf(folder, context, true), top: at };
  } catch (error) {
    const { syscall, code } = error as NodeJS.ErrnoException;
    if (syscall !== 'mkdir') throw error;
    throw new Error(`its file system has no trash, and none can be made in ${at} (${code})`, { cause: error });
  } finally {
    if (top !== beside) top.close();
  }
}

/** The specification: no link, and with the sticky bit; otherwise it is as if it were not there. */
function inShared(top: DirectoryHandle, context: ToolContext): DirectoryHandle | undefined {
  let shared: DirectoryHandle;
  try {
    shared = top.openChild('.Trash');
  } catch {
    return undefined;
  }
  try {
    return (shared.mode & 0o1000) === 0 ? undefined : openPrivate(shared, String(context.uid), context);
  } catch {
    return undefined;
  } finally {
    shared.close();
  }
}

/** The highest folder of the mount that a folder lies on; perhaps that folder itself. */
function topOf(folder: DirectoryHandle): DirectoryHandle {
  let top = folder;
  for (;;) {
    const above = top.openParent();
    const isRoot = above.identity.ino === top.identity.ino && above.identity.dev === top.identity.dev;
    if (isRoot || !isSameMount(above, top)) {
      above.close();
      return top;
    }
    if (top !== folder) top.close();
    top = above;
  }
}

function isSameMount(a: DirectoryHandle, b: DirectoryHandle): boolean {
  return a.mountId === undefined ? a.identity.dev === b.identity.dev : a.mountId === b.mountId;
}

/** Whether a rename can lead from one to the other. */
function isSameVolume(a: DirectoryHandle, b: DirectoryHandle): boolean {
  return isSameMount(a, b) && a.identity.dev === b.identity.dev;
}

function refuseUnsafe(at: string, { uid }: ToolContext): void {
  const unsafe = uid === 0 ? unsafeWay(at) : undefined;
  if (unsafe !== undefined) throw new Error(`the trash would lie where others decide: ${unsafe.detail}`);
}

/** A folder of this user's alone, made when it is not there. */
function openPrivate(parent: DirectoryHandle, name: string, context: ToolContext): DirectoryHandle {
  const folder = openOrMake(parent, name);
  const problem = reasonAgainst(folder, context);
  if (problem === undefined) return folder;
  folder.close();
  throw new Error(problem);
}

function openOrMake(parent: DirectoryHandle, name: string): DirectoryHandle {
  try {
    return parent.openChild(name);
  } catch (error) {
    // By code: two copies of the disk package may be loaded.
    if ((error as { code?: unknown }).code !== 'missing') throw error;
  }
  try {
    mkdirSync(parent.at(name), { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return parent.openChild(name);
}

function reasonAgainst(folder: DirectoryHandle, { uid }: ToolContext): string | undefined {
  const at = folder.describe().toString();
  if (uid !== undefined && folder.uid !== uid) return `${at} belongs to somebody else`;
  return (folder.mode & 0o077) === 0 ? undefined : `others may enter ${at}; "chmod 700" closes it to them`;
}

/** The two folders in it: no links, ours, on the same volume. Takes the handle over. */
function partsOf(folder: DirectoryHandle, context: ToolContext, make: boolean): Trash {
  if (context.platform === 'darwin') return { folder, files: folder };
  const parts: DirectoryHandle[] = [];
  try {
    for (const name of ['files', 'info']) {
      const part = make ? openOrMake(folder, name) : folder.openChild(name);
      parts.push(part);
      const at = part.describe().toString();
      if (part.uid !== context.uid) throw new Error(`${at} belongs to somebody else`);
      if (!isSameVolume(part, folder)) throw new Error(`${at} lies elsewhere than the trash that it is in`);
    }
    const [files, info] = parts as [DirectoryHandle, DirectoryHandle];
    return { folder, files, info };
  } catch (error) {
    for (const part of [folder, ...parts]) part.close();
    throw error;
  }
}

/** Bytes of the longest name: below what every file system takes, an encrypted one too, with `.trashinfo` behind it. */
const longestName = 120;

/**
 * A name in the trash, for a person who looks into it: `pip http-v2`, then `pip http-v2 2`. Where the system shows the trash, it
 * shows the path that something had.
 */
export function trashName(provider: string, name: string, number: number): string {
  const suffix = number === 1 ? '' : ` ${number}`;
  let text = '';
  for (const sign of `${provider} ${name}`.replaceAll(/\p{Cc}/gu, '_')) {
    if (Buffer.byteLength(text + sign + suffix) > longestName) break;
    text += sign;
  }
  return text + suffix;
}

export function isTaken({ files, info }: Trash, name: string): boolean {
  return [files.at(name), ...(info ? [info.at(infoName(name))] : [])].some((at) => entryAt(at) !== undefined);
}

function infoName(name: string): string {
  return `${name}.trashinfo`;
}

/** What a `.trashinfo` says. What stands behind the date nobody else reads: it tells ours from another's of the same name. */
export function infoText(at: string, { top }: Trash, batch: string, now: Date): string {
  const shown = top === undefined ? at : path.relative(top, at);
  if (shown.startsWith('..')) throw new Error(`it does not lie below ${top}`);
  const encoded = shown.split('/').map(encodeURIComponent).join('/');
  return `[Trash Info]\nPath=${encoded}\nDeletionDate=${localTime(now)}\nX-Devclean-Batch=${batch}\n`;
}

/** As the specification wants it: the user's own time, without a zone. */
function localTime(now: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join('-');
  return `${day}T${[now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join(':')}`;
}

/** Takes a name in the trash, as the specification wants it, before anything is moved. Throws `EEXIST` when somebody has it. */
export function writeInfo(trash: Trash, name: string, text: string): void {
  const { info } = trash;
  if (info === undefined) return;
  const descriptor = openSync(info.at(infoName(name)), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
  try {
    const bytes = Buffer.from(text);
    for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written);
    fsyncSync(descriptor);
  } catch (error) {
    removeInfo(trash, name, text, 'begun');
    throw error;
  } finally {
    closeSync(descriptor);
  }
  syncFolder(info);
}

/** Whether a name in the trash is the one that we took. */
export function isOurs({ info }: Trash, name: string, text: string): boolean {
  return info === undefined || contentOf(info.at(infoName(name)), text.length) === text;
}

/**
 * Gives a name in the trash free again: the one place where a `.trashinfo` is removed, and only one that says what we wrote, to
 * its end or, where it was only `begun`, as far as it goes. Whether it did.
 */
export function removeInfo({ info }: Trash, name: string, text: string, state: 'whole' | 'begun'): boolean {
  if (info === undefined) return false;
  const at = info.at(infoName(name));
  const content = contentOf(at, text.length);
  if (content === undefined || !(state === 'whole' ? content === text : text.startsWith(content))) return false;
  try {
    unlinkSync(at);
  } catch {
    return false;
  }
  syncFolder(info);
  return true;
}

/** The text of a file that is not longer than that. */
function contentOf(at: Buffer, longest: number): string | undefined {
  try {
    const descriptor = openSync(at, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    try {
      if (!fstatSync(descriptor).isFile()) return undefined;
      const bytes = Buffer.alloc(longest + 1);
      return bytes.toString('latin1', 0, readSync(descriptor, bytes));
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return undefined;
  }
}
