import { join } from 'node:path';
import type { FoundPath, ToolContext } from '@devclean/core';

/**
 * Where Windows really keeps what a Python of the Microsoft Store writes to pip's usual place. That Python itself cannot be looked at
 * from outside, so whether it still uses this is not known: shown as a leftover.
 * See https://docs.python.org/3/using/windows.html#redirection-of-local-data-registry-and-temporary-paths
 */
export async function storeFolders({ platform, env, homes, list }: ToolContext): Promise<readonly FoundPath[]> {
  if (platform !== 'win32') return [];
  const packages = join(env.LOCALAPPDATA || join(homes.env, 'AppData/Local'), 'Packages');
  return (await list(packages))
    .filter((name) => name.startsWith('PythonSoftwareFoundation.Python.'))
    .map((name) => ({
      path: join(packages, name, 'LocalCache/Local/pip/Cache'),
      active: false,
      foundBy: { rule: 'default', detail: `the place of ${name.split('_')[0]} of the Microsoft Store` },
      contexts: [],
    }));
}
