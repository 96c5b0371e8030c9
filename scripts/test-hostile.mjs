// `npm run test:hostile`: everything that is tried to make devclean lose something. `-- --sample` takes a part that
// `--seed N` chooses; HOSTILE_MINUTES ends it early; other arguments go to vitest. Ends with its numbers.
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
const startedAt = Date.now();
Object.assign(process.env, {
  HOSTILE_SAMPLE: sample ? '1' : '0',
  HOSTILE_SEED: String(seed),
  HOSTILE_STARTED: String(startedAt),
});

/** Adds up what the tests counted. */
const reporter = {
  onTestRunEnd(modules, errors) {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const inState = (state) => tests.filter((test) => test.result().state === state);
    const numbers = {};
    for (const test of inState('passed')) {
      for (const [name, count] of Object.entries(test.meta().numbers ?? {}))
        numbers[name] = (numbers[name] ?? 0) + count;
    }
    const broken = errors.length + modules.filter((module) => module.errors().length > 0).length;
    const failed = inState('failed').length + broken;
    const skipped = inState('skipped').length;
    const result = {
      sample,
      seed,
      seconds: Math.round((Date.now() - startedAt) / 1000),
      tests: tests.length,
      failed,
      skipped,
      numbers,
    };
    process.stdout.write(`hostile: ${JSON.stringify(result)}\n`);
    const whole = !sample && rest.length === 0;
    if (whole && failed === 0) quote(result);
    process.on('exit', () => {
      process.stdout.write(
        `${inState('passed').length} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`,
      );
    });
  },
};

/** Keeps the numbers of a run of everything, as far as its budget went, and quotes them in docs/safety.md. */
function quote(result) {
  writeFileSync(path.join(root, 'hostile/numbers.json'), `${JSON.stringify(result, null, 2)}\n`);
  const file = path.join(root, 'docs/safety.md');
  const rows = Object.entries(result.numbers).map(([name, count]) => `| ${name} | ${count} |`);
  const table = ['| tried | times |', '|---|---|', ...rows].join('\n');
  const minutes = process.env.HOSTILE_MINUTES;
  const budget = minutes ? `the lists were cut short after ${minutes} minutes` : 'nothing was cut short';
  const text = `${table}\n\nSeed ${result.seed}, ${result.tests} tests, ${result.failed} failed, ${result.skipped} skipped, in ${result.seconds} s; ${budget}.`;
  const between = /(<!-- numbers -->\n)[\s\S]*?(<!-- \/numbers -->)/;
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace(between, (_, begin, end) => `${begin}${text}\n${end}`),
  );
}

try {
  await setUp({ force: true });
  const { parseCLI, startVitest } = await import('vitest/node');
  const { filter, options } = parseCLI(['vitest', 'run', ...rest]);
  const config = path.join(root, 'vitest.hostile.config.ts');
  await startVitest('test', filter, { ...options, config, watch: false, reporters: ['default', reporter] });
} catch (error) {
  giveUp(error);
  process.stdout.write('0 passed, 1 failed\n');
}
