import type { Identity, Usage } from '@devclean/disk';
import type { StepIdentity } from '../plan/purge-plan.js';

/**
 * What the journal of a batch says, in the order in which it happens to an item: `intent`, `held`, then `removing` and `done`,
 * or `returned`; on the way to the trash `intent`, `trashed`, perhaps `returned`. Each is on the disk before what it announces is done, and after what it tells.
 */
export type JournalRecord =
  | BeginRecord
  | IntentRecord
  | CommandRecord
  | HeldRecord
  | ItemRecord
  | DoneRecord
  | ReturnedRecord
  | EndRecord;

export interface BeginRecord {
  readonly type: 'begin';
  readonly version: 1;
  readonly batch: string;
  readonly at: string;
  /** The process that carries the batch out: while it lives, nobody else touches what the batch has under way. */
  readonly pid: number;
  /** When that process started, as the system counts; nothing where it does not say. */
  readonly started?: string;
  readonly bootId?: string;
  /** Milliseconds for which the machine had run then, sleep included: what tells how long ago it was where the clock was set since. */
  readonly uptimeMs?: number;
}

/** An item is about to be moved from its place into the hold or the trash or, without either, to be removed in its place. */
export interface IntentRecord {
  readonly type: 'intent';
  readonly item: number;
  readonly provider: string;
  readonly section: string;
  readonly parent: JournalFolder;
  readonly name: string;
  readonly identity: StepIdentity;
  readonly expected: Usage;
  /** `above`: the folder that the hold lies in. */
  readonly hold?: JournalFolder & { readonly as: string; readonly above?: Identity };
  /** The trash, its name in there, and the whole text of its `.trashinfo`. */
  readonly trash?: JournalFolder & { readonly as: string; readonly info: string };
}

/** A tool is about to clear something that only it can reach: nobody can end that for it, nor give it back. */
export interface CommandRecord {
  readonly type: 'command';
  readonly item: number;
  readonly provider: string;
  readonly section: string;
  readonly expected: Usage;
}

export interface JournalFolder extends Identity {
  readonly path: string;
}

/** It is in the hold, and it is the planned one. Without a time it is to be removed at once. */
interface HeldRecord {
  readonly type: 'held';
  readonly item: number;
  readonly until?: string;
}

/**
 * - `removing`: from here on it cannot be given back
 * - `untouched`: it was not moved after all
 * - `lost`: it is neither in its place nor in its hold, and no record says why
 * - `trashed`: it is in the trash, and it is the planned one
 */
interface ItemRecord {
  readonly type: 'removing' | 'untouched' | 'lost' | 'trashed';
  readonly item: number;
}

interface DoneRecord {
  readonly type: 'done';
  readonly item: number;
  readonly removed: Usage;
}

/** It lies in its place again, or beside it. */
interface ReturnedRecord {
  readonly type: 'returned';
  readonly item: number;
  readonly path: string;
}

interface EndRecord {
  readonly type: 'end';
  readonly at: string;
}
