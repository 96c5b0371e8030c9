import { lstatSync, rmdirSync } from 'node:fs';
import path from 'node:path';
import { type DirectoryHandle, openDirectory } from '@devclean/disk';
import { entryAt } from '../system/identity.js';
import { bootId } from '../system/machine.js';
import type { ToolContext } from '../system/tool-context.js';
import type { Batch, BatchItem } from './batches.js';
import { nameInHold } from './hold.js';
import { holdName } from './hold-paths.js';
import type { JournalFolder } from './journal-record.js';
import { closeTrash, isOurs, reopenTrash, type Trash } from './trash.js';

/** An item where its journal says that it is held or in the trash, after everything was compared with what the journal says. */
export interface FoundItem {
  /** The folder that it lies in: the hold, or that of the trash. */
  readonly hold: DirectoryHandle;
  readonly trash?: Trash;
  /** Its name in there now; nothing when it is not there. */
  readonly name: string | undefined;
  /** Whether what lies there is the item itself. */
  readonly isItself: boolean;
  /** The folder that it came from, if that is still there. */
  readonly parent: DirectoryHandle | undefined;
  close(): void;
}

/**
 * Opens what a journal names: by walking there without following a link, and only when it is the very folder that was
 * written down, our own and private. Nothing when the hold is not to be found so. Throws when that cannot be told: a folder that
 * cannot be opened now is not one that is gone.
 */
export function findItem({ begin }: Batch, item: BatchItem, context: ToolContext): FoundItem | undefined {
  const sameBoot = begin.bootId === bootId();
  if (item.trash !== undefined) return findInTrash(item, item.trash, sameBoot, context);
  if (item.hold === undefined || path.basename(item.hold.path) !== holdName(context.uid)) return undefined;
  const hold = opened(item.hold, sameBoot);
  if (hold === undefined) return undefined;
  const isOurs = context.uid === undefined || (hold.uid === context.uid && (hold.mode & 0o077) === 0);
  if (!isOurs || !/^[^./]+\.[0-9a-f]+$/.test(item.hold.as)) {
    hold.close();
    return undefined;
  }
  try {
    const name = nameInHold(hold, item.hold.as);
    const entry = name === undefined ? undefined : entryAt(hold.at(name));
    // The number of a device may be another after a restart: it is at least that of the hold.
    const dev = sameBoot ? item.identity.dev : hold.identity.dev;
    const parent = opened(item.parent, sameBoot);
    return {
      hold,
      name,
      isItself: entry !== undefined && String(entry.ino) === item.identity.ino && String(entry.dev) === dev,
      parent,
      close() {
        hold.close();
        parent?.close();
      },
    };
  } catch (error) {
    hold.close();
    throw error;
  }
}

/**
 * Where an item is that is not to be found in its hold: `placed` when it lies in its place; `gone` when a folder beside the hold is
 * the one that it was, and the hold is not there. Otherwise its disk may only not be there now.
 */
export function whereabouts({ begin }: Batch, item: BatchItem): 'placed' | 'gone' | 'unknown' {
  const { hold } = item;
  const sameBoot = begin.bootId === bootId();
  let beside: DirectoryHandle | undefined;
  let parent: DirectoryHandle | undefined;
  try {
    beside = hold?.above && opened({ path: path.dirname(hold.path), ...hold.above }, sameBoot);
    parent = opened(item.parent, sameBoot);
    if (isInPlace({ parent }, item)) return 'placed';
    const isKnown = parent !== undefined || beside !== undefined;
    return hold !== undefined && isKnown && !mayBeThere(hold) ? 'gone' : 'unknown';
  } catch {
    return 'unknown'; // A folder that is there and cannot be opened now
  } finally {
    beside?.close();
    parent?.close();
  }
}

