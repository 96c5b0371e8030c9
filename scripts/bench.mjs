// `npm run bench -- ARGS`: set up if anything changed, then run the benchmarks. benchmarks/README.md says what they measure.
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { giveUp, root, setUp } from './set-up.mjs';

try {
  await setUp();
} catch (error) {
  giveUp(error);
}
if (process.exitCode === undefined) {
  if (process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);
  await import(pathToFileURL(path.join(root, 'benchmarks', 'bench.mjs')).href);
}
