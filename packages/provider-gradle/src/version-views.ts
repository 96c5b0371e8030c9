import { basename, join } from 'node:path';
import { type BesidePart, expandPattern, type FoundLocation, type ToolContext, type ToolView } from '@devclean/core';
import { readDistributionName } from './distribution-name.js';
import { findUsedVersions, remarkOn } from './used-versions.js';

/**
 * What lies in a user home for versions of Gradle that nothing is known to use. Gradle has no command that tells; it forgets a version's
 * caches by itself when a newer one has not seen them used for 30 days.
 */
export async function versionViews({ path }: FoundLocation, context: ToolContext): Promise<readonly ToolView[]> {
  const used = await findUsedVersions(context);
  const versions = new Map<string, string[]>();
  const add = (version: string | undefined, folder: string) => {
    if (version !== undefined && !used.by.has(version))
      versions.set(version, [...(versions.get(version) ?? []), folder]);
  };
  for (const folder of expandPattern(path, 'caches/<version>')) add(basename(folder), folder);
  for (const folder of expandPattern(path, 'wrapper/dists/*-<version>'))
    add(readDistributionName(basename(folder))?.version, folder);
  const besides: BesidePart[] = [];
  for (const [version, folders] of [...versions].sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))) {
    const kinds = new Set(
      folders.map((folder) => (folder.startsWith(join(path, 'caches')) ? 'caches' : 'distributions')),
    );
    const what = `${[...kinds].join(' and ')} of Gradle ${version}: ${remarkOn(version, used)}`;
    besides.push({ what, ...(await sizeOf(folders, context)), counted: false });
  }
  return besides.length === 0 ? [] : [{ of: 'Gradle', contexts: [], figures: [], besides }];
}

async function sizeOf(folders: readonly string[], context: ToolContext): Promise<Pick<BesidePart, 'files' | 'bytes'>> {
  let files = 0;
  let bytes = 0;
  for (const folder of folders) {
    for await (const { size } of context.files(folder, 'all')) {
      files++;
      bytes += size;
    }
  }
  return { files, bytes };
}
