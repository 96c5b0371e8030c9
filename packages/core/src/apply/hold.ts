import { mkdirSync, readdirSync, renameSync, rmdirSync } from 'node:fs';
import { type DirectoryHandle, openDirectory } from '@devclean/disk';
import type { StepIdentity } from '../plan/purge-plan.js';
import { entryAt, identityKey } from '../system/identity.js';
import { holdName } from './hold-paths.js';

/**
 * A private folder on the same mount as what goes: one rename takes an item out of the tool's sight, whole, and only
 * what is proven to be that item is then removed, where nobody else can reach it.
 *
 * An entry is named `<provider>.<random>` until it has been proven, and has `.condemned` behind it from then on: after a
 * crash only the latter are removed.
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

/**
 * Moves an entry into the hold and proves that it was the planned one that moved. The name that it has there, or
 * nothing when it was another: that one is put back, or left in the hold, unproven, when its place is taken.
 * Throws what the first `rename` says, `EXDEV` above all: then nothing has moved.
 */
export function moveIntoHold(
  hold: Hold,
  provider: string,
  from: { readonly parent: DirectoryHandle; readonly name: string },
  identity: StepIdentity,
): string | undefined {
  const { randomBytes } = process.getBuiltinModule('node:crypto'); // when it is needed: see planId
  const name = `${provider}.${randomBytes(8).toString('hex')}`;
  const origin = from.parent.at(from.name);
  const held = hold.folder.at(name);
  renameSync(origin, held);
  if (isEntry(held, identity) && renamed(held, hold.folder.at(name + condemned))) return name + condemned;
  if (entryAt(origin) === undefined) renamed(held, origin);
  return undefined;
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
