import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeTree } from '@devclean/testkit';
import { bun } from '../../src/index.js';
import { proveTool, type Workbench } from '../prove-tool.js';

const install = async ({ run, project }: Workbench): Promise<void> => {
  rmSync(join(project, 'node_modules'), { recursive: true, force: true });
  await run(['bun', 'install']);
  await run(['bun', '-e', 'require("is-odd")(3)']);
  await run(['bun', 'x', 'semver@7.7.2', '1.0.0']);
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
  },
  sections: ['bunx', 'manifests', 'packages'],
  works: install,
});
