import { closest, distance } from 'fastest-levenshtein';

/** The candidate that a slip of the fingers makes of `text`, if there is one that is near enough to be meant. */
export function nearest(text: string, candidates: readonly string[]): string | undefined {
  const wanted = text.toLowerCase();
  const beginning = candidates.filter((candidate) => wanted.length >= 3 && candidate.startsWith(wanted));
  if (beginning.length === 1) return beginning[0];
  if (candidates.length === 0) return undefined;
  const candidate = closest(wanted, [...candidates]);
  // Two letters that changed places are two edits.
  const allowed = candidate.length < 4 ? 1 : Math.max(2, Math.floor(candidate.length / 3));
  return distance(wanted, candidate) <= allowed ? candidate : undefined;
}
