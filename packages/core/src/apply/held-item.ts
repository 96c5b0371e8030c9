import { rmdirSync } from 'node:fs';
import path from 'node:path';
import { type DirectoryHandle, openDirectory } from '@devclean/disk';
import { entryAt } from '../system/identity.js';
import { bootId } from '../system/machine.js';
import type { ToolContext } from '../system/tool-context.js';
import type { Batch, BatchItem } from './batches.js';
import { nameInHold } from './hold.js';
import { holdName } from './hold-paths.js';
import type { JournalFolder } from './journal-record.js';

/** An item where its journal says that it is held, after everything was compared with what the journal says. */
export interface FoundItem {
  readonly hold: DirectoryHandle;
  /** Its name in the hold now; nothing when it is not there. */
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

/** Whether the item lies in its place. */
export function isInPlace({ parent }: FoundItem, { name, identity }: BatchItem): boolean {
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

/** Leaves no empty hold behind. */
export function leaveHold({ hold }: FoundItem, context: ToolContext): void {
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
