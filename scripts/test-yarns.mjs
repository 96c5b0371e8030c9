// `npm run test:yarns`: real Yarns, 1.9 to 4.18, against provider-yarn. Arguments go to vitest.
import process from 'node:process';
import { giveUp, setUp } from './set-up.mjs';

process.env.DEVCLEAN_YARNS = 'all';
try {
  await setUp({ force: true });
  const { parseCLI, startVitest } = await import('vitest/node');
  const matrix = 'packages/provider-yarn/test/yarn-matrix.test.ts';
  const { filter, options } = parseCLI(['vitest', 'run', matrix, ...process.argv.slice(2)]);
  await startVitest('test', filter, { ...options, watch: false });
} catch (error) {
  giveUp(error);
  process.stdout.write('0 passed, 1 failed\n');
}
