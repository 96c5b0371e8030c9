import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeTree } from '@devclean/testkit';
import { type LoopbackRegistry, startPythonIndex } from '@devclean/testkit/known-tools';
import { afterAll, beforeAll } from 'vitest';
import { poetry } from '../../src/index.js';
import { proveTool, type Workbench } from '../prove-tool.js';

let index: LoopbackRegistry;
beforeAll(async () => {
  index = await startPythonIndex();
});
afterAll(() => index.close());

// In the project, and so that it has to be made and filled again.
const install = async ({ run, project }: Workbench): Promise<void> => {
  rmSync(join(project, '.venv'), { recursive: true, force: true });
  await run(['poetry', 'install', '--no-interaction']);
};

proveTool(poetry, {
  needs: ['poetry'],
  env: (home) => ({ POETRY_CACHE_DIR: `${home.path}/.cache/pypoetry`, POETRY_VIRTUALENVS_IN_PROJECT: 'true' }),
  version: ({ run }) => run(['poetry', '--version']),
  async fill(bench) {
    const dependencies = '["devclean-sample", "devclean-sample-source"]';
    const project = `[project]\nname = "sample"\nversion = "0.1.0"\nrequires-python = ">=3.9"\ndependencies = ${dependencies}\n`;
    const source = `[[tool.poetry.source]]\nname = "loopback"\nurl = "${index.url}/simple/"\npriority = "primary"\n`;
    writeTree(bench.project, { 'pyproject.toml': `${project}\n[tool.poetry]\npackage-mode = false\n\n${source}` });
    await install(bench);
  },
  sections: ['artifacts', 'repositories'],
  works: install,
});
