import { writeTree } from '@devclean/testkit';
import { deno } from '../../src/index.js';
import { proveTool, type Workbench } from '../prove-tool.js';

/** It remembers by what it has stored itself, which nothing may take away. */
const program = `
import isOdd from 'npm:is-odd@3.0.1';
const runs: number = Number(localStorage.getItem('runs') ?? 0) + 1;
localStorage.setItem('runs', String(runs));
if (!isOdd(3)) throw new Error('not odd');
console.log(runs);
`;

const run = ({ run }: Workbench): Promise<string> => run(['deno', 'run', '--check', '--allow-all', 'main.ts']);

proveTool(deno, {
  needs: ['deno'],
  env: (home) => ({ DENO_DIR: `${home.path}/.cache/deno`, DENO_NO_UPDATE_CHECK: '1' }),
  version: async ({ run }) => (await run(['deno', '--version'])).split(' (')[0] ?? '',
  async fill(bench) {
    writeTree(bench.project, { 'main.ts': program });
    await run(bench);
  },
  sections: ['compiled', 'modules'],
  async works(bench) {
    const runs = (await run(bench)).trim();
    if (runs !== '2') throw new Error(`what the program had stored is gone: it says that this is run ${runs}`);
  },
});
