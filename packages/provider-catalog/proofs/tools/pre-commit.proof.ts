import { join } from 'node:path';
import { writeTree } from '@devclean/testkit';
import { preCommit } from '../../src/index.js';
import { proveTool, type Workbench } from '../prove-tool.js';

const runHooks = async ({ run }: Workbench): Promise<void> => {
  await run(['pre-commit', 'run', '--all-files']);
};

proveTool(preCommit, {
  needs: ['pre-commit', 'git'],
  env: (home) => ({ PRE_COMMIT_HOME: `${home.path}/.cache/pre-commit` }),
  version: ({ run }) => run(['pre-commit', '--version']),
  async fill(bench) {
    const hooks = join(bench.home.root, 'hooks');
    const name = 'sample-hook';
    writeTree(hooks, {
      '.pre-commit-hooks.yaml': `- id: sample\n  name: sample\n  entry: ${name}\n  language: python\n`,
      'setup.py': `from setuptools import setup\nsetup(name='${name}', version='1', py_modules=['sample_hook'], entry_points={'console_scripts': ['${name}=sample_hook:main']})\n`,
      'sample_hook.py': 'def main():\n    return 0\n',
    });
    const commit = async (cwd: string) => {
      await bench.run(['git', 'init', '--quiet'], { cwd });
      await bench.run(['git', 'add', '--all'], { cwd });
      const who = ['-c', 'user.name=me', '-c', 'user.email=me@example.org'] as const;
      await bench.run(['git', ...who, 'commit', '--quiet', '--message', 'all'], { cwd });
      return (await bench.run(['git', 'rev-parse', 'HEAD'], { cwd })).trim();
    };
    const rev = await commit(hooks);
    writeTree(bench.project, {
      '.pre-commit-config.yaml': `repos:\n- repo: ${hooks}\n  rev: ${rev}\n  hooks: [{ id: sample }]\n`,
    });
    await commit(bench.project);
    await runHooks(bench);
  },
  sections: ['hooks'],
  works: runHooks,
});
