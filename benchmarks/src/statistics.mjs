/** The middle one; of an even number the mean of the middle two. */
export function median(values) {
  if (values.length === 0) return Number.NaN;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * How long one takes compared with another that ran in the same rounds: the ratio of the medians, and the smallest and the
 * largest ratio within one round, which show how much of it is the machine's noise.
 */
export function compare(values, base) {
  const ratios = values.map((value, round) => value / base[round]);
  return { ratio: median(values) / median(base), least: Math.min(...ratios), most: Math.max(...ratios) };
}

/** Microseconds for each file, of medians in milliseconds, with what an empty folder takes and without it. */
export function timePerFile(ms, emptyMs, files) {
  return { whole: (ms * 1000) / files, net: ((ms - emptyMs) * 1000) / files };
}
