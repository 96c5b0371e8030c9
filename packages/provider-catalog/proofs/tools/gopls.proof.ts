import { writeTree } from '@devclean/testkit';
import { gopls } from '../../src/index.js';
import { proveTool, type Workbench } from '../prove-tool.js';

const check = async ({ run }: Workbench): Promise<void> => {
  await run(['gopls', 'check', 'sample.go']);
};

proveTool(gopls, {
  needs: ['go', 'gopls'],
  env: (home) => ({
    GOENV: 'off',
    GOPATH: `${home.path}/go`,
    GOCACHE: `${home.path}/.cache/go-build`,
    GOTOOLCHAIN: 'local',
    GOPLSCACHE: `${home.path}/.cache`,
  }),
  version: async ({ run }) => `gopls ${(await run(['gopls', 'version'])).match(/v[\d.]+/)?.[0]}`,
  async fill(bench) {
    writeTree(bench.project, {
      'go.mod': 'module example.org/sample\n\ngo 1.20\n',
      'sample.go':
        '// Package sample counts.\npackage sample\n\n// Twice doubles.\nfunc Twice(n int) int { return 2 * n }\n',
    });
    await check(bench);
  },
  sections: ['analyses'],
  works: check,
});
