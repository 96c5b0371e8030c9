import path from 'node:path';
import { programFolders } from '../system/program-folders.js';
import type { ToolContext } from '../system/tool-context.js';
import type { FoundContext } from './cache-provider.js';

/** The programs of these names on the PATH, the first of each name. None is run: their versions and settings stay unknown. */
export async function programsOnPath(names: readonly string[], context: ToolContext): Promise<readonly FoundContext[]> {
  const suffix = context.platform === 'win32' ? '.exe' : '';
  const found: FoundContext[] = [];
  for (const name of names) {
    for (const folder of programFolders(context)) {
      const executable = path.join(folder, `${name}${suffix}`);
      if (!(await context.exists(executable))) continue;
      found.push({ id: executable, label: name, executable, caching: 'unknown' });
      break;
    }
  }
  return found;
}
