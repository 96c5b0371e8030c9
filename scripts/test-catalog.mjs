// `npm run test:catalog`: the real tools of the catalog, as far as this machine has them, fill their caches, lose them, and work
// on. It asks the tools' real registries. `--record` writes down what was proven; other arguments go to vitest.
import path from 'node:path';
import process from 'node:process';
import { installCatalogTools } from './catalog-tools.mjs';
import { giveUp, setUp } from './set-up.mjs';

const args = process.argv.slice(2);
if (args.includes('--record')) process.env.DEVCLEAN_RECORD = '1';
try {
  await setUp({ force: true });
  process.env.PATH = [...(await installCatalogTools()), process.env.PATH].join(path.delimiter);
  const { parseCLI, startVitest } = await import('vitest/node');
  const words = ['vitest', 'run', '-c', 'vitest.catalog.config.ts', ...args.filter((arg) => arg !== '--record')];
  const { filter, options } = parseCLI(words);
  await startVitest('test', filter, { ...options, watch: false });
} catch (error) {
  giveUp(error);
  process.stdout.write('0 passed, 1 failed\n');
}
