import { table, times } from './markdown.mjs';

const million = 1_000_000;
const scanned = 200_000;

/** What a run has to reach, each from the facts that it gathered; what was not measured has no value. */
const targets = [
  {
    what: ({ name }) => `scan of 200k files (${name}) ÷ du`,
    limit: 0.85,
    aim: 0.6,
    from: ({ scan = [] }) =>
      scan.filter(({ count }) => count === scanned).map((each) => ({ ...each, value: each.ratio })),
  },
  {
    what: ({ tree = 'each tree' }) => `removing 200k files (${tree}) ÷ rm -rf`,
    limit: 0.8,
    aim: 0.5,
    from: ({ remove = [] }) =>
      remove.filter(({ count }) => count === scanned).map((each) => ({ ...each, value: each.ratio })),
  },
  {
    what: () => 'devclean sweep of 200k files ÷ rm -rf',
    limit: 0.8,
    aim: 0.5,
    from: ({ sweep = [] }) =>
      sweep.filter(({ count }) => count === scanned).map((each) => ({ ...each, value: each.ratio })),
  },
  {
    what: ({ tree = 'each tree' }) => `peak memory, 1m files (${tree}), MB`,
    limit: 150,
    aim: 100,
    show: (value) => value.toFixed(0),
    from: ({ peaks = [] }) =>
      peaks
        .filter(({ count, bytes }) => count === million && bytes !== undefined)
        .map((each) => ({ ...each, value: each.bytes / 1e6 })),
  },
  {
    what: ({ tree = 'each tree' }) => `time per file without the start, 1m ÷ 10k (${tree})`,
    limit: 1.2,
    aim: 1,
    from: ({ perFile }) => growthIn(perFile, 'net'),
  },
  {
    // Where the shape changes with the size, the time per file falls whatever the meter does.
    what: ({ tree = 'each tree' }) => `time per file or folder without the start, 1m ÷ 10k (${tree})`,
    limit: 1.2,
    aim: 1,
    from: ({ perFile }) => growthIn(perFile, 'entry'),
  },
  {
    what: () => 'naming 20k entries of a pip cache, seconds',
    limit: 10,
    aim: 5,
    show: (value) => value.toFixed(1),
    from: ({ list = [] }) =>
      list
        .filter(({ tool, count }) => tool === 'pip' && count === 20_000)
        .map((each) => ({ ...each, value: each.ms / 1000 })),
  },
  {
    what: () => 'devclean --version ÷ node -e 0',
    limit: 4,
    aim: 3,
    from: ({ startUp }) => (startUp ? [{ value: startUp.version }] : []),
  },
  {
    what: () => 'devclean scan of an empty home ÷ node -e 0',
    limit: 6,
    aim: 4,
    from: ({ startUp }) => (startUp ? [{ value: startUp.scan }] : []),
  },
  {
    what: () => 'disk map of 50k entries, seconds until it can be used',
    limit: 2,
    aim: 1,
    show: (value) => value.toFixed(2),
    from: ({ map }) => (map?.entries === 50_000 ? [{ value: map.ms / 1000 }] : []),
  },
];

function growthIn(perFile = [], key) {
  return perFile
    .filter(({ sizes, [key]: value }) => sizes[0] === 10_000 && sizes.at(-1) === million && Number.isFinite(value))
    .map((each) => ({ ...each, value: each[key] }));
}

/** The last table of a run. A target that was not measured is in it too, and is not reached. */
export function mustReach(facts) {
  const rows = targets.flatMap(({ what, limit, aim, show = times, from }) => {
    const found = from(facts);
    if (found.length === 0) return [[what({ name: 'each' }), show(limit), show(aim), 'not measured', '–', '–']];
    return found.map((each) => [
      what(each),
      show(limit),
      show(aim),
      show(each.value),
      each.value <= limit ? 'yes' : '**no**',
      each.value <= aim ? 'yes' : 'no',
    ]);
  });
  return ['## Must reach', table(['', 'at most', 'aim', 'measured', 'reached', 'aim reached'], rows)];
}
