import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeTree } from '@devclean/testkit';
import { type LoopbackRegistry, startPythonIndex } from '@devclean/testkit/known-tools';
import { afterAll, beforeAll } from 'vitest';
import { pdm } from '../../src/index.js';
import { proveTool, type Workbench } from '../prove-tool.js';

let index: LoopbackRegistry;
beforeAll(async () => {
  index = await startPythonIndex();
});
afterAll(() => index.close());

const install = async ({ run, project }: Workbench): Promise<void> => {
  rmSync(join(project, '.venv'), { recursive: true, force: true });
  await run(['pdm', 'install', '--no-self']);
};

proveTool(pdm, {
  needs: ['pdm'],
  env: (home) => ({
    PDM_CACHE_DIR: `${home.path}/.cache/pdm`,
    PDM_CONFIG_FILE: `${home.path}/pdm.toml`,
    PDM_CHECK_UPDATE: 'false',
  }),
  version: ({ run }) => run(['pdm', '--version']),
  async fill(bench) {
    const dependencies = '["devclean-sample", "devclean-sample-source"]';
    const project = `[project]\nname = "sample"\nversion = "0.1.0"\nrequires-python = ">=3.9"\ndependencies = ${dependencies}\n`;
    const source = `[[tool.pdm.source]]\nname = "pypi"\nurl = "${index.url}/simple"\nverify_ssl = false\n`;
    writeTree(bench.project, { 'pyproject.toml': `${project}\n[tool.pdm]\ndistribution = false\n\n${source}` });
    await bench.run(['pdm', 'config', 'install.cache', 'true']);
    await install(bench);
  },
  sections: ['http', 'packages', 'wheels'],
  works: install,
});
