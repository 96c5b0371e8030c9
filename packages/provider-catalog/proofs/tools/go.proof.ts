import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { writeTree } from '@devclean/testkit';
import { zip } from '@devclean/testkit/known-tools';
import { expect } from 'vitest';
import { go } from '../../src/index.js';
import { makeRepository, servedAt } from '../make-repository.js';
import { proveTool, type Workbench } from '../prove-tool.js';

const address = 'https://example.org/cloned';
/** Clones come of modules that no proxy serves. */
const test = async ({ run, home }: Workbench): Promise<void> => {
  const env = { GOPRIVATE: 'example.org', ...servedAt(address, join(home.root, 'repositories/cloned')) };
  await run(['go', 'mod', 'tidy'], { env });
  await run(['go', 'test', './...'], { env });
  const proxy = { GOPROXY: pathToFileURL(join(home.root, 'proxy')).href, GOSUMDB: 'off' };
  expect(await run(['go', 'version'], { env: { ...proxy, GOTOOLCHAIN: 'go1.99.0' } })).toBe('a newer Go\n');
};

/** What a newer Go would be, in a proxy's folder: a program of that name. */
async function writeToolchain({ run, home }: Workbench): Promise<void> {
  const [system = '', processor = ''] = (await run(['go', 'env', 'GOOS', 'GOARCH'])).trim().split(/\s+/);
  const version = `v0.0.1-go1.99.0.${system}-${processor}`;
  const inside = `golang.org/toolchain@${version}`;
  const files = {
    [`${inside}/bin/go`]: '#!/bin/sh\necho a newer Go\n',
    [`${inside}/bin/gofmt`]: '#!/bin/sh\n',
    [`${inside}/lib/time/README`]: '',
    [`${inside}/pkg/tool/${system}_${processor}/compile`]: '#!/bin/sh\n',
  };
  writeTree(join(home.root, 'proxy'), { [`golang.org/toolchain/@v/${version}.zip`]: zip(files) });
}

proveTool(go, {
  needs: ['git', 'go'],
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
      'go.mod':
        'module example.org/sample\n\ngo 1.20\n\nrequire rsc.io/quote v1.5.2\n\nrequire example.org/cloned.git v1.0.0\n',
      'sample.go':
        'package sample\n\nimport (\n\t"example.org/cloned.git"\n\t"rsc.io/quote"\n)\n\nfunc Say() string { return quote.Go()[cloned.One:] }\n',
      'sample_test.go':
        'package sample\n\nimport "testing"\n\nfunc TestSay(t *testing.T) {\n\tif Say() == "" {\n\t\tt.Fatal()\n\t}\n}\n',
    });
    const cloned = { 'go.mod': 'module example.org/cloned.git\n', 'one.go': 'package cloned\n\nconst One = 1\n' };
    await makeRepository(bench, 'cloned', cloned, 'v1.0.0');
    await writeToolchain(bench);
    await test(bench);
  },
  sections: ['build', 'clones', 'downloads', 'sources', 'toolchains'],
  works: test,
});
