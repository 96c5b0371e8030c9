import { writeTree } from '@devclean/testkit';
import { zig } from '../../src/index.js';
import { proveTool, type Workbench } from '../prove-tool.js';

const build = async ({ run }: Workbench): Promise<void> => {
  await run(['python-zig', 'build-exe', 'sample.zig']);
};

proveTool(zig, {
  needs: ['python-zig'],
  env: (home) => ({ ZIG_GLOBAL_CACHE_DIR: `${home.path}/.cache/zig` }),
  version: async ({ run }) => `Zig ${await run(['python-zig', 'version'])}`,
  async fill(bench) {
    writeTree(bench.project, { 'sample.zig': 'pub fn main() void {}\n' });
    await build(bench);
  },
  // Before it fetches a package it compiles itself a program for that, for minutes.
  sections: ['compiled'],
  async works(bench) {
    await bench.run(['rm', '-rf', 'sample', '.zig-cache']);
    await build(bench);
    await bench.run(['./sample']);
  },
});
