import type { Usage } from '@devclean/disk';
import type { ErrorData } from '../errors.js';
import type { PurgePlan } from '../plan/purge-plan.js';
import type { SkipReason } from '../words.js';

/** What happened to a plan: `purge`, `sweep` and `apply` with `--json`. */
export interface PurgeResult {
  schema: 'devclean.result/1';
  batch: string;
  startedAt: string;
  durationMs: number;
  plan: PurgePlan;
  outcomes: StepOutcome[];
  /** What is gone, or held. What went to the trash is not in it: that still takes up its space. */
  removed: Usage;
  /** With `--trash`: what lies in the trash now, as it was planned. Its space comes free when the trash is emptied. */
  trashed?: Usage;
  /** Bytes by which the free space of the file systems concerned grew; other programs change it too. */
  freeSpaceDelta: number;
  /** Of a plan that makes room. */
  room?: MadeRoom;
  /** What a second measurement still finds at the steps' paths; not complete where it could not look. */
  remaining: Usage;
  /** What the tools themselves say of their caches now, where they could be asked. */
  verifications: ToolAnswer[];
}

/** What came of the room that a plan was to make. */
export interface MadeRoom {
  /** Bytes that came free. */
  freedBytes: number;
  /** Bytes that are free now on the volume that is meant, else on the home folder's; left out where the system does not say. */
  freeBytes?: number;
}

/** A tool's own word on one location after a purge. */
export interface ToolAnswer {
  provider: string;
  location: string;
  /** The command that was asked, as a person would type it. */
  question: string;
  answer: 'empty' | 'not-empty' | 'unknown';
  /** The tool's words in short, or why they are unknown. */
  detail: string;
}

export interface StepOutcome {
  /** Index of the step in the plan. */
  step: number;
  status: 'done' | 'refused' | 'failed';
  reason?: SkipReason;
  removed: Usage;
  heldUntil?: string;
  /** What in the item refused it, or could not be removed. */
  path?: string;
  /** Its bytes, where `path` is not valid UTF-8 and so is lossy. */
  pathBase64?: string;
  /** Its path in the trash. */
  trashedTo?: string;
  error?: ErrorData;
  /** The last that a command printed which did not do what was expected of it. */
  output?: string;
}
