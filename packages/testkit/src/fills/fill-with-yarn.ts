import { existsSync } from 'node:fs';
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

/** The script of Yarn 1.22, to be run with node. */
export const yarnClassic = join(dirname(require.resolve('yarn-classic/package.json')), 'bin/yarn.js');

/** The script of Yarn 4, to be run with node. */
export const yarnBerry = join(dirname(require.resolve('@yarnpkg/cli-dist/package.json')), 'bin/yarn.js');

export interface YarnOptions {
  /** The script of another Yarn of the same kind. */
  readonly program?: string;
  /** Another name for the project's folder, beside the home; a project that is there already is installed once more. */
  readonly project?: string;
  /** In place of those of the sample project. */
  readonly dependencies?: Readonly<Record<string, string>>;
  /** Added to what the install is told in any case. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

function packageJson(dependencies: YarnOptions['dependencies']): string {
  return dependencies ? JSON.stringify({ name: 'project', version: '1.0.0', dependencies }) : sampleProject;
}

/** Has Yarn 1 install a project. Its cache is under `XDG_CACHE_HOME`, because that is all it heeds as root. */
export function fillWithYarnClassic(
  home: ThrowAwayHome,
  registry?: LoopbackRegistry,
  {
    program = yarnClassic,
    project: name = 'yarn-classic-project',
    dependencies,
    args = [],
    env = {},
  }: YarnOptions = {},
): Promise<PackageFill> {
  return withRegistry(registry, startNpmRegistry, async ({ url }) => {
    const project = join(home.root, name);
    writeTree(project, { 'package.json': packageJson(dependencies) });
    const argv = [process.execPath, program, 'install', '--non-interactive', '--registry', url, ...args] as const;
    await runTool(home, [...argv], { cwd: project, env });
    return { cache: join(home.path, '.cache/yarn'), project };
  });
}

export interface YarnBerryOptions extends YarnOptions {
  /** How packages reach the project. `pnp` runs from the cache, `pnpm` fills Yarn's `index` and links to it. */
  readonly linker?: 'pnp' | 'pnpm' | 'node-modules';
}

/** Has Yarn 4, or an earlier one that is not Yarn 1, install a project from its global cache. */
export function fillWithYarnBerry(
  home: ThrowAwayHome,
  options: YarnBerryOptions = {},
  registry?: LoopbackRegistry,
): Promise<PackageFill> {
  return withRegistry(registry, startNpmRegistry, async ({ url }) => {
    const { linker = 'pnp', program = yarnBerry, dependencies, args = ['--no-immutable'], env = {} } = options;
    const project = join(home.root, options.project ?? `yarn-berry-${linker}-project`);
    writeTree(project, { 'package.json': packageJson(dependencies) });
    if (!existsSync(join(project, 'yarn.lock'))) writeTree(project, { 'yarn.lock': '' });
    await runTool(home, [process.execPath, program, 'install', ...args], {
      cwd: project,
      env: {
        YARN_NPM_REGISTRY_SERVER: url,
        YARN_UNSAFE_HTTP_WHITELIST: '127.0.0.1',
        YARN_NODE_LINKER: linker,
        YARN_ENABLE_TELEMETRY: '0',
        YARN_ENABLE_GLOBAL_CACHE: '1',
        ...env,
      },
    });
    return { cache: join(home.path, '.yarn/berry'), project };
  });
}
