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

/** Naming what is in pip's cache, beside `du -s`, which only looks at the same files from outside. */
export async function benchList(choices, scratch, say) {
  const count = choices.listEntries;
  const folder = path.join(scratch.path, 'pip-cache');
  say(`list of ${thousands(count)} entries: building`);
  mkdirSync(folder);
  const options = { env: scratch.env, cwd: scratch.path, scratch: scratch.path };
  const built = run([process.execPath, child('build-pip-cache.mjs'), folder, String(count)], options);
  if (built.failure !== undefined) throw new Error(`the pip cache could not be built: ${built.failure}`);
  if (!choices.quick) flush();
  const contestants = [
    {
      name: 'du -s',
      command: meters()
        .find(({ name }) => name === 'du -s')
        .command(folder),
    },
    { name: 'names in pip’s cache', command: [process.execPath, child('list-pip-cache.mjs'), folder] },
  ];
  say(`list of ${thousands(count)} entries: measuring`);
  const first = contestants.map(({ command }) => runForPeak(command, options));
  const results = await inRounds(contestants, choices.rounds, ({ command }) => run(command, options));
  rmSync(folder, { recursive: true });
  const failure = first.concat(results).find((each) => each.failure !== undefined)?.failure;
  const wrong = failure ?? faultInList(first[1].stdout, count);
  const rows = results.map((result, index) => [
    result.contestant.name,
    ...comparedCells(result, results[0]),
    megabytes(first[index].peakBytes),
    index === 0 ? 'the measure' : (wrong ?? sources(first[1].stdout)),
  ]);
  const text = [
    '## Names of entries',
    `What is in a pip cache of ${thousands(count)} entries, each named once, as \`devclean pip list\` reads it; of a tenth of them no header says what it is.`,
    table(['warm', 'median', '÷ du', 'of one round', 'peak memory', 'named by'], rows),
  ];
  const facts = failure === undefined ? { list: [{ count, ms: median(results[1].ms) }] } : {};
  return { text, facts, failures: wrong === undefined ? [] : [`list: ${wrong}`] };
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
