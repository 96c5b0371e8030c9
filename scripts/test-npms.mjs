// `npm run test:npms`: real npms, of each major that people have, against provider-npm. Arguments go to vitest.
import process from 'node:process';
import { giveUp, setUp } from './set-up.mjs';

process.env.DEVCLEAN_NPMS = 'all';
try {
  await setUp({ force: true });
  const { parseCLI, startVitest } = await import('vitest/node');
  const matrix = 'packages/provider-npm/test/npm-matrix.test.ts';
  const { filter, options } = parseCLI(['vitest', 'run', matrix, ...process.argv.slice(2)]);
  await startVitest('test', filter, { ...options, watch: false });
} catch (error) {
  giveUp(error);
  process.stdout.write('0 passed, 1 failed\n');
}
