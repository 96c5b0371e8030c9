import { describe, expect, test } from 'vitest';
import { faultInList } from '../src/bench-list.mjs';
import { verdictOn } from '../src/bench-measure.mjs';
import { faultOf } from '../src/bench-scan.mjs';
import { checkPlan } from '../src/bench-sweep.mjs';
import { inRounds, orderOf } from '../src/in-rounds.mjs';
import { mustReach } from '../src/must-reach.mjs';
import { countOf, parseArguments, shortCount } from '../src/parse-arguments.mjs';
import { compare, median, timePerFile } from '../src/statistics.mjs';

test.each([
  [[3], 3],
  [[10, 9, 2], 9],
  [[4, 1, 3, 2], 2.5],
  [[], Number.NaN],
])('the median of %j is %d', (values, expected) => {
  expect(median(values)).toBe(expected);
});

test('the ratio is that of the medians, the spread that within one round', () => {
  expect(compare([20, 30, 90], [10, 30, 30])).toEqual({ ratio: 1, least: 1, most: 3 });
});

test('the time per file is given with the start and without it', () => {
  expect(timePerFile(70, 50, 10_000)).toEqual({ whole: 7, net: 2 });
});

test('a list has to name every entry, once', () => {
  expect(faultInList('{"index page":2,"contents":1}', 3)).toBeUndefined();
  expect(faultInList('{"index page":2}', 3)).toBe('it named 2 of 3');
  expect(faultInList('{"index page":4}', 3)).toBe('it named 4 of 3');
});

test.each([
  ['500', 500, '500'],
  ['10k', 10_000, '10k'],
  ['1M', 1_000_000, '1m'],
  ['1500', 1500, '1500'],
])('%s is %d files', (text, count, short) => {
  expect([countOf(text), shortCount(count)]).toEqual([count, short]);
});

test.each([['0'], ['k'], ['1.5k'], ['10kb'], ['']])('"%s" is no number of files', (text) => {
  expect(() => countOf(text)).toThrow('is no number of files');
});

describe('the arguments', () => {
  test('none ask for everything', () => {
    const all = parseArguments([]);
    expect(all.parts).toEqual(['measure', 'remove', 'cli', 'list', 'start-up', 'map']);
    expect([all.files, all.cold, all.rounds]).toEqual([[10_000, 100_000, 1_000_000], [10_000, 100_000], 5]);
  });

  test('only what is measured can be measured cold', () => {
    expect(parseArguments(['--files', '1m,10k', '--cold', '10k,20k']).cold).toEqual([10_000]);
    expect(parseArguments(['--no-cold']).cold).toEqual([]);
  });

  test.each([['--rounds=4'], ['--rounds=x'], ['--trees=apt'], ['--unknown']])('%s is refused', (argument) => {
    expect(() => parseArguments([argument])).toThrow();
  });
});

test('over the rounds each one comes first, and none always after the same other', () => {
  const orders = [0, 1, 2, 3].map((round) => orderOf(round, 4));
  expect(orders).toEqual([
    [0, 1, 2, 3],
    [0, 3, 2, 1],
    [2, 3, 0, 1],
    [2, 1, 0, 3],
  ]);
});

test('who fails is not started again', async () => {
  const started: string[] = [];
  const results = await inRounds(['good', 'bad'], 3, (name: string) => {
    started.push(name);
    return name === 'bad' ? { ms: 1, failure: 'exit 1: no' } : { ms: 2, peakBytes: started.length };
  });
  expect(started.filter((name) => name === 'bad')).toHaveLength(1);
  expect(results[0]).toMatchObject({ ms: [2, 2, 2], peakBytes: started.length, failure: undefined });
  expect(results[1]).toMatchObject({ failure: 'exit 1: no' });
});

test.each([
  [4096, 4096, 'blocks', 'same as du'],
  [4095, 4096, 'blocks', '−0.0244 %'],
  [8192, 4096, 'counts each name of an inode', '+100.0 %, counts each name of an inode'],
  [1, 4096, 'lengths', 'counts lengths, not blocks'],
  [Number.NaN, 4096, 'blocks', 'no number'],
])('%d beside %d of du is told', (value, truth, counts, verdict) => {
  expect(verdictOn(value, truth, counts)).toBe(verdict);
});

describe('a report of devclean scan', () => {
  const location = { path: '/h/.npm', state: 'recognised' };
  const report = (locations: object[], totals: object = {}) =>
    JSON.stringify({ totals: { allocatedBytes: 12, complete: true, ...totals }, providers: [{ locations }] });

  test.each([
    [report([location]), undefined],
    [report([location, { path: '/home/u/.gradle' }]), 'it measured /home/u/.gradle too'],
    [report([]), 'it did not recognise /h/.npm'],
    [report([location], { complete: false }), 'it is not complete'],
    [report([location], { allocatedBytes: 11 }), '11 bytes, but du says 12'],
  ])('%s: %s', (text, fault) => {
    expect(faultOf(text, '8\t/h/.npm\n4\t/h/b\n', ['/h/.npm'])).toBe(fault);
  });
});

test('a sweep that would remove anything else is not started', () => {
  const plan = (...paths: string[]) => ({
    failure: undefined,
    stdout: JSON.stringify({ steps: paths.map((path) => ({ path })), skipped: [] }),
  });
  expect(() => checkPlan(plan('/h/b', '/h/a'), ['/h/a', '/h/b'])).not.toThrow();
  expect(() => checkPlan(plan('/h/a'), ['/h/a', '/h/b'])).toThrow('would remove /h/a');
  expect(() => checkPlan(plan('/h/a', '/h/b', '/root'), ['/h/a', '/h/b'])).toThrow('/root');
  expect(() => checkPlan({ failure: 'exit 1', stdout: '' }, [])).toThrow('exit 1');
});

test('a target is reached, missed, or not measured', () => {
  const [, table = ''] = mustReach({
    scan: [
      { name: 'pip', count: 200_000, ratio: 0.85 },
      { name: 'npm', count: 200_000, ratio: 0.86 },
      { name: 'npm', count: 2_000, ratio: 0.1 },
    ],
    perFile: [
      { tree: 'go', sizes: [10_000, 1_000_000], net: 1, entry: 1.21 },
      { tree: 'npm', sizes: [10_000, 100_000], net: 1, entry: 1 },
    ],
    startUp: { version: 2.9, scan: 6.1 },
  });
  const rows = table.split('\n').slice(2);
  expect(rows).toEqual(
    expect.arrayContaining([
      '| scan of 200k files (pip) ÷ du | 0.85× | 0.60× | 0.85× | yes | no |',
      '| scan of 200k files (npm) ÷ du | 0.85× | 0.60× | 0.86× | **no** | no |',
      '| devclean sweep of 200k files ÷ rm -rf | 0.80× | 0.50× | not measured | – | – |',
      '| time per file without the start, 1m ÷ 10k (go) | 1.20× | 1.00× | 1.00× | yes | yes |',
      '| time per file or folder without the start, 1m ÷ 10k (go) | 1.20× | 1.00× | 1.21× | **no** | no |',
      '| devclean --version ÷ node -e 0 | 4.00× | 3.00× | 2.90× | yes | yes |',
      '| devclean scan of an empty home ÷ node -e 0 | 6.00× | 4.00× | 6.10× | **no** | no |',
    ]),
  );
  expect(rows).toHaveLength(11);
});
