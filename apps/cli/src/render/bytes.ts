import type { Usage } from '@devclean/core';
import type { Look } from './look.js';

const units = ['kB', 'MB', 'GB', 'TB', 'PB'];

/** Bytes for people: three digits, decimal units, as disks are sold and as `df -H` counts. Always as wide, so that columns compare. */
export function bytes(count: number): string {
  if (count < 0) return `-${bytes(-count)}`;
  if (count < 1000) return `${count} B`;
  // 999.5 and more would round to four digits.
  const unit = units.findIndex((_, power) => count / 1000 ** (power + 1) < 999.5);
  const power = unit === -1 ? units.length : unit + 1;
  return `${(count / 1000 ** power).toPrecision(3)} ${units[power - 1]}`;
}

/** What a set takes up on the disk; marked when it could not be measured to its end. */
export function sizeOf(usage: Usage, look: Look): string {
  return `${usage.complete ? '' : look.signs.atLeast}${bytes(usage.allocatedBytes)}`;
}

/** What removing a set gives back. */
export function gainOf(usage: Usage, look: Look): string {
  return `${usage.complete ? '' : look.signs.atLeast}${bytes(usage.reclaimableBytes)}`;
}
