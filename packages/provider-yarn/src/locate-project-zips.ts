import path from 'node:path';
import { type FoundPath, findProjects, type ToolContext } from '@devclean/core';
import { withVerdict } from './committed.js';

/**
 * The zips that projects below `--project` keep for themselves. Many commit them on purpose, so that git has the last word:
 * https://yarnpkg.com/features/caching#zero-installs
 */
export async function locateProjectZips(context: ToolContext): Promise<readonly FoundPath[]> {
  const found: FoundPath[] = [];
  for (const project of await findProjects(['.yarn/cache'], context)) {
    const foundBy = { rule: 'project', detail: project } as const;
    const at = { path: path.join(project, '.yarn/cache'), active: false, foundBy, contexts: [] };
    found.push(await withVerdict(at, context));
  }
  return found;
}
