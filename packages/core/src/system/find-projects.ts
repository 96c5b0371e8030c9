import { type Dirent, lstatSync, readdirSync } from 'node:fs';
import type { Pattern } from '../provider/cache-provider.js';
import { patternExists } from '../provider/pattern.js';
import { oncePerContext } from './once-per-context.js';
import { takeTurns } from './take-turns.js';
import type { ToolContext } from './tool-context.js';

/** What lies in these is made from a project, or is its history, and holds copies of other people's projects. */
const notEntered = new Set(['node_modules', '.git', '.hg', '.svn']);

/**
 * The folders at or below the project roots that hold something which matches one of the patterns: `package.json`,
 * `gradle/wrapper/gradle-wrapper.properties`. None without `--project`. No link is followed, and no other file system entered.
 */
export async function findProjects(beside: readonly Pattern[], context: ToolContext): Promise<readonly string[]> {
  const folders = await foldersBelowRoots(context);
  const found: string[] = [];
  for (const folder of folders) {
    await takeTurns();
    if (beside.some((pattern) => patternExists(folder, pattern))) found.push(folder);
  }
  return found;
}

const foldersBelowRoots = oncePerContext(async ({ projectRoots, signal }): Promise<readonly string[]> => {
  const folders = new Set<string>();
  for (const root of projectRoots) {
    const device = lstatSync(root, { throwIfNoEntry: false })?.dev;
    const waiting = device === undefined ? [] : [root];
    for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
      signal.throwIfAborted();
      await takeTurns();
      const entry = lstatSync(folder, { throwIfNoEntry: false });
      if (entry?.isDirectory() !== true || entry.dev !== device || folders.has(folder)) continue;
      folders.add(folder);
      for (const child of entriesOf(folder)) {
        if (child.isDirectory() && !notEntered.has(child.name))
          waiting.push(`${folder === '/' ? '' : folder}/${child.name}`);
      }
    }
  }
  return [...folders].sort();
});

/** A folder that cannot be read holds no project that anybody here could use. */
function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
