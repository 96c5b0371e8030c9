import { seconds, spread, times } from './markdown.mjs';
import { compare, median } from './statistics.mjs';

/** The cells that every table of times begins with: median, ratio of medians, and its spread over the rounds. */
export function comparedCells(result, base) {
  if (result.failure !== undefined) return [`failed: ${result.failure}`, '–', '–'];
  if (base.failure !== undefined) return [seconds(median(result.ms)), '–', '–'];
  const ratios = compare(result.ms, base.ms);
  return [seconds(median(result.ms)), times(ratios.ratio), spread(ratios)];
}

/** A row for a program that is not there, so that nobody has to guess. */
export function missingRow({ name, missing }, columns) {
  return [name, missing, ...Array(columns - 2).fill('–')];
}
