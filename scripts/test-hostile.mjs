// `npm run test:hostile`: everything that is tried to make devclean lose something. `-- --sample` takes a part that
// `--seed N` chooses; HOSTILE_MINUTES ends it early; other arguments go to vitest. Ends with its numbers.
// HOSTILE_ONLY='rename 3 E5' tries one fault alone, to look into what a run found.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { giveUp, setUp } from './set-up.mjs';

const root = path.resolve(import.meta.dirname, '..');
const args = process.argv.slice(2);
const sample = args.includes('--sample');
const seedAt = args.indexOf('--seed');
const seed = seedAt === -1 ? Date.now() % 1_000_000 : Number(args[seedAt + 1]);
const rest = args.filter(
  (arg, index) => arg !== '--sample' && (seedAt === -1 || (index !== seedAt && index !== seedAt + 1)),
);
const minutes = process.env.HOSTILE_MINUTES;
const isWhole = !sample && rest.length === 0 && minutes === undefined && process.env.HOSTILE_ONLY === undefined;
const startedAt = Date.now();
Object.assign(process.env, {
  HOSTILE_SAMPLE: sample ? '1' : '0',
  HOSTILE_SEED: String(seed),
  HOSTILE_STARTED: String(startedAt),
});

/** What every run says, also that it was none. */
const always = ['canaries lost', 'invariant failures'];

/** Adds up what the tests counted: of kinds the same ones are counted by several, so the most is what there is. */
function sumOfNumbers(tests) {
  const numbers = {};
  for (const test of tests) {
    for (const [name, count] of Object.entries(test.meta().numbers ?? {})) {
      const sofar = numbers[name] ?? 0;
      numbers[name] = name.startsWith('kinds of') ? Math.max(sofar, count) : sofar + count;
    }
  }
  for (const name of always) numbers[name] ??= 0;
  return numbers;
}

const reporter = {
  onTestRunEnd(modules, errors) {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const inState = (state) => tests.filter((test) => test.result().state === state);
    const suites = modules.flatMap((module) => [...module.children.allSuites()]);
    const broken = [...modules, ...suites].filter((part) => part.errors().length > 0).length;
    const missing = new Set(tests.flatMap((test) => test.meta().missingTools ?? []));
    const required =
      process.env.DEVCLEAN_REQUIRE_TOOLS === '1' ? tests.filter((test) => test.meta().missingTools).length : 0;
    const passed = inState('passed').length;
    const failed = inState('failed').length + errors.length + broken + required;
    const skipped = inState('skipped').length - required;
    const numbers = sumOfNumbers(tests);
    const cases = inState('passed').flatMap((test) => /^(\d+) /.exec(test.name)?.[1] ?? []);
    numbers['numbers of the corpus of 100 that these cases have'] = new Set(cases).size;
    const seconds = Math.round((Date.now() - startedAt) / 1000);
    const result = { sample, seed, seconds, tests: tests.length, failed, skipped, numbers };
    process.stdout.write(`\nhostile: ${JSON.stringify(result)}\n`);
    if (missing.size > 0) process.stdout.write(`Missing: ${[...missing].join(', ')}\n`);
    if (isWhole && failed === 0 && missing.size === 0) quote(result);
    process.on('exit', () => {
      if (failed > 0) process.exitCode = 1;
      process.stdout.write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
    });
  },
};

/** Keeps the numbers of a run of everything, and quotes them in docs/safety.md. */
function quote(result) {
  writeFileSync(path.join(root, 'hostile/numbers.json'), `${JSON.stringify(result, null, 2)}\n`);
  const file = path.join(root, 'docs/safety.md');
  const rows = Object.entries(result.numbers).map(([name, count]) => `| ${name} | ${count} |`);
  const table = ['| tried | times |', '|---|---|', ...rows].join('\n');
  const text = `${table}\n\nSeed ${result.seed}, ${result.tests} tests, ${result.failed} failed, ${result.skipped} skipped, in ${result.seconds} s.`;
  const between = /(<!-- numbers -->\n)[\s\S]*?(<!-- \/numbers -->)/;
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace(between, (_, begin, end) => `${begin}${text}\n${end}`),
  );
}

try {
  process.stdout.write(`hostile: seed ${seed}${sample ? ', a sample' : ''}\n`);
  await setUp({ force: true });
  const { parseCLI, startVitest } = await import('vitest/node');
  const { filter, options } = parseCLI(['vitest', 'run', ...rest]);
  const config = path.join(root, 'vitest.hostile.config.ts');
  await startVitest('test', filter, { ...options, config, watch: false, reporters: ['verbose', reporter] });
} catch (error) {
  giveUp(error);
  process.stdout.write('0 passed, 1 failed\n');
}
