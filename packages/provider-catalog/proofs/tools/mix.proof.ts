import { writeTree } from '@devclean/testkit';
import { mix } from '../../src/index.js';
import { proveTool, type Workbench } from '../prove-tool.js';

const runScript = async ({ run }: Workbench): Promise<void> => {
  await run(['elixir', 'sample.exs']);
};

proveTool(mix, {
  needs: ['elixir'],
  env: (home) => ({
    MIX_INSTALL_DIR: `${home.path}/.cache/mix/installs`,
    MIX_HOME: `${home.path}/.mix`,
    HEX_HOME: `${home.path}/.hex`,
  }),
  version: async ({ run }) => (await run(['elixir', '--version'])).match(/Elixir [\d.]+/)?.[0] ?? '',
  async fill(bench) {
    writeTree(bench.project, {
      'dependency/mix.exs':
        'defmodule Dependency.MixProject do\n  use Mix.Project\n  def project, do: [app: :dependency, version: "1.0.0"]\nend\n',
      'dependency/lib/dependency.ex': 'defmodule Dependency do\n  def go, do: :ok\nend\n',
      'sample.exs': 'Mix.install([{:dependency, path: "dependency"}])\n:ok = Dependency.go()\n',
    });
    await runScript(bench);
  },
  sections: ['installs'],
  works: runScript,
});
