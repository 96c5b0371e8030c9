import { writeTree } from '@devclean/testkit';
import { zig } from '../../src/index.js';
import { proveTool, type Workbench } from '../prove-tool.js';

const build = async ({ run, project }: Workbench): Promise<void> => {
  await run(['python-zig', 'fetch', `${project}/dependency`]);
  await run(['python-zig', 'build-exe', 'sample.zig']);
};

proveTool(zig, {
  needs: ['python-zig'],
  env: (home) => ({ ZIG_GLOBAL_CACHE_DIR: `${home.path}/.cache/zig` }),
  version: async ({ run }) => `Zig ${await run(['python-zig', 'version'])}`,
  async fill(bench) {
    writeTree(bench.project, {
      'sample.zig': 'pub fn main() void {}\n',
      'dependency/build.zig.zon':
        '.{ .name = .sample, .version = "1.0.0", .fingerprint = 0x6a1b2c3d4e5f6071, .paths = .{""} }\n',
    });
    await build(bench);
  },
  sections: ['compiled', 'packages'],
  async works(bench) {
    await bench.run(['rm', '-r', 'sample', '.zig-cache']);
    await build(bench);
    await bench.run(['./sample']);
  },
});
