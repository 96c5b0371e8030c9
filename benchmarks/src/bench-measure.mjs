import { rmSync } from 'node:fs';
import path from 'node:path';
import { buildTree } from './build-tree.mjs';
import { comparedCells, missingRow } from './compared.mjs';
import { meters, ours, whoIsThere } from './contestants.mjs';
import { inRounds } from './in-rounds.mjs';
import { megabytes, micros, table, thousands, times } from './markdown.mjs';
import { dropPageCache, flush } from './page-cache.mjs';
import { shortCount } from './parse-arguments.mjs';
import { run, runForPeak } from './run-process.mjs';
import { median, timePerFile } from './statistics.mjs';

/** Everybody measures every tree in every size. @returns the text, the facts for the targets, and what came out wrong. */
export async function benchMeasure(choices, scratch, say) {
  const { present, absent } = whoIsThere(meters());
  if (present[0]?.name !== 'du -s')
    throw new Error('GNU du is what everything is compared with: install GNU coreutils');
  const text = ['## Measuring a tree'];
  const failures = [];
  const facts = { perFile: [], peaks: [] };
  const options = { env: scratch.env, cwd: scratch.path, scratch: scratch.path };
  const whyNotCold = choices.cold.length > 0 ? dropPageCache() : undefined;
  if (choices.cold.length === 0) text.push('Cold: not asked for.');
  else if (whyNotCold !== undefined) text.push(`Cold: dropping the page cache is ${whyNotCold}.`);

  say('an empty folder');
  const empty = await inRounds(present, choices.startUpRounds, ({ command }) => run(command(scratch.empty), options));

  for (const tree of choices.trees) {
    const bySize = [];
    for (const count of choices.files) {
      const folder = path.join(scratch.path, `${tree}-${count}`);
      say(`${tree}, ${thousands(count)} files: building`);
      const built = buildTree(tree, count, folder, options);
      if (!choices.quick) flush();
      say(`${tree}, ${thousands(count)} files: measuring`);
      // The first run of each is not timed: it warms the cache, and shows what the result is and how much memory that takes.
      const first = await inRounds(present, 1, ({ command }) => runForPeak(command(folder), options));
      const values = first.map(({ failure, stdout }, index) =>
        failure === undefined ? present[index].bytes(stdout) : Number.NaN,
      );
      const verdicts = present.map(({ counts }, index) => verdictOn(values[index], values[0], counts));
      const fit = present.filter((_, index) => first[index].failure === undefined);
      const warm = await inRounds(fit, choices.rounds, ({ command }) => run(command(folder), options));
      const cold = choices.cold.includes(count) && whyNotCold === undefined ? await inTheCold(fit, folder) : undefined;
      const rows = (timed) => [
        ...present.map((contestant, index) => {
          const result = timed.find((each) => each.contestant === contestant) ?? first[index];
          const verdict = result.failure === undefined ? verdicts[index] : '–';
          return [contestant.name, ...comparedCells(result, timed[0]), megabytes(first[index].peakBytes), verdict];
        }),
        ...absent.map((each) => missingRow(each, 6)),
      ];
      const head = (name) => [name, 'median', '÷ du', 'of one round', 'peak memory', 'result'];
      text.push(`### ${tree}, ${thousands(built.files)} files in ${thousands(built.directories)} folders`);
      text.push(table(head('warm'), rows(warm)));
      if (cold !== undefined) text.push(table(head('cold'), rows(cold)));

      const own = present.findIndex(({ name }) => name === ours);
      if (verdicts[own] !== same) failures.push(`${tree}, ${shortCount(count)}: ours is not du's: ${verdicts[own]}`);
      const failure = first[own].failure ?? warm.find(({ contestant }) => contestant.name === ours)?.failure;
      if (failure !== undefined) failures.push(`${tree}, ${shortCount(count)}: ours failed: ${failure}`);
      else facts.peaks.push({ tree, count, bytes: first[own].peakBytes });
      bySize.push({ count, ...built, warm });
      rmSync(folder, { recursive: true });
    }
    const { head, rows, own } = perFile(tree, bySize, present, empty);
    text.push(
      `### ${tree}: time per file, warm
With the start, then without it (less the median for an empty folder). In the last column, without the start, also per file or folder: a
tree named after hashes has many folders beside few files, so that its time per file falls by itself.`,
    );
    text.push(table(head, rows));
    facts.perFile.push({ tree, sizes: choices.files, ...own });
  }
  return { text, facts, failures };

  async function inTheCold(contestants, folder) {
    say('the same, cold');
    return inRounds(contestants, choices.rounds, ({ command }) => {
      dropPageCache();
      run(command(scratch.empty), options); // the program itself is warm; only the tree is not
      return run(command(folder), options);
    });
  }
}

const same = 'same as du';

/** How a result relates to that of du. */
export function verdictOn(value, truth, counts) {
  if (value === truth) return same;
  if (!Number.isFinite(value)) return 'no number';
  if (counts === 'lengths') return 'counts lengths, not blocks';
  const percent = ((value - truth) / truth) * 100;
  const size = Math.abs(percent).toFixed(Math.abs(percent) < 1 ? 4 : 1);
  return `${percent < 0 ? '−' : '+'}${size} %${counts === 'blocks' ? '' : `, ${counts}`}`;
}

function perFile(tree, bySize, contestants, empty) {
  const [smallest, largest] = [bySize[0], bySize.at(-1)];
  const versus = `${shortCount(largest.count)} ÷ ${shortCount(smallest.count)}`;
  const head = [tree, 'empty folder', ...bySize.map(({ count }) => shortCount(count)), versus];
  let own;
  const rows = contestants.map((contestant, index) => {
    const emptyMs = median(empty[index].ms);
    const each = bySize.map(({ files, directories, warm }) => {
      const result = warm.find((one) => one.contestant === contestant);
      const ms = result?.failure === undefined ? median(result?.ms ?? []) : Number.NaN;
      return { ...timePerFile(ms, emptyMs, files), entry: timePerFile(ms, emptyMs, files + directories).net };
    });
    const growthOf = (key) => each.at(-1)[key] / each[0][key];
    const growth = { whole: growthOf('whole'), net: growthOf('net'), entry: growthOf('entry') };
    if (contestant.name === ours) own = growth;
    const cells = each.map(({ whole, net }) => `${micros(whole)}, ${micros(net)}`);
    const last = [growth.whole, growth.net, growth.entry].map(times).join(', ');
    return [contestant.name, `${emptyMs.toFixed(1)} ms`, ...cells, last];
  });
  return { head, rows, own };
}
