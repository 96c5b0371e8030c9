import path from 'node:path';
import { caches, createCacheHome } from './cache-home.mjs';
import { comparedCells } from './compared.mjs';
import { meters, ours } from './contestants.mjs';
import { devclean, toolsElsewhere } from './devclean.mjs';
import { inRounds } from './in-rounds.mjs';
import { megabytes, table, thousands } from './markdown.mjs';
import { dropPageCache, flush } from './page-cache.mjs';
import { run, runForPeak } from './run-process.mjs';
import { compare } from './statistics.mjs';

/** `devclean scan --json` beside `du -s` over the same folders. */
export async function benchScan(choices, scratch, say) {
  const elsewhere = toolsElsewhere(scratch);
  const text = [
    '## devclean scan',
    '`devclean scan --json` in a home with such caches, and `du -s` over the same folders.',
  ];
  if (elsewhere.length > 0) text.push(`Left out, because this account has a cache outside of the home: ${elsewhere}.`);
  const usable = choices.trees.filter((tree) => tree in caches && !elsewhere.includes(caches[tree].tool));
  const facts = { scan: [] };
  const failures = [];
  if (usable.length === 0)
    return { text: [...text, 'Nothing to measure: none of these trees is a cache.'], facts, failures };
  const whyNotCold = choices.isCold ? dropPageCache() : 'not asked for';
  if (whyNotCold !== undefined) text.push(`Cold: ${whyNotCold}.`);
  const du = meters().find(({ name }) => name === 'du -s');
  if (du.missing !== undefined) throw new Error('GNU du is what everything is compared with: install GNU coreutils');
  const scan = ['scan', '--json', ...elsewhere.map((tool) => `--exclude=${tool}`)];

  const all = usable.filter((tree) => tree !== 'go'); // it lies where Gradle's does
  const alone = usable.map((each) => [each]);
  for (const together of all.length > 1 ? [all, ...alone] : alone) {
    const name = together.map((tree) => (tree === 'go' ? "Go's shape, as Gradle's" : tree)).join(' + ');
    say(`scan of ${name}: building`);
    const home = createCacheHome(scratch, 'cached');
    let files = 0;
    together.forEach((tree, index) => {
      const share = Math.floor((choices.cliFiles * (index + 1)) / together.length) - files;
      files += home.fill(tree, share).files;
    });
    const vacant = createCacheHome(scratch, 'vacant');
    if (!choices.quick) flush();
    const locations = together.map((tree) => path.join(home.path, caches[tree].location));
    const options = { env: home.env, cwd: home.path, scratch: scratch.path };
    const contestants = [
      {
        name: 'du -s',
        command: [du.command('')[0], '-s', '--block-size=1', ...locations],
        idle: du.command(scratch.empty),
      },
      { name: `${ours} scan`, command: [...devclean, ...scan], idle: [...devclean, ...scan] },
    ];
    say(`scan of ${name}: measuring`);
    const first = contestants.map(({ command }) => runForPeak(command, options));
    const [truth, report] = first;
    const wrong =
      first.find(({ failure }) => failure !== undefined)?.failure ?? faultOf(report.stdout, truth.stdout, locations);
    if (wrong !== undefined) failures.push(`scan of ${name}: ${wrong}`);
    const warm = await inRounds(contestants, choices.rounds, ({ command }) => run(command, options));
    const cold =
      whyNotCold !== undefined
        ? undefined
        : await inRounds(contestants, choices.rounds, ({ command, idle }) => {
            dropPageCache();
            run(idle, { env: vacant.env, cwd: vacant.path }); // the programs themselves are warm
            return run(command, options);
          });
    text.push(`### ${name}, ${thousands(files)} files`);
    for (const [how, results] of Object.entries({ warm, cold })) {
      if (results === undefined) continue;
      const rows = results.map((result, index) => [
        result.contestant.name,
        ...comparedCells(result, results[0]),
        megabytes(first[index].peakBytes),
        index === 0 ? 'the measure' : (wrong ?? 'same as du'),
      ]);
      text.push(table([how, 'median', '÷ du', 'of one round', 'peak memory', 'result'], rows));
    }
    if (warm.every(({ failure }) => failure === undefined))
      facts.scan.push({
        name,
        count: choices.cliFiles,
        ratio: compare(warm[1].ms, warm[0].ms).ratio,
      });
    home.remove();
    vacant.remove();
  }
  return { text, facts, failures };
}

/** What is wrong with a report, where its total has to be the sum of du's and its locations have to be these. */
export function faultOf(report, du, locations) {
  const { totals, providers } = JSON.parse(report);
  const found = providers.flatMap((provider) => provider.locations);
  const strange = found.find(({ path: folder }) => !locations.includes(folder));
  if (strange !== undefined) return `it measured ${strange.path} too`;
  const missing = locations.find(
    (folder) => !found.some((each) => each.path === folder && each.state === 'recognised'),
  );
  if (missing !== undefined) return `it did not recognise ${missing}`;
  const expected = du
    .trim()
    .split('\n')
    .reduce((sum, line) => sum + Number.parseInt(line, 10), 0);
  if (!totals.complete) return 'it is not complete';
  return totals.allocatedBytes === expected ? undefined : `${totals.allocatedBytes} bytes, but du says ${expected}`;
}
