import { writeTree } from '@devclean/testkit';
import { startLoopback, tarGz } from '@devclean/testkit/known-tools';
import { afterAll } from 'vitest';
import { cabal } from '../../src/index.js';
import { proveTool, type Workbench } from '../prove-tool.js';

// No repository of Haskell packages can be reached from everywhere, so one of a single package is served here.
const description = 'cabal-version: 2.4\nname: sample\nversion: 1.0\nlibrary\n  default-language: Haskell2010\n';
const files: Readonly<Record<string, Uint8Array>> = {
  '/00-index.tar.gz': tarGz({ 'sample/1.0/sample.cabal': description }),
  '/package/sample-1.0.tar.gz': tarGz({ 'sample-1.0/sample.cabal': description }),
};
const repository = await startLoopback((path) => {
  const body = files[path];
  return body === undefined ? undefined : { type: 'application/gzip', body };
});
afterAll(() => repository.close());

const get = async ({ run, project }: Workbench): Promise<void> => {
  await run(['cabal', `--config-file=${project}/settings`, 'update']);
  await run(['cabal', `--config-file=${project}/settings`, 'get', 'sample']);
};

proveTool(cabal, {
  needs: ['cabal'],
  env: (home) => ({ CABAL_DIR: `${home.path}/.cabal` }),
  version: async ({ run }) => `cabal-install ${await run(['cabal', '--numeric-version'])}`,
  async fill(bench) {
    writeTree(bench.project, { settings: `repository local\n  url: ${repository.url}/\n  secure: False\n` });
    await get(bench);
  },
  // Debian's Cabal, 3.4, builds scripts in a temporary folder.
  sections: ['packages'],
  async works(bench) {
    await bench.run(['rm', '-r', 'sample-1.0']);
    await get(bench);
  },
});
