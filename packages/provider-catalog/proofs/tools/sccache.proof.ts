import { writeTree } from '@devclean/testkit';
import { sccache } from '../../src/index.js';
import { proveTool, type Workbench } from '../prove-tool.js';

// Its server, at a port of the proof's own, would otherwise sit on the cache for ten minutes more.
const compile = async ({ run }: Workbench): Promise<void> => {
  await run(['sccache', 'cc', '-c', 'sample.c', '-o', 'sample.o']);
  await run(['sccache', '--stop-server']);
};

proveTool(sccache, {
  needs: ['sccache', 'cc'],
  env: (home) => ({ SCCACHE_DIR: `${home.path}/.cache/sccache`, SCCACHE_SERVER_PORT: '41226' }),
  version: ({ run }) => run(['sccache', '--version']),
  async fill(bench) {
    writeTree(bench.project, { 'sample.c': 'int main(void) { return 0; }\n' });
    await compile(bench);
  },
  sections: ['results'],
  async works(bench) {
    await bench.run(['rm', 'sample.o']);
    await compile(bench);
    await bench.run(['cc', 'sample.o', '-o', 'sample']);
  },
});
