import { afterAll } from 'vitest';
import { rubygems } from '../../src/index.js';
import { proveTool, type Workbench } from '../prove-tool.js';
import { startGemServer } from '../start-gem-server.js';

const server = await startGemServer();
afterAll(() => server.close());

const install = async ({ run }: Workbench): Promise<void> => {
  await run(['gem', 'install', 'sample', '--no-document', '--clear-sources', '--source', server.url]);
};

proveTool(rubygems, {
  needs: ['gem', 'ruby'],
  env: (home) => ({ GEM_HOME: `${home.path}/gems`, GEM_SPEC_CACHE: `${home.path}/.cache/gem/specs` }),
  version: async ({ run }) => `RubyGems ${await run(['gem', '--version'])}`,
  async fill(bench) {
    await server.publish(bench);
    await install(bench);
  },
  sections: ['archives', 'specs'],
  async works(bench) {
    await bench.run(['ruby', '-e', 'require "sample"; exit SAMPLE == 1']);
    await bench.run(['gem', 'uninstall', 'sample', '--executables']);
    await install(bench);
    await bench.run(['ruby', '-e', 'require "sample"; exit SAMPLE == 1']);
  },
});
