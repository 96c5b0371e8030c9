import { join } from 'node:path';
import type { ThrowAwayHome } from '../create-home.js';
import type { LoopbackRegistry } from '../registries/start-loopback.js';
import { startMavenRepository } from '../registries/start-maven-repository.js';
import { runTool } from '../run-tool.js';
import { writeTree } from '../write-tree.js';
import type { PackageFill } from './fill-with-npm.js';
import { withRegistry } from './with-registry.js';

export interface GradleOptions {
  /** Leaves a daemon running, which the test has to stop: `stopGradle`. */
  readonly daemon?: boolean;
}

/** Has the Gradle on the PATH resolve one dependency, and what that needs, in a tiny project. */
export function fillWithGradle(
  home: ThrowAwayHome,
  { daemon = false }: GradleOptions = {},
  repository?: LoopbackRegistry,
): Promise<PackageFill> {
  return withRegistry(repository, startMavenRepository, async ({ url }) => {
    const project = join(home.root, 'gradle-project');
    writeTree(project, {
      'settings.gradle': "rootProject.name = 'project'\n",
      'build.gradle': `
repositories { maven { url '${url}' } }
configurations { sample }
dependencies { sample 'org.devclean:sample:1.0' }
task fetch { doLast { configurations.sample.files.each { println it.name } } }
`,
    });
    await runTool(home, ['gradle', '--console=plain', daemon ? '--daemon' : '--no-daemon', 'fetch'], { cwd: project });
    return { cache: join(home.path, '.gradle'), project };
  });
}

/** Stops the daemons of the Gradle on the PATH that were started in this home. */
export async function stopGradle(home: ThrowAwayHome): Promise<void> {
  await runTool(home, ['gradle', '--stop']);
}
