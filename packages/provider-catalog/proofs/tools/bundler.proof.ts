import { writeTree } from '@devclean/testkit';
import { afterAll } from 'vitest';
import { bundler } from '../../src/index.js';
import { proveTool, type Workbench } from '../prove-tool.js';
import { startGemServer } from '../start-gem-server.js';

const server = await startGemServer();
afterAll(() => server.close());

const install = async ({ run }: Workbench): Promise<void> => {
  await run(['bundle', 'install']);
  await run(['bundle', 'exec', 'ruby', '-e', 'require "sample"; exit SAMPLE == 1']);
};

proveTool(bundler, {
  needs: ['bundle', 'gem', 'ruby'],
  env: (home) => ({
    BUNDLE_USER_CACHE: `${home.path}/.bundle/cache`,
    BUNDLE_PATH: `${home.root}/project/vendor`,
    BUNDLE_GLOBAL_GEM_CACHE: 'true',
    GEM_SPEC_CACHE: `${home.path}/.cache/gem/specs`,
  }),
  version: ({ run }) => run(['bundle', '--version']),
  async fill(bench) {
    await server.publish(bench);
    writeTree(bench.project, { Gemfile: `source '${server.url}'\ngem 'sample'\n` });
    await install(bench);
  },
  // Clones come of gems that a Gemfile takes from their repositories.
  sections: ['gems', 'index'],
  async works(bench) {
    await bench.run(['rm', '-r', 'vendor', 'Gemfile.lock']);
    await install(bench);
  },
});
