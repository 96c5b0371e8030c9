import { setImmediate as turn } from 'node:timers/promises';

/** In which order `count` contestants run: each round begins with another one, and every second goes backwards. */
export function orderOf(round, count) {
  const order = Array.from({ length: count }, (_, index) => (index + round) % count);
  return round % 2 === 0 ? order : order.reverse();
}

/**
 * Runs all contestants once each round, so that a noisy minute falls on all of them. `once(contestant)` gives a result with
 * `ms` or a `failure`; who failed once does not run again.
 *
 * @returns for each contestant, in the order given: `{ contestant, ms: number[], peakBytes, failure, stdout }`, the output being that of the
 * last run.
 */
export async function inRounds(contestants, rounds, once) {
  const results = contestants.map((contestant) => ({
    contestant,
    ms: [],
    peakBytes: undefined,
    failure: undefined,
    stdout: '',
  }));
  for (let round = 0; round < rounds; round++) {
    for (const index of orderOf(round, contestants.length)) {
      const result = results[index];
      if (result.failure !== undefined) continue;
      await turn(); // lets a Ctrl-C through
      const { ms, peakBytes, failure, stdout } = await once(result.contestant);
      result.failure = failure;
      result.stdout = stdout;
      result.ms.push(ms);
      if (peakBytes !== undefined) result.peakBytes = Math.max(peakBytes, result.peakBytes ?? 0);
    }
  }
  return results;
}
