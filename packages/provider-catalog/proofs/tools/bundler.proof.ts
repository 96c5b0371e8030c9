import { writeTree } from '@devclean/testkit';
import { afterAll } from 'vitest';
import { bundler } from '../../src/index.js';
import { makeRepository } from '../make-repository.js';
import { proveTool, type Workbench } from '../prove-tool.js';
import { startGemServer } from '../start-gem-server.js';

const server = await startGemServer();
afterAll(() => server.close());

const clonedGem = {
  'cloned.gemspec':
    "Gem::Specification.new do |s|\n s.name = 'cloned'; s.version = '1'; s.summary = 'x'; s.authors = ['a']; s.files = ['lib/cloned.rb']\nend\n",
  'lib/cloned.rb': 'CLONED = 2\n',
};

const install = async ({ run }: Workbench): Promise<void> => {
  await run(['bundle', 'install']);
  await run(['bundle', 'exec', 'ruby', '-e', 'require "sample"; require "cloned"; exit SAMPLE == 1 && CLONED == 2']);
};

proveTool(bundler, {
  needs: ['bundle', 'gem', 'git', 'ruby'],
  env: (home) => ({
    BUNDLE_USER_CACHE: `${home.path}/.bundle/cache`,
    BUNDLE_PATH: `${home.root}/project/vendor`,
    BUNDLE_GLOBAL_GEM_CACHE: 'true',
    GEM_SPEC_CACHE: `${home.path}/.cache/gem/specs`,
  }),
  version: ({ run }) => run(['bundle', '--version']),
  async fill(bench) {
    await server.publish(bench);
    const cloned = await makeRepository(bench, 'cloned', clonedGem, 'v1');
    writeTree(bench.project, { Gemfile: `source '${server.url}'\ngem 'sample'\ngem 'cloned', git: '${cloned}'\n` });
    await install(bench);
  },
  sections: ['clones', 'gems', 'index'],
  async works(bench) {
    await bench.run(['rm', '-r', 'vendor', 'Gemfile.lock']);
    await install(bench);
  },
});
