import { userInfo } from 'node:os';
import { join } from 'node:path';
import { writeTree } from '@devclean/testkit';
import { cargo } from '../../src/index.js';
import { proveTool, type Workbench } from '../prove-tool.js';

// With what it built before, it would not look at its sources.
const build = async ({ run }: Workbench): Promise<void> => {
  await run(['cargo', 'clean']);
  await run(['cargo', 'build', '--quiet']);
};

proveTool(cargo, {
  needs: ['cargo', 'rustc', 'cc'],
  // rustup's proxies look for their toolchains there.
  env: (home) => ({
    CARGO_HOME: `${home.path}/.cargo`,
    RUSTUP_HOME: process.env.RUSTUP_HOME ?? join(userInfo().homedir, '.rustup'),
  }),
  version: ({ run }) => run(['cargo', '--version']),
  async fill(bench) {
    writeTree(bench.project, {
      'Cargo.toml': '[package]\nname = "sample"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\nitoa = "1"\n',
      'src/main.rs': 'fn main() { println!("{}", itoa::Buffer::new().format(1)); }\n',
    });
    await build(bench);
  },
  sections: ['crates', 'index', 'sources'],
  works: build,
});
