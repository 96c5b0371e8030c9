import { expect, test } from 'vitest';
import { buildForChildren } from '../../test/child.js';
import { inMemory, runModel } from '../../test/removal-model.js';

inMemory();
buildForChildren();

/** Always the same here; `npm run test:hostile` tries others. `MODEL_SEED=…` runs what a failure printed. */
const seed = Number(process.env.MODEL_SEED ?? 20261121);

test('whatever happens in whatever order, each item is where the model has it', async () => {
  const counts = await runModel({ seed, runs: 14, commands: 40, limitMs: 15_000 });
  // It has to have done something, or it proves nothing.
  for (const [what, count] of Object.entries(counts)) expect([what, count > 0]).toEqual([what, true]);
});
