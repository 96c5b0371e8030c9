import { renameSync } from 'node:fs';
import path from 'node:path';
import { DevcleanError, isDevcleanError } from '../errors.js';
import type { PurgeStep } from '../plan/purge-plan.js';
import type { ToolContext } from '../system/tool-context.js';
import type { BatchLog } from './batch-log.js';
import type { BatchItem } from './batches.js';
import type { GuardedItem } from './guard.js';
import type { FoundItem } from './held-item.js';
import { isEntry, moveBack } from './hold.js';
import { syncFolder } from './journal.js';
import {
  closeTrash,
  infoText,
  isOurs,
  isTaken,
  openTrashFor,
  removeInfo,
  type Trash,
  trashName,
  writeInfo,
} from './trash.js';

function cannotTrash(why: string, where = 'It is untouched.'): DevcleanError {
  return new DevcleanError('CANNOT_TRASH', `It could not be moved to the trash: ${why}.`, {
    hint: `Use --keep 24h to hold it instead; without either it is removed for good. ${where}`,
  });
}

/** Names that are tried for one item: more of one kind lie in nobody's trash. */
const mostNames = 10_000;

/**
 * Moves an item into the trash by one rename, and tells the journal before and after it. The path that it has in the trash, or
 * `another` when it was not the planned one: that goes back. Throws `CANNOT_TRASH`; nothing is ever copied.
 */
export function trashItem(
  step: PurgeStep,
  item: GuardedItem,
  log: BatchLog,
  context: ToolContext,
): { readonly at: string } | 'another' {
  let trash: Trash;
  try {
    trash = openTrashFor(item.parent, context);
  } catch (error) {
    throw cannotTrash(reasonOf(error));
  }
  try {
    return moveInto(trash, step, item, log);
  } catch (error) {
    throw isDevcleanError(error) ? error : cannotTrash(reasonOf(error));
  } finally {
    closeTrash(trash);
  }
}

function moveInto(
  trash: Trash,
  step: PurgeStep,
  item: GuardedItem,
  log: BatchLog,
): { readonly at: string } | 'another' {
  const identity = step.identity as NonNullable<PurgeStep['identity']>;
  const origin = step.path as string;
  const folder = trash.folder.describe().toString();
  const info = infoText(origin, trash, log.batch, new Date());
  for (let attempt = 1; attempt <= mostNames; attempt++) {
    const name = trashName(step.provider, item.name, attempt);
    if (isTaken(trash, name)) continue;
    const number = log.intent({
      provider: step.provider,
      section: step.section,
      parent: { path: path.dirname(origin), ...item.parent.identity },
      name: item.name,
      identity,
      expected: step.expected,
      trash: { path: folder, ...trash.folder.identity, as: name, info },
    });
    if (number === undefined) throw cannotTrash(`the journal cannot be written (${log.broken})`);
    const untouched = () => log.write({ type: 'untouched', item: number });
    try {
      writeInfo(trash, name, info);
    } catch (error) {
      untouched();
      // Somebody else was faster with this name.
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue;
      throw error;
    }
    const at = trash.files.at(name);
    try {
      renameSync(item.parent.at(item.name), at);
    } catch (error) {
      removeInfo(trash, name, info, 'whole');
      untouched();
      throw error;
    }
    if (isEntry(at, identity)) {
      syncFolder(trash.files);
      syncFolder(item.parent);
      // Where that cannot be written, the next run finds it there and writes it.
      log.write({ type: 'trashed', item: number });
      return { at: path.join(trash.files.describe().toString(), name) };
    }
    if (!moveBack(at, item.parent, item.name)) {
      throw cannotTrash('it was replaced at the last moment', `What replaced it lies in the trash, as "${name}".`);
    }
    removeInfo(trash, name, info, 'whole');
    untouched();
    return 'another';
  }
  throw cannotTrash(`${folder} has no name left for it`);
}

/**
 * How the way of an item to the trash ended that an interrupted run had begun: the record that is missing. Nothing where
 * something lies in the trash that belongs in its place, and its place is taken.
 */
export function endHandOver(item: BatchItem, found: FoundItem): 'trashed' | 'untouched' | undefined {
  const { trash, name, isItself, parent, hold } = found;
  if (trash === undefined || item.trash === undefined) return undefined;
  const { as, info } = item.trash;
  if (name === undefined) {
    // It never got there, or somebody has taken it out since.
    removeInfo(trash, as, info, 'begun');
    return 'untouched';
  }
  const ours = isOurs(trash, as, info);
  if (ours && isItself) return 'trashed';
  // Another program has the name by now: what lies under it is not ours to touch.
  if (!(ours || isItself) || trash.info === undefined) return 'untouched';
  // Something else that was moved, or the item without what the trash needs to give it back: it goes back to its place.
  if (parent === undefined || !moveBack(hold.at(name), parent, item.name)) return undefined;
  syncFolder(parent);
  removeInfo(trash, as, info, 'whole');
  return 'untouched';
}

function reasonOf(error: unknown): string {
  const { syscall, code, message } = error as NodeJS.ErrnoException;
  if (code === 'EXDEV') return 'the system cannot move it there without copying it (EXDEV)';
  return syscall !== undefined && code !== undefined ? `the system refused ${syscall} (${code})` : message;
}
