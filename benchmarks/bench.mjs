// What `npm run bench` runs once everything is built. Arguments: src/parse-arguments.mjs; what is measured, and how: README.md.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { benchList } from './src/bench-list.mjs';
import { benchMap } from './src/bench-map.mjs';
import { benchMeasure } from './src/bench-measure.mjs';
import { benchRemove } from './src/bench-remove.mjs';
import { benchScan } from './src/bench-scan.mjs';
import { benchStartUp } from './src/bench-start-up.mjs';
import { benchSweep } from './src/bench-sweep.mjs';
import { here } from './src/contestants.mjs';
import { describeMachine, machineName } from './src/describe-machine.mjs';
import { installTools } from './src/install-tools.mjs';
import { mustReach } from './src/must-reach.mjs';
import { parseArguments, parts, usage } from './src/parse-arguments.mjs';
import { Interrupted } from './src/run-process.mjs';
import { createScratchFolder } from './src/scratch-folder.mjs';

const benches = {
  measure: [benchMeasure],
  remove: [benchRemove, benchSweep],
  cli: [benchScan],
  list: [benchList],
  'start-up': [benchStartUp],
  map: [benchMap],
};

let choices;
try {
  choices = parseArguments(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`bench: ${error.message}\n\n${usage}`);
  process.exit(2);
}
if (choices.help) process.stdout.write(usage);
else if (choices.installTools) process.exitCode = installTools();
else await bench();

async function bench() {
  let scratch;
  try {
    scratch = createScratchFolder(choices.dir);
  } catch (error) {
    process.stderr.write(`bench: nothing can be built in ${choices.dir}: ${error.message}\n`);
    process.exit(2);
  }
  process.once('exit', () => scratch.remove());
  for (const [signal, code] of Object.entries({ SIGINT: 130, SIGTERM: 143 }))
    process.once(signal, () => process.exit(code));
  const say = (what) => process.stderr.write(`bench: ${what}\n`);
  const pages = [];
  const facts = {};
  const failures = [];
  const print = (texts) => {
    pages.push(...texts);
    process.stdout.write(`${texts.join('\n\n')}\n\n`);
  };
  try {
    print([`# Benchmarks: ${choices.parts.join(', ')}`, describeMachine(choices)]);
    for (const part of choices.parts) {
      for (const one of benches[part]) {
        const found = await one(choices, scratch, say);
        print(found.text);
        Object.assign(facts, found.facts);
        failures.push(...found.failures);
      }
    }
    print(mustReach(facts));
    if (failures.length > 0) print(['## Wrong', failures.map((each) => `- ${each}`).join('\n')]);
  } catch (error) {
    if (error instanceof Interrupted) process.exit(error.signal === 'SIGINT' ? 130 : 143);
    process.stderr.write(`bench: ${error.stack}\n`);
    process.exit(1);
  }
  const results = choices.results ?? path.join(here, 'results');
  const isWhole = choices.parts.length === parts.length;
  const name = [machineName(), ...(isWhole ? [] : choices.parts), ...(choices.quick ? ['quick'] : [])].join('-');
  mkdirSync(results, { recursive: true });
  writeFileSync(path.join(results, `${name}.md`), `${pages.join('\n\n')}\n`);
  say(`written to ${path.join(path.relative(process.cwd(), results), `${name}.md`)}`);
  if (failures.length > 0) process.exitCode = 1;
}
