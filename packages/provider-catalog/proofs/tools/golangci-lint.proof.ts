import { writeTree } from '@devclean/testkit';
import { golangciLint } from '../../src/index.js';
import { proveTool, type Workbench } from '../prove-tool.js';

const lint = async ({ run }: Workbench): Promise<void> => {
  await run(['golangci-lint', 'run', './...']);
};

proveTool(golangciLint, {
  needs: ['go', 'golangci-lint'],
  env: (home) => ({
    GOENV: 'off',
    GOPATH: `${home.path}/go`,
    GOCACHE: `${home.path}/.cache/go-build`,
    GOTOOLCHAIN: 'local',
    GOLANGCI_LINT_CACHE: `${home.path}/.cache/golangci-lint`,
  }),
  version: async ({ run }) => `golangci-lint ${await run(['golangci-lint', 'version', '--short'])}`,
  async fill(bench) {
    writeTree(bench.project, {
      'go.mod': 'module example.org/sample\n\ngo 1.20\n',
      'sample.go':
        '// Package sample counts.\npackage sample\n\n// Twice doubles.\nfunc Twice(n int) int { return 2 * n }\n',
    });
    await lint(bench);
  },
  sections: ['analyses'],
  works: lint,
});
