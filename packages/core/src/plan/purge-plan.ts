import type { Usage } from '@devclean/disk';
import type { AppliedSetting } from '../own-files/settings.js';
import type { Volume } from '../provider/cache-provider.js';
import type { Origin, Safety, SkipReason } from '../words.js';

/** What would be removed, and what was left out and why. Pure data: `--dry-run --json`, `--plan-out`. */
export interface PurgePlan {
  schema: 'devclean.plan/1';
  id: string;
  createdAt: string;
  /** After this it is not applied any more: the machine has moved on. */
  expiresAt: string;
  /** The user who made it; -1 where the system has no such number. */
  uid: number;
  /** The boot it was made in; device numbers mean nothing in another. */
  bootId?: string;
  /** Milliseconds for which what it removes can be undone; without it each step's origin decides. */
  keepMs?: number;
  /** Whether what goes is moved to the system's trash instead of being removed. */
  trash?: boolean;
  /** Settings of the user's that had a say in it. */
  settings?: AppliedSetting[];
  /** The room that it is to make, with what is cheapest to lose: the steps are in that order. */
  room?: PlannedRoom;
  /** What applying it gives back, over all steps; with `trash` only once that is emptied. */
  expected: Usage;
  steps: PurgeStep[];
  skipped: SkippedItem[];
}

export interface PurgeStep {
  /** `command`: the tool's own command removes it, together with all other steps in the location that have the same `argv`. */
  kind: 'remove' | 'command';
  provider: string;
  origin: Origin;
  location: string | null;
  section: string;
  /** What losing it meant when the plan was made: if it is graver by now, it stays. */
  safety?: Safety;
  path?: string;
  pathBase64?: string;
  /** Who must lie at `path` when it is removed. */
  identity?: StepIdentity;
  /** Of a `command`: its words, run without a shell. */
  argv?: string[];
  /** Of a `command`: what it leaves of this part on purpose, so that `expected` is the most that comes back. */
  leaves?: string;
  /** The entry that it is a part of, where not a whole section goes. */
  entry?: StepEntry;
  undoable: boolean;
  expected: Usage;
  /** Where only what was not used lately was asked for, or what is cheapest to lose: when it was used last, and what says so. */
  lastUsedAt?: string;
  lastUsedFrom?: 'tool' | 'atime' | 'mtime';
}

/** How much room was asked for, and what the plan does for it. */
export interface PlannedRoom {
  /** `free`: `bytes` are to come free, wherever they lie. `until-free`: `bytes` are to be free on `volume` then. */
  goal: 'free' | 'until-free';
  bytes: number;
  /** The file system that is meant, and what was free on it when the plan was made. */
  volume?: Volume;
  /** Bytes that have to come free. */
  neededBytes: number;
  /** Bytes that the steps free for certain: the goal is reached when these are no fewer than `neededBytes`. */
  certainBytes: number;
  /** Bytes that tools' own commands among the steps free beside that, at most. */
  uncertainBytes: number;
  /** Where it is not enough: the flags that would bring more, each by itself. */
  more: MoreRoom[];
}

export interface MoreRoom {
  flag: string;
  /** Bytes that would come free beside what the plan frees. */
  reclaimableBytes: number;
  /** A tool's own command is among it, so that this is the most. */
  isMost?: true;
}

export interface StepEntry {
  name: string;
  version?: string;
  kind: string;
}

export interface StepIdentity {
  dev: string;
  ino: string;
  mtimeNs: string;
  birthtimeNs?: string;
}

export interface SkippedItem {
  provider: string;
  section?: string;
  path: string;
  reason: SkipReason;
  detail?: string;
  /** Of what was left because enough is freed: what it takes up. */
  expected?: Usage;
}
