import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { comparedCells } from './compared.mjs';
import { meters } from './contestants.mjs';
import { inRounds } from './in-rounds.mjs';
import { megabytes, table, thousands } from './markdown.mjs';
import { flush } from './page-cache.mjs';
import { run, runForPeak } from './run-process.mjs';
import { median } from './statistics.mjs';

const child = (name) => path.join(import.meta.dirname, '../child', name);

/** Whose caches are listed; how many entries for each that the pip cache has. */
const tools = [
  { tool: 'pip', title: 'pip', share: 1 },
  { tool: 'npm', title: 'npm', share: 5 },
  { tool: 'yarn', title: 'Yarn', share: 1 },
  { tool: 'gradle', title: 'Gradle', share: 0.5 },
];

/** Listing what is in each tool's caches, beside `du -s`, which only looks at the same files from outside. */
export async function benchList(choices, scratch, say) {
  const rows = [];
  const list = [];
  const failures = [];
  for (const each of tools) {
    const count = Math.ceil(choices.listEntries * each.share);
    const found = await benchTool(each, count, choices, scratch, say);
    rows.push(...found.rows);
    if (found.wrong === undefined) list.push({ ...each, count, ms: found.ms });
    else failures.push(`list (${each.title}): ${found.wrong}`);
  }
  const text = [
    '## Names of entries',
    'What is in the caches of each tool, as `devclean TOOL list` reads it: names alone, then names and sizes. Of a tenth of the pip cache no header says what it is, of a tenth of npm’s keys no address; half of Yarn’s entries are packages of Yarn 1, half zips of Yarn 4; a module of Gradle is a jar and a pom. Beside the peak memory stands that of a cache of a tenth of the size.',
    table(['warm', 'entries', 'median', '÷ du', 'of one round', 'peak memory', 'peak at a tenth', 'named by'], rows),
  ];
  return { text, facts: { list }, failures };
}

async function benchTool({ tool, title }, count, { quick, rounds }, scratch, say) {
  const home = path.join(scratch.path, 'listed-home');
  const options = { env: scratch.env, cwd: scratch.path, scratch: scratch.path };
  const contestants = [
    { name: `${title}: du -s`, command: duOf(home) },
    { name: `${title}: names`, command: [process.execPath, child('list-cache.mjs'), tool, home, 'names'] },
    { name: `${title}: names and sizes`, command: [process.execPath, child('list-cache.mjs'), tool, home, 'sizes'] },
  ];
  const build = (entries) => {
    say(`list of ${thousands(entries)} entries of ${title}: building`);
    mkdirSync(home);
    const { failure } = run([process.execPath, child(`build-${tool}-cache.mjs`), home, String(entries)], options);
    if (failure !== undefined) throw new Error(`the ${title} cache could not be built: ${failure}`);
    if (!quick) flush();
  };
  const peaks = () => contestants.map(({ command }) => runForPeak(command, options));
  build(Math.ceil(count / 10));
  const tenth = peaks();
  rmSync(home, { recursive: true });
  build(count);
  say(`list of ${thousands(count)} entries of ${title}: measuring`);
  const first = peaks();
  const results = await inRounds(contestants, rounds, ({ command }) => run(command, options));
  rmSync(home, { recursive: true });
  const failure = [...tenth, ...first, ...results].find((each) => each.failure !== undefined)?.failure;
  const faults = first.slice(1).map(({ stdout }) => failure ?? faultInList(stdout, count));
  const rows = results.map((result, index) => [
    result.contestant.name,
    thousands(count),
    ...comparedCells(result, results[0]),
    megabytes(first[index].peakBytes),
    megabytes(tenth[index].peakBytes),
    index === 0 ? 'the measure' : (faults[index - 1] ?? sources(first[index].stdout)),
  ]);
  return { rows, wrong: faults.find((fault) => fault !== undefined), ms: median(results[1].ms) };
}

function duOf(folder) {
  return meters()
    .find(({ name }) => name === 'du -s')
    .command(folder);
}

/** What is wrong with a list that has to have so many entries. */
export function faultInList(stdout, count) {
  const named = Object.values(JSON.parse(stdout)).reduce((sum, each) => sum + each, 0);
  return named === count ? undefined : `it named ${named} of ${count}`;
}

function sources(stdout) {
  return Object.entries(JSON.parse(stdout))
    .sort()
    .map(([source, count]) => `${source}: ${thousands(count)}`)
    .join(', ');
}
