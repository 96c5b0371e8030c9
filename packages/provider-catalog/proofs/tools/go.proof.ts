import { writeTree } from '@devclean/testkit';
import { go } from '../../src/index.js';
import { proveTool, type Workbench } from '../prove-tool.js';

const test = async ({ run }: Workbench): Promise<void> => {
  await run(['go', 'test', './...']);
};

proveTool(go, {
  needs: ['go'],
  env: (home) => ({
    GOENV: 'off',
    GOPATH: `${home.path}/go`,
    GOMODCACHE: `${home.path}/go/pkg/mod`,
    GOCACHE: `${home.path}/.cache/go-build`,
    GOTOOLCHAIN: 'local',
  }),
  version: ({ run }) => run(['go', 'version']),
  async fill(bench) {
    writeTree(bench.project, {
      'go.mod': 'module example.org/sample\n\ngo 1.20\n\nrequire rsc.io/quote v1.5.2\n',
      'sample.go': 'package sample\n\nimport "rsc.io/quote"\n\nfunc Say() string { return quote.Go() }\n',
      'sample_test.go':
        'package sample\n\nimport "testing"\n\nfunc TestSay(t *testing.T) {\n\tif Say() == "" {\n\t\tt.Fatal()\n\t}\n}\n',
    });
    await bench.run(['go', 'mod', 'tidy']);
    await test(bench);
  },
  // A toolchain would be downloaded for a project that asks for a newer Go; clones come of modules that no proxy serves.
  sections: ['build', 'downloads', 'sources'],
  works: test,
});
