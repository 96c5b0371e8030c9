import { expect, test } from 'vitest';
import { buildForChildren } from '../packages/core/test/child.js';
import { inMemory, runModel } from '../packages/core/test/removal-model.js';
import { inTime } from './world.js';

inMemory();
buildForChildren();

const isSample = process.env.HOSTILE_SAMPLE === '1';
/** `--seed` of the run: the same one makes the same sequences. */
const seed = Number(process.env.HOSTILE_SEED ?? 1);
const sequences = isSample ? 40 : 1000;
const atOnce = 20;

test('whatever happens to a cache, in whatever order, each item is where the model has it', async ({ task }) => {
  const numbers = { 'sequences of the model': 0, 'commands of the model': 0, 'kills of the model': 0 };
  for (let done = 0; done < sequences && (done === 0 || inTime()); done += atOnce) {
    const { commands, killed } = await runModel({ seed: seed * 1000 + done, runs: atOnce, commands: 60 });
    numbers['sequences of the model'] += atOnce;
    numbers['commands of the model'] += commands;
    numbers['kills of the model'] += killed;
  }
  expect(numbers['kills of the model']).toBeGreaterThan(0);
  task.meta.numbers = numbers;
});
