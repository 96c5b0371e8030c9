import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { ThrowAwayHome } from '../create-home.js';
import type { LoopbackRegistry } from '../registries/start-loopback.js';
import { startNpmRegistry } from '../registries/start-npm-registry.js';
import { runTool } from '../run-tool.js';
import { writeTree } from '../write-tree.js';
import { type PackageFill, sampleProject } from './fill-with-npm.js';
import { withRegistry } from './with-registry.js';

const require = createRequire(import.meta.url);

/** The program of pnpm 10, which needs a Node on the PATH. */
export const pnpm10 = join(dirname(require.resolve('pnpm-10')), 'bin/pnpm.cjs');

/** All that leads a pnpm of any version out of the home, led into it: never the store of this machine. */
export function pnpmVariables(home: ThrowAwayHome, url: string): Record<string, string> {
  const own = join(home.path, '.local/share/pnpm');
  return {
    PNPM_HOME: own,
    XDG_DATA_HOME: join(home.path, '.local/share'),
    XDG_STATE_HOME: join(home.path, '.local/state'),
    // pnpm 11 and later say `pnpm_config_`.
    npm_config_registry: `${url}/`,
    pnpm_config_registry: `${url}/`,
    PATH: [join(own, 'bin'), own, dirname(process.execPath), home.env.PATH ?? ''].join(':'),
  };
}

/** Has a pnpm install a project, and run a program with `pnpm dlx`. */
export function fillWithPnpm(
  home: ThrowAwayHome,
  pnpm: string = pnpm10,
  registry?: LoopbackRegistry,
): Promise<PackageFill> {
  return withRegistry(registry, startNpmRegistry, async ({ url }) => {
    const project = join(home.root, 'pnpm-project');
    const env = pnpmVariables(home, url);
    writeTree(project, { 'package.json': sampleProject });
    await runTool(home, [pnpm, 'install'], { cwd: project, env });
    await runTool(home, [pnpm, 'dlx', 'devclean-sample-cli'], { env });
    return { cache: join(home.path, '.cache/pnpm'), project };
  });
}
