import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type ThrowAwayHome, writeTree } from '@devclean/testkit';
import { bun } from '../../src/index.js';
import { proveRisk, proveTool, type Workbench } from '../prove-tool.js';

const install = async ({ run, project }: Workbench): Promise<void> => {
  rmSync(join(project, 'node_modules'), { recursive: true, force: true });
  await run(['bun', 'install']);
  await run(['bun', '-e', 'require("is-odd")(3)']);
  await run(['bun', 'x', 'semver@7.7.2', '1.0.0']);
};

const inStore = async ({ run, project }: Workbench): Promise<void> => {
  rmSync(join(project, 'node_modules'), { recursive: true, force: true });
  await run(['bun', 'install', '--linker', 'isolated'], { env: { BUN_INSTALL_GLOBAL_STORE: '1' } });
};

proveTool(bun, {
  needs: ['bun'],
  env: (home) => ({ BUN_INSTALL: `${home.path}/.bun` }),
  version: async ({ run }) => `Bun ${await run(['bun', '--version'])}`,
  async fill(bench) {
    writeTree(bench.project, {
      'package.json': '{ "dependencies": { "is-odd": "3.0.1", "@types/estree": "1.0.6" } }\n',
    });
    await install(bench);
    await inStore(bench);
    rmSync(join(bench.project, 'node_modules'), { recursive: true });
  },
  sections: ['bunx', 'manifests', 'packages', 'store'],
  works: install,
});

const risk = {
  needs: ['bun'],
  env: (home: ThrowAwayHome) => ({ BUN_INSTALL: `${home.path}/.bun` }),
  works: ({ run }: Workbench) => run(['bun', '-e', 'require("is-odd")(3)']),
} as const;

proveRisk(bun, {
  ...risk,
  section: 'packages',
  when: 'a project was installed with the backend "symlink"',
  because: 'package.json is a link into it',
  async fill({ project, run }) {
    writeTree(project, { 'package.json': '{ "dependencies": { "is-odd": "3.0.1" } }\n' });
    await run(['bun', 'install', '--backend', 'symlink']);
  },
});
