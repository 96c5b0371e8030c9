import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type ThrowAwayHome, writeTree } from '@devclean/testkit';
import { uv } from '../../src/index.js';
import { proveRisk, proveTool, type Workbench } from '../prove-tool.js';

const install = async ({ run, project }: Workbench): Promise<void> => {
  rmSync(join(project, '.venv'), { recursive: true, force: true });
  await run(['uv', 'venv', '--quiet']);
  await run(['uv', 'pip', 'install', '--quiet', 'idna==3.10']);
  await run(['uv', 'run', '--quiet', '--script', 'script.py']);
};

const env = (home: ThrowAwayHome) => ({
  UV_CACHE_DIR: `${home.path}/.cache/uv`,
  UV_PYTHON_DOWNLOADS: 'never',
  PATH: process.env.PATH ?? '',
});

proveTool(uv, {
  needs: ['uv', 'python3'],
  env,
  version: ({ run }) => run(['uv', '--version']),
  async fill(bench) {
    writeTree(bench.project, {
      'pyproject.toml':
        '[project]\nname = "demo"\nversion = "1"\nrequires-python = ">=3.8"\ndependencies = ["idna==3.10"]\n',
      'script.py': '# /// script\n# dependencies = ["idna==3.10"]\n# ///\nimport idna\n',
    });
    await bench.run(['uv', 'sync', '--quiet'], { env: { UV_PREVIEW_FEATURES: 'centralized-project-envs' } });
    await install(bench);
    await bench.run(['uv', 'tool', 'run', '--quiet', 'pycowsay==0.0.0.2', 'moo']);
  },
  sections: ['environments', 'packages', 'project-environments'],
  works: install,
});

const linked = {
  needs: ['uv', 'python3'],
  env,
  section: 'packages',
  works: ({ run, project }: Workbench) => run([`${project}/.venv/bin/python`, '-c', 'import idna; idna.encode("x")']),
} as const;
const fillWith =
  (...mode: readonly string[]) =>
  async ({ run }: Workbench): Promise<void> => {
    await run(['uv', 'venv', '--quiet']);
    await run(['uv', 'pip', 'install', '--quiet', ...mode, 'idna==3.10']);
  };

proveRisk(uv, {
  ...linked,
  when: 'a variable asks for links',
  env: (home) => ({ ...env(home), UV_LINK_MODE: 'symlink' }),
  because: 'UV_LINK_MODE is "symlink"',
  fill: fillWith(),
});

proveRisk(uv, {
  ...linked,
  when: 'a setting asks for links',
  because: '.config/uv/uv.toml is "symlink"',
  async fill(bench) {
    bench.home.write({ '.config/uv/uv.toml': 'link-mode = "symlink"\n' });
    await fillWith()(bench);
  },
});

proveRisk(uv, {
  ...linked,
  when: 'an environment has links into it, and no setting says why',
  because: 'idna-3.10.dist-info/METADATA is a link into it',
  fill: fillWith('--link-mode', 'symlink'),
});
