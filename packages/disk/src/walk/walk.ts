import type { Progress } from './progress.js';

/** Synchronous work on trees that can be cut in two, so that several processes share it. Its progress is what this one has come by. */
export interface Walk extends Progress {
  /** Does one folder, or a few hundred entries of a large one. False when nothing is left to do. */
  step(): boolean;
  /** Cuts off a part of what is left, for another process to take. Undefined when there is too little. */
  split(): string | undefined;
  /** Takes over what another process has cut off. Only when nothing else is left to do. */
  take(part: string): void;
}
