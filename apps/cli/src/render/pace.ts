import { grouped } from './words.js';

/** The time over which the speed is smoothed. */
const memoryMs = 3000;
/** Before so much time, and so much of the work, a guess says nothing. */
const leastMs = 1500;
const leastShare = 0.02;

/** How fast some work goes, and how long the rest will take. Only the time counts in which it is done. */
export class Pace {
  readonly total: number;
  #done = 0;
  #busyMs = 0;
  #lastMs: number | undefined;
  #perMs: number | undefined;

  constructor(total: number) {
    this.total = total;
  }

  /** Of all, from 0 to 1. */
  get share(): number {
    return this.total === 0 ? 0 : Math.min(1, this.#done / this.total);
  }

  get done(): number {
    return this.#done;
  }

  /** So much is done by now: never less than before, never more than all. */
  note(done: number, nowMs: number): void {
    const lastMs = this.#lastMs;
    if (lastMs !== undefined && nowMs <= lastMs) return; // the next one counts it
    const more = Math.max(0, Math.min(done, this.total) - this.#done);
    this.#done += more;
    this.#lastMs = nowMs;
    if (lastMs === undefined) return;
    const spent = nowMs - lastMs;
    this.#busyMs += spent;
    const speed = more / spent;
    const weight = 1 - Math.exp(-spent / memoryMs);
    this.#perMs = this.#perMs === undefined ? speed : this.#perMs + weight * (speed - this.#perMs);
  }

  /** Something else is done from now on until the next `note`. */
  pause(): void {
    this.#lastMs = undefined;
  }

  /** A second; nothing before it means something, and while something else is done. */
  get perSecond(): number | undefined {
    if (this.#busyMs < leastMs || this.#lastMs === undefined || !this.#perMs) return undefined;
    return this.#perMs * 1000;
  }

  /** Milliseconds; nothing before it means something. */
  get leftMs(): number | undefined {
    const { perSecond } = this;
    if (perSecond === undefined || this.share < leastShare) return undefined;
    return ((this.total - this.#done) / perSecond) * 1000;
  }
}

/** `3 s left`: the longer, the rounder, so that it does not jump about. */
export function leftWords(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 1) return 'nearly done';
  if (seconds < 20) return `${Math.ceil(seconds)} s left`;
  if (seconds < 90) return `${Math.ceil(seconds / 5) * 5} s left`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes} min left`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min left`;
}

/** `52,300/s`, to three digits. */
export function rateWords(perSecond: number): string {
  const digits = Math.max(0, Math.floor(Math.log10(Math.max(1, perSecond))) - 2);
  return `${grouped(Math.round(perSecond / 10 ** digits) * 10 ** digits)}/s`;
}
