import { existsSync, mkdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { buildTree } from './build-tree.mjs';
import { comparedCells, missingRow } from './compared.mjs';
import { ours, removers, whoIsThere } from './contestants.mjs';
import { inRounds } from './in-rounds.mjs';
import { megabytes, table, thousands } from './markdown.mjs';
import { flush } from './page-cache.mjs';
import { shortCount } from './parse-arguments.mjs';
import { runForPeak } from './run-process.mjs';
import { compare } from './statistics.mjs';

/** Everybody removes every tree, which is built anew for each run. */
export async function benchRemove(choices, scratch, say) {
  const { present, absent } = whoIsThere(removers());
  const text = ['## Removing a tree'];
  const failures = [];
  const facts = { remove: [] };
  const options = { env: scratch.env, cwd: scratch.path, scratch: scratch.path };
  let number = 0;
  for (const tree of choices.trees) {
    for (const count of choices.removeFiles) {
      say(`${tree}, ${thousands(count)} files: removing`);
      let built;
      const results = await inRounds(present, choices.rounds, ({ name, command }) => {
        // As devclean does it: the tree is renamed into a private folder and removed there. All of them get it so.
        const made = path.join(scratch.path, `made-${++number}`);
        const hold = path.join(scratch.path, `hold-${number}`);
        built = buildTree(tree, count, made, options);
        mkdirSync(hold, { mode: 0o700 });
        const folder = path.join(hold, 'tree');
        renameSync(made, folder);
        if (!choices.quick) flush();
        const result = runForPeak(command(folder), options);
        if (result.failure === undefined && existsSync(folder))
          return { ...result, failure: 'the tree is still there' };
        if (result.failure !== undefined) say(`${name} failed: ${result.failure}`);
        return result;
      });
      const rows = results.map((result) => [
        result.contestant.name,
        ...comparedCells(result, results[0]),
        megabytes(result.peakBytes),
      ]);
      text.push(`### ${tree}, ${thousands(built.files)} files in ${thousands(built.directories)} folders`);
      text.push(
        table(
          ['', 'median', '÷ rm', 'of one round', 'peak memory'],
          [...rows, ...absent.map((each) => missingRow(each, 5))],
        ),
      );
      const own = results.find(({ contestant }) => contestant.name === ours);
      if (own.failure !== undefined)
        failures.push(`${tree}, ${shortCount(count)}: ours did not remove it: ${own.failure}`);
      else facts.remove.push({ tree, count, ratio: compare(own.ms, results[0].ms).ratio });
    }
  }
  return { text, facts, failures };
}
