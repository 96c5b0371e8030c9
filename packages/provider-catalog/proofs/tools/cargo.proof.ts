import { writeTree } from '@devclean/testkit';
import { cargo } from '../../src/index.js';
import { proveTool, type Workbench } from '../prove-tool.js';

const build = async ({ run }: Workbench): Promise<void> => {
  await run(['cargo', 'build', '--quiet']);
};

proveTool(cargo, {
  needs: ['cargo', 'rustc', 'cc'],
  env: (home) => ({
    CARGO_HOME: `${home.path}/.cargo`,
    ...(process.env.RUSTUP_HOME && { RUSTUP_HOME: process.env.RUSTUP_HOME }),
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
