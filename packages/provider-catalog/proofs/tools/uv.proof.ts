import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeTree } from '@devclean/testkit';
import { uv } from '../../src/index.js';
import { proveTool, type Workbench } from '../prove-tool.js';

const install = async ({ run, project }: Workbench): Promise<void> => {
  rmSync(join(project, '.venv'), { recursive: true, force: true });
  await run(['uv', 'venv', '--quiet']);
  await run(['uv', 'pip', 'install', '--quiet', 'idna==3.10']);
  await run(['uv', 'run', '--quiet', '--script', 'script.py']);
};

proveTool(uv, {
  needs: ['uv', 'python3'],
  env: (home) => ({
    UV_CACHE_DIR: `${home.path}/.cache/uv`,
    UV_PYTHON_DOWNLOADS: 'never',
    PATH: process.env.PATH ?? '',
  }),
  version: ({ run }) => run(['uv', '--version']),
  async fill(bench) {
    writeTree(bench.project, {
      'script.py': '# /// script\n# dependencies = ["idna==3.10"]\n# ///\nimport idna\n',
    });
    await install(bench);
  },
  sections: ['environments', 'packages'],
  works: install,
});
