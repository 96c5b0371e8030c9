import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

export const parts = ['measure', 'remove', 'cli', 'list', 'start-up', 'map'];
const trees = ['pip', 'npm', 'gradle', 'go', 'pnpm'];

export const usage = `npm run bench -- [measure] [remove] [cli] [list] [start-up] [map] [OPTIONS]
npm run bench -- install-tools

  --trees pip,npm,gradle,…     which trees; go and pnpm too
  --files 10k,100k,1m         sizes to measure
  --cold 10k,100k             those of them to measure also after dropping the page cache (root only)
  --no-cold                   leave that out
  --remove-files 10k,200k     sizes to remove
  --cli-files 200k            files in the caches that devclean scans
  --list-entries 20k          entries of the listed caches of pip and Yarn; npm’s has five times as many, Gradle’s half
  --map-entries 50k           entries of the disk map that are there by name
  --rounds 5                  odd; the medians are of so many
  --dir DIR                   where the trees are built: the file system that is measured
  --results DIR               where the tables are written
  --quick                     2k files, one round, no sync: does it run?
`;

/** What the command line asks for. @throws Error that says what is wrong with it. */
export function parseArguments(args) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      trees: { type: 'string', default: trees.join() },
      files: { type: 'string' },
      cold: { type: 'string' },
      'no-cold': { type: 'boolean', default: false },
      'remove-files': { type: 'string' },
      'cli-files': { type: 'string' },
      'list-entries': { type: 'string' },
      'map-entries': { type: 'string' },
      rounds: { type: 'string' },
      dir: { type: 'string', default: os.tmpdir() },
      results: { type: 'string' },
      quick: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const { quick } = values;
  const files = counts(values.files ?? (quick ? '2k' : '10k,100k,1m'));
  const cold = counts(values.cold ?? (quick ? '2k' : '10k,100k'));
  const rounds = Number(values.rounds ?? (quick ? 1 : 5));
  if (!Number.isInteger(rounds) || rounds < 1 || rounds % 2 === 0) throw new Error('--rounds takes an odd number');
  return {
    help: values.help,
    installTools: positionals.includes('install-tools'),
    parts: positionals.length === 0 ? parts : known(positionals, [...parts, 'install-tools']),
    trees: known(values.trees.split(','), trees),
    files,
    cold: values['no-cold'] ? [] : cold.filter((count) => files.includes(count)),
    /** Of the command-line program, whose size is not among `files`. */
    isCold: !values['no-cold'],
    removeFiles: counts(values['remove-files'] ?? (quick ? '2k' : '10k,200k')),
    cliFiles: counts(values['cli-files'] ?? (quick ? '2k' : '200k'))[0],
    listEntries: counts(values['list-entries'] ?? (quick ? '200' : '20k'))[0],
    mapEntries: counts(values['map-entries'] ?? (quick ? '2k' : '50k'))[0],
    rounds,
    startUpRounds: quick ? 1 : Math.max(15, rounds),
    dir: path.resolve(values.dir),
    results: values.results === undefined ? undefined : path.resolve(values.results),
    quick,
  };
}

function known(given, all) {
  const stranger = given.find((each) => !all.includes(each));
  if (stranger !== undefined) throw new Error(`"${stranger}" is none of ${all.join(', ')}`);
  return all.filter((each) => given.includes(each));
}

function counts(text) {
  return text
    .split(',')
    .map(countOf)
    .sort((a, b) => a - b);
}

/** `10k` is 10,000 and `1m` is 1,000,000. */
export function countOf(text) {
  const [, digits, unit = ''] = text.match(/^([1-9]\d*)([km]?)$/i) ?? [];
  if (digits === undefined) throw new Error(`"${text}" is no number of files: 500, 10k, 1m`);
  return Number(digits) * { '': 1, k: 1000, m: 1_000_000 }[unit.toLowerCase()];
}

/** 10,000 is `10k`. */
export function shortCount(count) {
  if (count % 1_000_000 === 0) return `${count / 1_000_000}m`;
  return count % 1000 === 0 ? `${count / 1000}k` : String(count);
}
