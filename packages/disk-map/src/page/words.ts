import type { Figures, LastUse } from '../map-data.js';
import type { Loss } from './model.js';

const units = ['kB', 'MB', 'GB', 'TB', 'PB'];

/** Bytes as devclean writes them everywhere: three digits, decimal units. */
export function bytes(size: number): string {
  if (size < 1000) return `${size} B`;
  const unit = units.findIndex((_, power) => size / 1000 ** (power + 1) < 999.5);
  const power = unit === -1 ? units.length : unit + 1;
  return `${(size / 1000 ** power).toPrecision(3)} ${units[power - 1]}`;
}

/** `2,345`. */
export function count(number: number): string {
  return String(number).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** What removing it gives back; marked where it was not measured to its end. */
export function gain([reclaimable, , , , atLeast]: Figures): string {
  return `${atLeast ? '≥ ' : ''}${bytes(reclaimable)}`;
}

export const promises: Readonly<Record<Loss, string>> = {
  safe: 'comes back by itself',
  costly: 'comes back, with work or time',
  risky: 'something stops working until you act',
  kept: 'in no part of a cache: never removed',
};

const witnesses = {
  tool: 'noted by the tool itself',
  atime: 'when its files were read',
  mtime: 'when its files were written',
} as const;

/** The day of a last use, as ISO 8601 has it. */
export function dayOf([day]: LastUse): string {
  return new Date(day * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
}

/** A last use, and what says so. */
export function usedWords(used: LastUse | undefined): string {
  return used === undefined ? 'not known' : `${dayOf(used)}, ${witnesses[used[1]]}`;
}
