import { linkSync, mkdirSync, readdirSync, renameSync, rmdirSync, unlinkSync } from 'node:fs';
import { type DirectoryHandle, openDirectory } from '@devclean/disk';
import type { StepIdentity } from '../plan/purge-plan.js';
import { entryAt, identityKey } from '../system/identity.js';
import { holdName } from './hold-paths.js';
import { syncFolder } from './journal.js';

/**
 * A private folder on the same mount as what goes: one rename takes an item out of the tool's sight, whole, and only
 * what is proven to be that item is then removed, where nobody else can reach it.
 *
 * An entry is named `<provider>.<random>`, and has `.condemned` behind it once it is proven and to be removed: what has not is
 * the business of the journal.
 */
export interface Hold {
  readonly folder: DirectoryHandle;
  readonly parent: DirectoryHandle;
}

const condemned = '.condemned';

/** Opens the hold in a folder, making it when it is not there. Throws what the system says, or why it cannot be trusted. */
export function openHold(parentPath: string, uid: number | undefined, mountId: string | undefined): Hold {
  const parent = openDirectory(parentPath);
  try {
    if (parent.mountId !== mountId) throw new Error(elsewhere);
    const name = holdName(uid);
    try {
      mkdirSync(parent.at(name), { mode: 0o700 });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const folder = parent.openChild(name);
    const problem = reasonAgainst(folder, uid, mountId);
    if (problem === undefined) return { folder, parent };
    folder.close();
    throw new Error(problem);
  } catch (error) {
    parent.close();
    throw error;
  }
}

const elsewhere = 'the folder beside it lies on another mount';

function reasonAgainst(folder: DirectoryHandle, uid: number | undefined, mountId: string | undefined) {
  if (uid !== undefined && folder.uid !== uid) return `${folder.describe()} belongs to somebody else`;
  if (process.platform !== 'win32' && (folder.mode & 0o077) !== 0) return `others may enter ${folder.describe()}`;
  return folder.mountId === mountId ? undefined : elsewhere;
}

/** Leaves no empty hold behind. */
export function closeHold({ folder, parent }: Hold, uid: number | undefined): void {
  folder.close();
  try {
    rmdirSync(parent.at(holdName(uid)));
  } catch {
    // Something is still in it.
  }
  parent.close();
}

/** What earlier runs proved and did not get to remove. */
export function condemnedIn({ folder }: Hold, provider: string): readonly string[] {
  return readdirSync(folder.self).filter((name) => {
    const [owner, random = '', ...rest] = name.split('.');
    return owner === provider && /^[0-9a-f]+$/.test(random) && `.${rest.join('.')}` === condemned;
  });
}

/** A name in the hold that nothing has yet. */
export function newHeldName(provider: string): string {
  const { randomBytes } = process.getBuiltinModule('node:crypto'); // when it is needed: see planId
  return `${provider}.${randomBytes(8).toString('hex')}`;
}

/**
 * Moves an entry into the hold and proves that it was the planned one that moved: `another` is put back, or left in the
 * hold, unproven, when its place is taken. What moved outlives a loss of power only after `syncMoved`.
 * Throws what the first `rename` says, `EXDEV` above all: then nothing has moved.
 */
export function moveIntoHold(
  hold: Hold,
  name: string,
  from: { readonly parent: DirectoryHandle; readonly name: string },
  identity: StepIdentity,
): 'moved' | 'another' {
  const held = hold.folder.at(name);
  renameSync(from.parent.at(from.name), held);
  if (isEntry(held, identity)) return 'moved';
  moveBack(held, from.parent, from.name);
  return 'another';
}

/** Makes moves into a hold outlive a loss of power: one wait for the hold, and one for each folder that something came from. */
export function syncMoved(hold: Hold, parents: readonly DirectoryHandle[]): void {
  syncFolder(hold.folder);
  const synced = new Set<string>();
  for (const parent of parents) {
    const key = identityKey(parent.identity);
    if (!synced.has(key)) syncFolder(parent);
    synced.add(key);
  }
}

/** Gives a proven entry the name under which it may be removed, also by a later run that knows nothing else of it. */
export function condemn(hold: Pick<Hold, 'folder'>, name: string): string | undefined {
  return renamed(hold.folder.at(name), hold.folder.at(name + condemned)) ? name + condemned : undefined;
}

/** The name under which something lies in the hold now. */
export function nameInHold(hold: DirectoryHandle, name: string): string | undefined {
  return [name, name + condemned].find((each) => entryAt(hold.at(each)) !== undefined);
}

export function isCondemned(name: string): boolean {
  return name.endsWith(condemned);
}

/**
 * Puts an entry where nothing is; whether it did. A file gets its name by a link, which never replaces anything; a folder by a
 * rename, which replaces at most a folder that is empty.
 */
export function moveBack(held: Buffer, parent: DirectoryHandle, name: string): boolean {
  const to = parent.at(name);
  const entry = entryAt(held);
  if (entry === undefined) return false;
  const there = entryAt(to);
  if (there !== undefined) {
    // An earlier attempt ended between the link and the unlink.
    if (!entry.isFile() || identityKey(there) !== identityKey(entry)) return false;
    unlinkSync(held);
    return true;
  }
  if (!entry.isFile()) return renamed(held, to);
  try {
    linkSync(held, to);
  } catch (error) {
    // Some file systems have no links.
    return (error as NodeJS.ErrnoException).code !== 'EEXIST' && entryAt(to) === undefined && renamed(held, to);
  }
  unlinkSync(held);
  return true;
}

/** Whether this very entry lies at a path now. */
export function isEntry(at: Buffer, identity: StepIdentity): boolean {
  const entry = entryAt(at);
  return entry !== undefined && identityKey(entry) === identityKey(identity);
}

function renamed(from: Buffer, to: Buffer): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch {
    return false;
  }
}
