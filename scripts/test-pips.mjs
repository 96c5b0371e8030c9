// `npm run test:pips`: real pips, from the oldest that has `pip cache` to the newest, against provider-pip. Arguments go to vitest.
import process from 'node:process';
import { giveUp, setUp } from './set-up.mjs';

process.env.DEVCLEAN_PIPS = 'all';
try {
  await setUp({ force: true });
  const { parseCLI, startVitest } = await import('vitest/node');
  const matrix = 'packages/provider-pip/test/pip-matrix.test.ts';
  const { filter, options } = parseCLI(['vitest', 'run', matrix, ...process.argv.slice(2)]);
  await startVitest('test', filter, { ...options, watch: false });
} catch (error) {
  giveUp(error);
  process.stdout.write('0 passed, 1 failed\n');
}
