import { existsSync } from 'node:fs';
import path from 'node:path';
import { caches, createCacheHome } from './cache-home.mjs';
import { comparedCells } from './compared.mjs';
import { ours, removers } from './contestants.mjs';
import { devclean } from './devclean.mjs';
import { inRounds } from './in-rounds.mjs';
import { megabytes, table, thousands } from './markdown.mjs';
import { flush } from './page-cache.mjs';
import { run, runForPeak } from './run-process.mjs';
import { compare } from './statistics.mjs';

/** `devclean sweep` beside `rm -rf` of the same folders, in a home with a cache of pip and one of npm. */
export async function benchSweep(choices, scratch, say) {
  const trees = choices.trees.filter((tree) => tree === 'pip' || tree === 'npm');
  const text = [
    '## devclean sweep',
    '`devclean sweep --yes` in a home with such caches, and `rm -rf` of the folders that it removes.',
  ];
  const facts = { sweep: [] };
  const failures = [];
  if (trees.length === 0)
    return { text: [...text, 'Nothing to remove: neither the pip nor the npm tree was asked for.'], facts, failures };
  const tools = trees.map((tree) => caches[tree].tool);
  const rm = removers().find(({ name }) => name === 'rm -rf');
  for (const count of choices.removeFiles) {
    say(`sweep of ${trees.join(' + ')}, ${thousands(count)} files`);
    const contestants = [{ name: 'rm -rf' }, { name: `${ours} sweep` }];
    let isChecked = false;
    const results = await inRounds(contestants, choices.rounds, ({ name }) => {
      const home = createCacheHome(scratch, 'swept');
      trees.forEach((tree, index) => {
        home.fill(tree, Math.floor((count * (index + 1)) / trees.length) - Math.floor((count * index) / trees.length));
      });
      const folders = trees.flatMap((tree) => caches[tree].removable.map((place) => path.join(home.path, place)));
      const options = { env: home.env, cwd: home.path, scratch: scratch.path };
      // It may remove what is in this home and nothing else, whatever else this account has.
      const only = trees.flatMap((tree) => ['--location', path.join(home.path, caches[tree].location)]);
      const sweep = [...devclean, 'sweep', ...tools, '--json', ...only];
      if (!isChecked) checkPlan(run([...sweep, '--dry-run'], options), folders);
      isChecked = true;
      if (!choices.quick) flush();
      const command = name === 'rm -rf' ? [rm.command('')[0], '-rf', ...folders] : [...sweep, '--yes'];
      const result = runForPeak(command, options);
      const left = folders.find((folder) => existsSync(folder));
      home.remove();
      return left === undefined ? result : { ...result, failure: result.failure ?? `${left} is still there` };
    });
    const rows = results.map((result) => [
      result.contestant.name,
      ...comparedCells(result, results[0]),
      megabytes(result.peakBytes),
    ]);
    text.push(`### ${trees.join(' + ')}, ${thousands(count)} files`);
    text.push(table(['', 'median', '÷ rm', 'of one round', 'peak memory'], rows));
    const failed = results.find(({ failure }) => failure !== undefined);
    if (failed !== undefined)
      failures.push(`${failed.contestant.name} of ${thousands(count)} files: ${failed.failure}`);
    else facts.sweep.push({ count, ratio: compare(results[1].ms, results[0].ms).ratio });
  }
  return { text, facts, failures };
}

/** @throws Error unless the plan is to remove exactly these folders: before anything is removed. */
export function checkPlan({ stdout, failure }, folders) {
  if (failure !== undefined) throw new Error(`devclean sweep --dry-run failed: ${failure}`);
  const { steps, skipped } = JSON.parse(stdout);
  const planned = steps.map((step) => step.path).sort();
  if (planned.join('\n') !== folders.toSorted().join('\n'))
    throw new Error(
      `devclean would remove ${planned.join(', ')}, skipping ${JSON.stringify(skipped)}, not ${folders.join(', ')}`,
    );
}
