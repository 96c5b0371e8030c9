import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { type DirectoryHandle, openDirectory } from '@devclean/disk';
import { stateFolder } from '../own-files/state-folder.js';
import { entryAt } from '../system/identity.js';
import type { ToolContext } from '../system/tool-context.js';
import { firstChecksum, type JournalText, journalLine, readJournalText } from './journal-lines.js';
import type { JournalRecord } from './journal-record.js';

const fileName = /^([0-9a-f]{12})\.jsonl$/;
const { O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW = 0, O_RDONLY, O_RDWR } = constants;

/** The records of one batch, open for more. */
export class Journal {
  readonly #descriptor: number;
  #number: number;
  #checksum: string;
  #length: number;

  private constructor(descriptor: number, { records, checksum, length }: JournalText) {
    this.#descriptor = descriptor;
    this.#number = records.length;
    this.#checksum = checksum;
    this.#length = length;
  }

  /** Begins the journal of a new batch. Throws what the system says, or why the state folder cannot be trusted. */
  static create(context: ToolContext, batch: string): Journal {
    const folder = openJournals(context, true);
    try {
      const descriptor = openSync(
        folder.at(`${batch}.jsonl`),
        O_RDWR | O_APPEND | O_CREAT | O_EXCL | O_NOFOLLOW,
        0o600,
      );
      syncFolder(folder);
      return new Journal(descriptor, { records: [], checksum: firstChecksum, length: 0 });
    } finally {
      folder.close();
    }
  }

  /** Opens an earlier batch's to continue it. Throws like `create`, and when the journal is damaged. */
  static continue(context: ToolContext, batch: string): Journal {
    const folder = openJournals(context, false);
    try {
      const descriptor = openSync(folder.at(`${batch}.jsonl`), O_RDWR | O_APPEND | O_NOFOLLOW);
      try {
        const text = readJournalText(readFileSync(descriptor));
        if (text.damagedAt !== undefined) throw new Error(`its line ${text.damagedAt} is damaged`);
        // A torn line must not stand between what was written and what will be.
        ftruncateSync(descriptor, text.length);
        return new Journal(descriptor, text);
      } catch (error) {
        closeSync(descriptor);
        throw error;
      }
    } finally {
      folder.close();
    }
  }

  /** Writes records, whole or not at all, and returns when they are on the disk. Throws what the system says. */
  append(...records: readonly JournalRecord[]): void {
    let number = this.#number;
    let checksum = this.#checksum;
    let text = '';
    for (const record of records) {
      const next = journalLine(record, number++, checksum);
      text += next.line;
      checksum = next.checksum;
    }
    const bytes = Buffer.from(text);
    try {
      for (let written = 0; written < bytes.length; ) written += writeSync(this.#descriptor, bytes, written);
      fsyncSync(this.#descriptor);
    } catch (error) {
      try {
        ftruncateSync(this.#descriptor, this.#length);
      } catch {
        // The torn line is ignored by who reads it.
      }
      throw error;
    }
    this.#number = number;
    this.#checksum = checksum;
    this.#length += bytes.length;
  }

  /** As `append`; but what a full disk does not take, the next run finds out again from what lies in the hold and what does not. */
  note(record: JournalRecord): void {
    try {
      this.append(record);
    } catch {
      // Said above.
    }
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}

/** A journal, and when it was last written to. */
export interface FoundJournal extends JournalText {
  readonly writtenAt: Date;
}

/** Names of the batches that have a journal, and what each says. None where there is no state folder. Throws when it cannot be trusted. */
export function readJournals(context: ToolContext): ReadonlyMap<string, FoundJournal> {
  const journals = new Map<string, FoundJournal>();
  if (entryAt(stateFolder(context)) === undefined) return journals;
  const folder = journalsIfAny(context);
  if (folder === undefined) return journals;
  try {
    for (const name of readdirSync(folder.self).sort()) {
      const batch = fileName.exec(name)?.[1];
      if (batch === undefined) continue;
      journals.set(batch, readOwn(folder.at(name)));
    }
  } finally {
    folder.close();
  }
  return journals;
}

function journalsIfAny(context: ToolContext): DirectoryHandle | undefined {
  try {
    return openJournals(context, false);
  } catch (error) {
    // By code: two copies of the disk package may be loaded. A run that ended early made one of the two folders.
    if ((error as { code?: unknown }).code === 'missing') return undefined;
    throw error;
  }
}

/** Forgets a batch. */
export function removeJournal(context: ToolContext, batch: string): void {
  const folder = openJournals(context, false);
  try {
    unlinkSync(folder.at(`${batch}.jsonl`));
  } finally {
    folder.close();
  }
}

function readOwn(file: Buffer): FoundJournal {
  const descriptor = openSync(file, O_RDONLY | O_NOFOLLOW | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = fstatSync(descriptor);
    const bytes = stats.isFile() ? readFileSync(descriptor) : Buffer.alloc(0);
    return { ...readJournalText(bytes), writtenAt: stats.mtime };
  } finally {
    closeSync(descriptor);
  }
}

/** The folder of the journals: no link in devclean's part of the way, ours, and nobody else's to enter. */
function openJournals(context: ToolContext, make: boolean): DirectoryHandle {
  const state = stateFolder(context);
  // What leads there is the user's business: a home behind a link is ordinary.
  const above = path.dirname(state);
  if (make) mkdirSync(above, { recursive: true, mode: 0o700 });
  let folder = openDirectory(realpathSync.native(above));
  for (const name of [path.basename(state), 'journal']) {
    try {
      if (make) makeFolder(folder.at(name));
      const child = folder.openChild(name);
      folder.close();
      folder = child;
      if (context.uid !== undefined && child.uid !== context.uid)
        throw new Error(`${child.describe()} belongs to somebody else`);
      if (process.platform !== 'win32' && (child.mode & 0o022) !== 0)
        throw new Error(`others may write to ${child.describe()}`);
    } catch (error) {
      folder.close();
      throw error;
    }
  }
  return folder;
}

function makeFolder(at: Buffer): void {
  try {
    mkdirSync(at, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** Makes names that were given or taken in a folder outlive a loss of power, where the system can. */
export function syncFolder(folder: DirectoryHandle): void {
  try {
    const descriptor = openSync(folder.self, O_RDONLY | (constants.O_DIRECTORY ?? 0));
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    // Windows and some file systems cannot; the order of what a process sees holds all the same.
  }
}
