import { existsSync } from 'node:fs';
import path from 'node:path';
import { caches, createCacheHome } from './cache-home.mjs';
import { comparedCells } from './compared.mjs';
import { here, meters, ours, removers } from './contestants.mjs';
import { inRounds } from './in-rounds.mjs';
import { megabytes, roundsOf, table, thousands } from './markdown.mjs';
import { dropPageCache, flush } from './page-cache.mjs';
import { run, runForPeak } from './run-process.mjs';
import { compare } from './statistics.mjs';

/** The executable as it ships: started directly, without npm. */
const devclean = [process.execPath, path.join(here, '../apps/cli/bin/run.js')];

/**
 * The tools of which this account has a cache outside of any home that we name (Gradle's, which asks the account database):
 * they are left out, because they would be measured as well.
 */
function toolsElsewhere(scratch) {
  const home = createCacheHome(scratch, 'look');
  const { stdout, failure } = run([...devclean, 'scan', '--json'], { env: home.env, cwd: home.path });
  home.remove();
  if (failure !== undefined) throw new Error(`devclean scan failed in an empty home: ${failure}`);
  return JSON.parse(stdout)
    .providers.filter(({ locations }) => locations.length > 0)
    .map(({ id }) => id);
}

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

  for (const together of usable.length > 1 ? [usable, ...usable.map((each) => [each])] : [usable]) {
    const name = together.map((tree) => (tree === 'go' ? 'Gradle (go)' : tree)).join(' + ');
    say(`scan of ${name}: building`);
    const home = createCacheHome(scratch, 'cached');
    let files = 0;
    together.forEach((tree, index) => {
      const share = Math.floor((choices.cliFiles * (index + 1)) / together.length) - files;
      files += home.fill(tree, share).files;
    });
    const vacant = createCacheHome(scratch, 'vacant');
    flush();
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
        alone: together.length === 1,
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
      flush();
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
  const text = ['## Start-up', `${roundsOf(choices.startUpRounds)}.`];
  text.push(table(['', 'median', '÷ node', 'of one round', 'peak memory'], rows));
  const failures = results
    .filter(({ failure }) => failure !== undefined)
    .map(({ contestant, failure }) => `${contestant.name}: ${failure}`);
  const [, version, scan] = results.map(({ ms }) => compare(ms, results[0].ms).ratio);
  return { text, facts: { startUp: { version, scan } }, failures };
}
