import { writeTree } from '@devclean/testkit';
import { staticcheck } from '../../src/index.js';
import { proveTool, type Workbench } from '../prove-tool.js';

const check = async ({ run }: Workbench): Promise<void> => {
  await run(['staticcheck', './...']);
};

proveTool(staticcheck, {
  needs: ['go', 'staticcheck'],
  env: (home) => ({
    GOENV: 'off',
    GOPATH: `${home.path}/go`,
    GOCACHE: `${home.path}/.cache/go-build`,
    GOTOOLCHAIN: 'local',
    STATICCHECK_CACHE: `${home.path}/.cache/staticcheck`,
  }),
  version: ({ run }) => run(['staticcheck', '-version']),
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
