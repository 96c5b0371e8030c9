import type { LedgerImage } from '../measure/link-ledger.js';
import type { MeasureJob, MeasureResult } from '../measure/measure-walk.js';
import type { HoistAnswer, HoistJob } from '../remove/hoist-walk.js';
import type { Progress } from '../walk/progress.js';
import type { WalkPart } from '../walk/walk.js';

export type Job = MeasureJob | HoistJob;
export type Answer = MeasureResult | HoistAnswer;

/** What a helper is told. */
export type Order =
  /** To make ready for a walk, as the helper of this number, from 1 on. */
  | { readonly kind: 'join'; readonly job: Job; readonly helper: number }
  | { readonly kind: 'take'; readonly part: WalkPart }
  | { readonly kind: 'split' }
  /** To tell what it found, finished or not. */
  | { readonly kind: 'leave' };

/** What a helper says. */
export type Report =
  | { readonly kind: 'ready' }
  /** It does not find the folder, so it is of no use to this walk. */
  | { readonly kind: 'declined' }
  | { readonly kind: 'progress'; readonly progress: Progress }
  /** It has done one of the parts that it took. */
  | { readonly kind: 'done'; readonly progress: Progress }
  /** What it cut off, if there was enough to; or one of the parts that it took, whole, which it has not begun. */
  | { readonly kind: 'cut'; readonly part: WalkPart | undefined; readonly isWhole: boolean }
  | { readonly kind: 'links'; readonly image: LedgerImage }
  /** The last word on a walk; nothing from one that never took part. */
  | { readonly kind: 'answer'; readonly answer: Answer | undefined }
  /** A fault of ours: it ends. */
  | { readonly kind: 'fault'; readonly reason: string };

/** Parts are at most so long. */
export const maxPartBytes = 2 ** 17;
