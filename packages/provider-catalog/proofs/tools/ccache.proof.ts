import { writeTree } from '@devclean/testkit';
import { ccache } from '../../src/index.js';
import { proveTool, type Workbench } from '../prove-tool.js';

const compile = async ({ run }: Workbench): Promise<void> => {
  await run(['ccache', 'cc', '-c', 'sample.c', '-o', 'sample.o']);
};

proveTool(ccache, {
  needs: ['ccache', 'cc'],
  env: (home) => ({ CCACHE_DIR: `${home.path}/.cache/ccache` }),
  version: async ({ run }) => (await run(['ccache', '--version'])).split('\n')[0] ?? '',
  async fill(bench) {
    writeTree(bench.project, { 'sample.c': 'int main(void) { return 0; }\n' });
    await bench.run(['ccache', '--max-size', '1G']);
    await compile(bench);
  },
  sections: ['objects'],
  async works(bench) {
    await bench.run(['rm', 'sample.o']);
    await compile(bench);
    await bench.run(['cc', 'sample.o', '-o', 'sample']);
  },
});
