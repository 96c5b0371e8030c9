import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeTree } from '@devclean/testkit';
import { type LoopbackRegistry, startPythonIndex } from '@devclean/testkit/known-tools';
import { afterAll, beforeAll } from 'vitest';
import { pipenv } from '../../src/index.js';
import { proveTool, type Workbench } from '../prove-tool.js';

let index: LoopbackRegistry;
beforeAll(async () => {
  index = await startPythonIndex();
});
afterAll(() => index.close());

const install = async ({ run, project }: Workbench): Promise<void> => {
  rmSync(join(project, '.venv'), { recursive: true, force: true });
  await run(['pipenv', 'install']);
};

proveTool(pipenv, {
  needs: ['pipenv', 'python3'],
  env: (home) => ({ PIPENV_CACHE_DIR: `${home.path}/.cache/pipenv`, PIPENV_VENV_IN_PROJECT: '1' }),
  version: ({ run }) => run(['pipenv', '--version']),
  async fill(bench) {
    const source = `[[source]]\nname = "loopback"\nurl = "${index.url}/simple"\nverify_ssl = false\n`;
    writeTree(bench.project, {
      Pipfile: `${source}\n[packages]\ndevclean-sample = "*"\ndevclean-sample-source = "*"\n`,
    });
    await install(bench);
  },
  sections: ['http', 'wheels'],
  works: install,
});
