import { join } from 'node:path';
import type { ThrowAwayHome } from '../create-home.js';
import type { LoopbackRegistry } from '../registries/start-loopback.js';
import { startNpmRegistry } from '../registries/start-npm-registry.js';
import { runTool } from '../run-tool.js';
import { writeTree } from '../write-tree.js';
import { withRegistry } from './with-registry.js';

export interface PackageFill {
  /** The cache's root. */
  readonly cache: string;
  /** The project that was installed. */
  readonly project: string;
}

/** A project that needs two of the loopback registry's packages. */
export const sampleProject = JSON.stringify({
  name: 'project',
  version: '1.0.0',
  dependencies: { 'devclean-sample': '^1.0.0' },
});

/** Has the npm on the PATH install a project, and run a program as npx does. */
export function fillWithNpm(home: ThrowAwayHome, registry?: LoopbackRegistry): Promise<PackageFill> {
  return withRegistry(registry, startNpmRegistry, async ({ url }) => {
    const project = join(home.root, 'npm-project');
    writeTree(project, { 'package.json': sampleProject });
    const options = ['--registry', url, '--no-audit', '--no-fund', '--no-update-notifier'];
    await runTool(home, ['npm', 'install', ...options], { cwd: project });
    await runTool(home, ['npm', 'exec', '--yes', ...options, '--', 'devclean-sample-cli'], { cwd: project });
    return { cache: join(home.path, '.npm'), project };
  });
}