/** As `findItem`; `unknown` where a folder that is there cannot be opened now. */
export function findItemIfAny(batch: Batch, item: BatchItem, context: ToolContext): FoundItem | 'unknown' | undefined {
  try {
    return findItem(batch, item, context);
  } catch {
    return 'unknown';
  }
}

function mayBeThere({ path: at, ino }: JournalFolder): boolean {
  try {
    const entry = lstatSync(at, { bigint: true, throwIfNoEntry: false });
    return entry !== undefined && (!entry.isDirectory() || String(entry.ino) === ino);
  } catch {
    return true;
  }
}

function findInTrash(
  item: BatchItem,
  { as, ...at }: NonNullable<BatchItem['trash']>,
  sameBoot: boolean,
  context: ToolContext,
): FoundItem | undefined {
  const folder = opened(at, sameBoot);
  const trash = folder && reopenTrash(folder, context);
  if (trash === undefined) return undefined;
  const parent = opened(item.parent, sameBoot);
  const entry = entryAt(trash.files.at(as));
  const dev = sameBoot ? item.identity.dev : trash.files.identity.dev;
  return {
    hold: trash.files,
    trash,
    name: entry && as,
    isItself: entry !== undefined && String(entry.ino) === item.identity.ino && String(entry.dev) === dev,
    parent,
    close() {
      closeTrash(trash);
      parent?.close();
    },
  };
}

/** Whether the item lies in its place. */
export function isInPlace({ parent }: Pick<FoundItem, 'parent'>, { name, identity }: BatchItem): boolean {
  const entry = parent && entryAt(parent.at(name));
  return entry !== undefined && String(entry.ino) === identity.ino;
}

function opened({ path: at, dev, ino }: JournalFolder, sameBoot: boolean): DirectoryHandle | undefined {
  let folder: DirectoryHandle;
  try {
    folder = openDirectory(at);
  } catch (error) {
    // By code: two copies of the disk package may be loaded.
    if ((error as { code?: unknown }).code === 'failed') throw error;
    return undefined;
  }
  if (folder.identity.ino === ino && (!sameBoot || folder.identity.dev === dev)) return folder;
  folder.close();
  return undefined;
}

/**
 * Where an item is that went to the trash:
 * - `leaving`: an undo was interrupted that had taken it out; what the trash knew of it is there still
 * - `gone`: the trash was emptied, or gave it back
 * - `unknown`: the trash cannot be looked into now, because its disk is not there, or because it is not private any more
 */
export function stateInTrash(
  batch: Batch,
  item: BatchItem,
  context: ToolContext,
): 'there' | 'leaving' | 'gone' | 'unknown' | undefined {
  const { state, trash: written } = item;
  if (state !== 'trashed' || written === undefined) return undefined;
  let found: FoundItem | undefined;
  try {
    found = findItem(batch, item, context);
  } catch {
    return 'unknown';
  }
  if (found?.trash === undefined) return isTrashGone(written) ? 'gone' : 'unknown';
  const { trash, name, isItself } = found;
  // The number of an inode is soon another's: what the trash says of it must be ours as well.
  const isKnown = isOurs(trash, written.as, written.info);
  const isLeaving = name === undefined && trash.info !== undefined && isKnown;
  found.close();
  return isItself && isKnown ? 'there' : isLeaving ? 'leaving' : 'gone';
}

/** Whether a trash that could not be opened is no more. That of a mount may come back with it, that of a home does not. */
export function isTrashGone({ path: at, ino }: JournalFolder): boolean {
  const entry = entryAt(at);
  return ['Trash', '.Trash'].includes(path.basename(at)) && (entry === undefined || String(entry.ino) !== ino);
}

/** Leaves no empty hold behind. The trash stays. */
export function leaveHold({ hold, trash }: FoundItem, context: ToolContext): void {
  if (trash !== undefined) return;
  try {
    const above = hold.openParent();
    try {
      rmdirSync(above.at(holdName(context.uid)));
    } finally {
      above.close();
    }
  } catch {
    // Something is still in it.
  }
}
