import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { faultInList } from './bench-list.mjs';
import { comparedCells } from './compared.mjs';
import { meters } from './contestants.mjs';
import { inRounds } from './in-rounds.mjs';
import { megabytes, table, thousands } from './markdown.mjs';
import { run, runForPeak } from './run-process.mjs';

const child = (name) => path.join(import.meta.dirname, '../child', name);

/** Naming and measuring the modules of a Gradle user home, half as many as there are entries in the pip cache, beside `du -s`. */
export async function benchListModules(choices, scratch, say) {
  const count = Math.ceil(choices.listEntries / 2);
  const folder = path.join(scratch.path, 'gradle-home');
  say(`list of ${thousands(count)} modules: building`);
  mkdirSync(folder);
  const options = { env: scratch.env, cwd: scratch.path, scratch: scratch.path };
  const built = run([process.execPath, child('build-gradle-modules.mjs'), folder, String(count)], options);
  if (built.failure !== undefined) throw new Error(`the Gradle home could not be built: ${built.failure}`);
  const du = meters().find(({ name }) => name === 'du -s');
  const contestants = [
    { name: du.name, command: du.command(folder) },
    { name: 'modules of Gradle', command: [process.execPath, child('list-gradle-modules.mjs'), folder] },
  ];
  say(`list of ${thousands(count)} modules: measuring`);
  const first = contestants.map(({ command }) => runForPeak(command, options));
  const results = await inRounds(contestants, choices.rounds, ({ command }) => run(command, options));
  rmSync(folder, { recursive: true });
  const failure = first.concat(results).find((each) => each.failure !== undefined)?.failure;
  const wrong = failure ?? faultInList(first[1].stdout, count);
  const rows = results.map((result, index) => [
    result.contestant.name,
    ...comparedCells(result, results[0]),
    megabytes(first[index].peakBytes),
    index === 0 ? 'the measure' : (wrong ?? 'all named'),
  ]);
  const text = [
    '## Names of modules',
    `What is in a Gradle user home with ${thousands(count)} modules, a jar and a pom each: scanned, named, measured, as \`devclean gradle list\` does it.`,
    table(['warm', 'median', '÷ du', 'of one round', 'peak memory', 'result'], rows),
  ];
  return { text, facts: {}, failures: wrong === undefined ? [] : [`list: ${wrong}`] };
}
