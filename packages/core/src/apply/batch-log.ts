import { readFileSync } from 'node:fs';
import { bootId, uptimeMs } from '../system/machine.js';
import type { ToolContext } from '../system/tool-context.js';
import { Journal, removeJournal } from './journal.js';
import type { BeginRecord, CommandRecord, IntentRecord, JournalRecord } from './journal-record.js';

/**
 * The journal of the batch that is being carried out. It comes into being with the first item. Where it cannot be written, on a
 * full disk above all, what frees space goes on without it: the names in the hold say what has been proven.
 */
export class BatchLog {
  readonly batch: string;
  readonly #context: ToolContext;
  readonly #notice: (message: string) => void;
  #journal: Journal | undefined;
  #broken: string | undefined;
  #items = 0;

  constructor(batch: string, context: ToolContext, notice: (message: string) => void) {
    this.batch = batch;
    this.#context = context;
    this.#notice = notice;
  }

  /** Why the journal cannot be written, if it cannot. */
  get broken(): string | undefined {
    return this.#broken;
  }

  /** Announces an item. Its number; nothing when that could not be written. */
  intent(record: Omit<IntentRecord, 'type' | 'item'>): number | undefined {
    return this.intents([record])?.[0];
  }

  /** Announces several items, all of them or none, with one wait for the disk. Their numbers; nothing when that could not be written. */
  intents(records: readonly Omit<IntentRecord, 'type' | 'item'>[]): readonly number[] | undefined {
    const numbered = records.map((record) => ({ type: 'intent' as const, item: this.#items++, ...record }));
    return this.write(...numbered) ? numbered.map(({ item }) => item) : undefined;
  }

  /** Announces what a tool is to clear. Its number; nothing when that could not be written. */
  command(record: Omit<CommandRecord, 'type' | 'item'>): number | undefined {
    const item = this.#items++;
    return this.write({ type: 'command', item, ...record }) ? item : undefined;
  }

  /** Whether the records are on the disk. What is said of an item that was not announced is not written. */
  write(...records: readonly (JournalRecord & { item?: number | undefined })[]): boolean {
    if (this.#broken !== undefined) return false;
    try {
      this.#journal ??= this.#begin();
      this.#journal.append(...records);
      return true;
    } catch (error) {
      this.#broken = (error as Error).message;
      this.#notice(
        `The journal could not be written, so this run will not be in the history: ${this.#broken}. Removing goes on without it.`,
      );
      return false;
    }
  }

  end(): void {
    if (this.#journal !== undefined) this.write({ type: 'end', at: new Date().toISOString() });
    this.#journal?.close();
    this.#journal = undefined;
  }

  #begin(): Journal {
    const journal = Journal.create(this.#context, this.batch);
    const started = startOf(process.pid);
    const boot = bootId();
    try {
      journal.append({
        type: 'begin',
        version: 1,
        batch: this.batch,
        at: new Date().toISOString(),
        pid: process.pid,
        ...(started !== undefined && { started }),
        ...(boot !== undefined && { bootId: boot, uptimeMs: uptimeMs() }),
      });
    } catch (error) {
      journal.close();
      removeJournal(this.#context, this.batch);
      throw error;
    }
    return journal;
  }
}

/** Whether the process that began a batch may still be at it. */
export function isUnderWay({ pid, started, bootId: boot }: BeginRecord): boolean {
  if (boot !== bootId() || pid === process.pid) return false;
  return started !== undefined && startOf(pid) === started;
}

/** When a process started, in ticks since the boot: a number is used again, but not with the same start. */
function startOf(pid: number): string | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name may hold spaces and parentheses; the state follows it, and the start is the 20th from there.
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}
