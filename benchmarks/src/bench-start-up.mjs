import { createCacheHome } from './cache-home.mjs';
import { comparedCells } from './compared.mjs';
import { ours } from './contestants.mjs';
import { devclean, toolsElsewhere } from './devclean.mjs';
import { inRounds } from './in-rounds.mjs';
import { megabytes, roundsOf, table } from './markdown.mjs';
import { run, runForPeak } from './run-process.mjs';
import { compare } from './statistics.mjs';

/** How long it takes to say anything at all. */
export async function benchStartUp(choices, scratch, say) {
  say('start-up');
  const elsewhere = toolsElsewhere(scratch);
  const home = createCacheHome(scratch, 'new');
  const options = { env: home.env, cwd: home.path, scratch: scratch.path };
  const contestants = [
    { name: 'node -e 0', command: [process.execPath, '-e', '0'] },
    { name: `${ours} --version`, command: [...devclean, '--version'] },
    {
      name: `${ours} scan, empty home`,
      command: [...devclean, 'scan', ...elsewhere.map((tool) => `--exclude=${tool}`)],
    },
  ];
  const first = contestants.map(({ command }) => runForPeak(command, options));
  const results = await inRounds(contestants, choices.startUpRounds, ({ command }) => run(command, options));
  home.remove();
  const rows = results.map((result, index) => [
    result.contestant.name,
    ...comparedCells(result, results[0]),
    megabytes(first[index].peakBytes),
  ]);
  const text = ['## Start-up', `Over ${roundsOf(choices.startUpRounds)}.`];
  text.push(table(['', 'median', '÷ node', 'of one round', 'peak memory'], rows));
  const failures = results
    .filter(({ failure }) => failure !== undefined)
    .map(({ contestant, failure }) => `${contestant.name}: ${failure}`);
  const [, version, scan] = results.map(({ ms }) => compare(ms, results[0].ms).ratio);
  return { text, facts: { startUp: { version, scan } }, failures };
}
