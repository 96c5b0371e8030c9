import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { virtualenv } from '../../src/index.js';
import { proveTool, type Workbench } from '../prove-tool.js';

const make = async ({ run, project }: Workbench): Promise<void> => {
  rmSync(join(project, 'made'), { recursive: true, force: true });
  await run(['virtualenv', '--quiet', '--download', 'made']);
  await run([join(project, 'made/bin/python'), '-m', 'pip', '--version']);
};

proveTool(virtualenv, {
  needs: ['virtualenv', 'python3'],
  env: (home) => ({
    VIRTUALENV_OVERRIDE_APP_DATA: `${home.path}/.cache/virtualenv`,
    VIRTUALENV_NO_PERIODIC_UPDATE: '1', // it would look for new wheels after it has ended
  }),
  version: async ({ run }) => (await run(['virtualenv', '--version'])).split(' from ')[0] ?? '',
  fill: make,
  sections: ['images', 'wheels'],
  works: make,
});
