import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { ThrowAwayHome } from '../create-home.js';
import type { LoopbackRegistry } from '../registries/start-loopback.js';
import { startNpmRegistry } from '../registries/start-npm-registry.js';
import { writeTree } from '../write-tree.js';
import { type PackageFill, sampleProject } from './fill-with-npm.js';
import { runTool } from './run-tool.js';
import { withRegistry } from './with-registry.js';

const require = createRequire(import.meta.url);

/** The script of Yarn 1.22, to be run with node. */
export const yarnClassic = join(dirname(require.resolve('yarn-classic/package.json')), 'bin/yarn.js');

/** The script of Yarn 4, to be run with node. */
export const yarnBerry = join(dirname(require.resolve('@yarnpkg/cli-dist/package.json')), 'bin/yarn.js');

/** Has Yarn 1 install a project. Its cache is under `XDG_CACHE_HOME`, because that is all it heeds as root. */
export function fillWithYarnClassic(home: ThrowAwayHome, registry?: LoopbackRegistry): Promise<PackageFill> {
  return withRegistry(registry, startNpmRegistry, async ({ url }) => {
    const project = join(home.root, 'yarn-classic-project');
    writeTree(project, { 'package.json': sampleProject });
    const argv = [process.execPath, yarnClassic, 'install', '--non-interactive', '--registry', url] as const;
    await runTool(home, [...argv], { cwd: project });
    return { cache: join(home.path, '.cache/yarn'), project };
  });
}

export interface YarnBerryOptions {
  /** How packages reach the project. `pnp` runs from the cache, `pnpm` fills Yarn's `index` and links to it. */
  readonly linker?: 'pnp' | 'pnpm' | 'node-modules';
}

/** Has Yarn 4 install a project from its global cache. */
export function fillWithYarnBerry(
  home: ThrowAwayHome,
  { linker = 'pnp' }: YarnBerryOptions = {},
  registry?: LoopbackRegistry,
): Promise<PackageFill> {
  return withRegistry(registry, startNpmRegistry, async ({ url }) => {
    const project = join(home.root, `yarn-berry-${linker}-project`);
    writeTree(project, { 'package.json': sampleProject, 'yarn.lock': '' });
    await runTool(home, [process.execPath, yarnBerry, 'install', '--no-immutable'], {
      cwd: project,
      env: {
        YARN_NPM_REGISTRY_SERVER: url,
        YARN_UNSAFE_HTTP_WHITELIST: '127.0.0.1',
        YARN_NODE_LINKER: linker,
        YARN_ENABLE_TELEMETRY: '0',
      },
    });
    return { cache: join(home.path, '.yarn/berry'), project };
  });
}
