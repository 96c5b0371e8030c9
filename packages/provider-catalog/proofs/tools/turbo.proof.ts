import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeTree } from '@devclean/testkit';
import { turbo } from '../../src/index.js';
import { proveTool, type Workbench } from '../prove-tool.js';

const build = async ({ run, project }: Workbench): Promise<void> => {
  rmSync(join(project, 'packages/sample/dist'), { recursive: true, force: true });
  await run(['turbo', 'run', 'build']);
  await run(['cat', 'packages/sample/dist/out.txt']);
};

proveTool(turbo, {
  needs: ['turbo', 'npm', 'git'],
  env: (home) => ({ TURBO_CACHE_DIR: `${home.path}/outputs`, TURBO_TELEMETRY_DISABLED: '1' }),
  version: async ({ run }) => `Turborepo ${await run(['turbo', '--version'])}`,
  async fill(bench) {
    const script = 'mkdir -p dist && echo made > dist/out.txt';
    writeTree(bench.project, {
      'package.json': '{ "private": true, "packageManager": "npm@10.9.0", "workspaces": ["packages/*"] }\n',
      'turbo.json': '{ "tasks": { "build": { "outputs": ["dist/**"] } } }\n',
      'packages/sample/package.json': `{ "name": "sample", "version": "1.0.0", "scripts": { "build": "${script}" } }\n`,
    });
    await bench.run(['git', 'init', '--quiet']);
    await bench.run(['npm', 'install', '--silent', '--package-lock-only', '--no-update-notifier']);
    await build(bench);
  },
  sections: ['outputs'],
  works: build,
});
