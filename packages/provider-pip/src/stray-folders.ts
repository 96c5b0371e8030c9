import { join, normalize } from 'node:path';
import { type FoundPath, foldersUpFrom, type ToolContext } from '@devclean/core';
import { findInstallations } from './find-installations.js';
import { isPlace } from './pip-settings.js';

/**
 * What people write to turn the cache off, or to say where it is, and pip takes for a path below wherever it runs: `cache-dir =
 * false` makes a folder called false, and no variable is ever expanded.
 */
const usualMistakes = [
  'false',
  'False',
  'true',
  'no',
  'off',
  '0',
  'None',
  'none',
  '$HOME/.cache/pip',
  '$HOME/.pip/cache',
];

/**
 * Caches that pips have made below the folders they ran in, because a setting says no whole path. Looked for where the user
 * stands, in the home and in the project roots; reported, and taken only by name.
 */
export async function strayFolders(context: ToolContext): Promise<readonly FoundPath[]> {
  const { cwd, homes, projectRoots, platform } = context;
  const { folders } = await findInstallations(context);
  const written = folders.flatMap(({ path }) => (isPlace(path, platform) ? [] : [path]));
  const bases = new Set([...foldersUpFrom(cwd), homes.env, ...projectRoots]);
  const candidates = [...bases].flatMap((base) =>
    // What leads out of the folder is no mistake of this kind.
    [...new Set([...written, ...usualMistakes])]
      .filter((value) => !normalize(value).startsWith('..'))
      .map((value) => ({ path: join(base, value), value, base })),
  );
  const found = candidates.map(async ({ path, value, base }): Promise<readonly FoundPath[]> => {
    if (!(await context.exists(path)) || !(await looksLikeCache(path, context))) return [];
    const detail = `made by a pip in ${base} that was told "${value}" for its cache`;
    return [{ path, active: false, foundBy: { rule: 'tool', detail }, contexts: [], onlyNamed: true }];
  });
  return (await Promise.all(found)).flat();
}

/** Many a project has a folder called `no`: only what holds a part of a cache is worth a word. */
async function looksLikeCache(path: string, context: ToolContext): Promise<boolean> {
  const parts = ['http-v2', 'http', 'wheels', 'selfcheck', 'selfcheck.json'];
  const names = await context.list(path);
  return parts.some((part) => names.includes(part));
}
