import { join } from 'node:path';
import type { ThrowAwayHome } from '../create-home.js';
import type { LoopbackRegistry } from '../registries/start-loopback.js';
import { startPythonIndex } from '../registries/start-python-index.js';
import { runTool } from '../run-tool.js';
import { withRegistry } from './with-registry.js';

export interface PipFill {
  /** The cache's root. */
  readonly cache: string;
  /** Where the packages were installed: a value for `PYTHONPATH`. */
  readonly site: string;
}

/**
 * Has that Python's pip install two wheels and build one from source. Afterwards the cache holds downloads, a built wheel
 * and, unless the distribution patched that out, the answer to pip's question after a newer pip.
 *
 * @param certificate The file of an index's certificate, where it speaks HTTPS.
 */
export function fillWithPip(
  python: string,
  home: ThrowAwayHome,
  index?: LoopbackRegistry,
  certificate?: string,
): Promise<PipFill> {
  return withRegistry(index, startPythonIndex, async ({ url }) => {
    const site = join(home.root, 'site-packages');
    const trust = certificate === undefined ? ['--trusted-host', '127.0.0.1'] : ['--cert', certificate];
    const pip = [
      python,
      '-m',
      'pip',
      'install',
      '--target',
      site,
      '--upgrade',
      'devclean-sample',
      'devclean-sample-source',
    ] as const;
    await runTool(home, [...pip, '--index-url', `${url}/simple/`, ...trust], {
      // No settings file of this machine, at any level; everything else as a user has it.
      env: { PIP_CONFIG_FILE: '/dev/null' },
    });
    return { cache: join(home.path, '.cache/pip'), site };
  });
}
