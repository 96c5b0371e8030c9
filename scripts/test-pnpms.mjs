// `npm run test:pnpms`: pnpms of every major, against provider-pnpm. Arguments go to vitest.
import process from 'node:process';
import { giveUp, setUp } from './set-up.mjs';

process.env.DEVCLEAN_PNPMS = 'all';
try {
  await setUp({ force: true });
  const { parseCLI, startVitest } = await import('vitest/node');
  const matrix = 'packages/provider-pnpm/test/pnpm-matrix.test.ts';
  const { filter, options } = parseCLI(['vitest', 'run', matrix, ...process.argv.slice(2)]);
  await startVitest('test', filter, { ...options, watch: false });
} catch (error) {
  giveUp(error);
  process.stdout.write('0 passed, 1 failed\n');
}
