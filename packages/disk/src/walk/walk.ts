import type { PartPaths } from '../measure/path-marks.js';
import type { Progress } from './progress.js';

/** Folders, as the walk of one process names them to that of another. Plain data. */
export interface WalkPart {
  readonly folders: string;
  /** In a measurement: the tally that they count to, or the rest, and the paths of the parts in them. */
  readonly tally?: number;
  readonly parts?: PartPaths;
}

/** Synchronous work on trees that can be cut in two, so that several processes share it. Its progress is what this one has come by. */
export interface Walk extends Progress {
  /** Does one folder, or a few hundred entries of a large one. False when nothing is left to do. */
  step(): boolean;
  /** Cuts off a part of what is left, for another process to take. Undefined when there is too little. */
  split(): WalkPart | undefined;
  /** Takes over what another process has cut off. Only when nothing else is left to do. */
  take(part: WalkPart): void;
}
