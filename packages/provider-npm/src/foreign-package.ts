import { basename, dirname, join } from 'node:path';
import type { FoundSection, ToolContext } from '@devclean/core';
import { packageOf } from './entries/package-in-tarball.js';

/**
 * The first file in the layout of npm 4 and older that nothing proves to be npm's, below its location: npm kept each package as
 * `<name>/<version>/package.tgz` and its manifest as `package/package.json` beside that, both of that name and version.
 * See https://github.com/npm/npm/blob/v2.15.12/doc/cli/npm-cache.md
 */
export async function foreignPackage(
  { location, paths }: FoundSection,
  context: ToolContext,
): Promise<string | undefined> {
  for (const path of paths) {
    const folder = basename(path) === 'package.json' ? dirname(dirname(path)) : dirname(path);
    const manifest = packageOf((await context.readText(join(folder, 'package/package.json'))) ?? '');
    const name = dirname(folder)
      .slice(location.length + 1)
      .replaceAll('\\', '/');
    if (manifest?.name !== name || manifest.version !== basename(folder)) return path.slice(location.length + 1);
  }
  return undefined;
}
