import type { Walk } from './walk.js';

const stepsPerLook = 16;
const filesPerLook = 256;

/** Says when to look at the clock: reading it after each step of a walk would take a tenth of the time of the walk. */
export class SparingClock {
  readonly #walk: Walk;
  #steps = 0;
  #files = 0;

  constructor(walk: Walk) {
    this.#walk = walk;
  }

  /** To be asked after each step. */
  isDue(): boolean {
    if (++this.#steps < stepsPerLook && this.#walk.files - this.#files < filesPerLook) return false;
    this.#steps = 0;
    this.#files = this.#walk.files;
    return true;
  }
}
