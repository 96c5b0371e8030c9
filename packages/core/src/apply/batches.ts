import type { Usage } from '@devclean/disk';
import { DevcleanError } from '../errors.js';
import type { ToolContext } from '../system/tool-context.js';
import { type FoundJournal, readJournals } from './journal.js';
import type { BeginRecord, CommandRecord, IntentRecord } from './journal-record.js';

/** An item of a batch as the last record tells it. */
export interface BatchItem extends Omit<IntentRecord, 'type'> {
  state: 'intent' | 'held' | 'removing' | 'untouched' | 'trashed' | 'done' | 'returned' | 'lost';
  /** While it is held: until when. Without a time it was to be removed at once. */
  until?: string;
  /** What it took up when it was removed. */
  removed?: Usage;
}

/** What a tool was told to clear that only it can reach. */
interface BatchCommand extends Omit<CommandRecord, 'type'> {
  /** What there was less of afterwards; nothing when it was not told. */
  removed?: Usage;
}

export interface Batch {
  readonly begin: BeginRecord;
  readonly items: readonly BatchItem[];
  /** Left out by most. */
  readonly commands?: readonly BatchCommand[];
  readonly endedAt?: string;
  /** The line behind which its journal cannot be believed. */
  readonly damagedAt?: number;
}

/** Every batch that has a journal, oldest first. Throws `JOURNAL_UNREADABLE`. */
export function readBatches(context: ToolContext): readonly Batch[] {
  try {
    return [...readJournals(context)]
      .flatMap(([id, text]) => batchOf(id, text) ?? [])
      .sort((a, b) => (a.begin.at < b.begin.at ? -1 : 1));
  } catch (cause) {
    throw new DevcleanError('JOURNAL_UNREADABLE', `The journal cannot be read: ${(cause as Error).message}.`, {
      hint: 'Look at "devclean/journal" in your state folder. What is held stays where it is.',
      cause,
    });
  }
}

/** What a journal adds up to; nothing when not even its beginning was written. */
function batchOf(id: string, { records, damagedAt, writtenAt }: FoundJournal): Batch | undefined {
  const [begin] = records;
  const isCopy = begin?.type === 'begin' && begin.batch !== id;
  if (isCopy || (begin === undefined && damagedAt !== undefined)) {
    // Nothing of it can be believed, but that it is there, and that something may be held of which nobody else knows.
    const at = writtenAt.toISOString();
    return { begin: { type: 'begin', version: 1, batch: id, at, pid: 0 }, items: [], damagedAt: 1 };
  }
  if (begin?.type !== 'begin' || begin.version !== 1) return undefined;
  const items = new Map<number, BatchItem>();
  const commands = new Map<number, BatchCommand>();
  let endedAt: string | undefined;
  for (const record of records) {
    if (record.type === 'intent') {
      const { type, ...intent } = record;
      items.set(record.item, { ...intent, state: type });
    } else if (record.type === 'command') {
      const { type, ...command } = record;
      commands.set(record.item, command);
    } else if (record.type === 'end') {
      endedAt = record.at;
    } else if (record.type !== 'begin') {
      const command = commands.get(record.item);
      if (command !== undefined && record.type === 'done') command.removed = record.removed;
      const item = items.get(record.item);
      if (item === undefined) continue;
      item.state = record.type;
      if (record.type === 'held' && record.until !== undefined) item.until = record.until;
      if (record.type === 'done') item.removed = record.removed;
    }
  }
  return {
    begin,
    items: [...items.values()],
    ...(commands.size > 0 && { commands: [...commands.values()] }),
    ...(endedAt !== undefined && { endedAt }),
    ...(damagedAt !== undefined && { damagedAt }),
  };
}

/** Whether an item waits in the hold and can be brought back. */
export function isHeld({ state, until }: BatchItem): boolean {
  return state === 'held' && until !== undefined;
}
