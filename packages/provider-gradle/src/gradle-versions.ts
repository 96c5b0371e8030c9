import path from 'node:path';
import { type FoundContext, programFolders, type ToolContext } from '@devclean/core';
import { activeUserHome } from './user-home.js';

/** The Gradles on the PATH, and those that wrappers have installed in the user home. No Gradle is ever run: starting one writes. */
export async function findGradles(context: ToolContext): Promise<readonly FoundContext[]> {
  const home = await activeUserHome(context);
  const location = (await context.realPath(home)) ?? home;
  const found = [...(await onPath(context)), ...(await fromWrappers(location, context))];
  return found.map((one) => ({ ...one, location, caching: 'on' }));
}

type Installed = Pick<FoundContext, 'id' | 'label' | 'executable' | 'version'>;

async function onPath(context: ToolContext): Promise<Installed[]> {
  const windows = context.platform === 'win32';
  const found = new Map<string, Installed>();
  for (const folder of programFolders(context)) {
    const executable = path.join(folder, windows ? 'gradle.bat' : 'gradle');
    const real = await context.realPath(executable);
    if (real === undefined || found.has(real)) continue;
    const installation = path.dirname(path.dirname(real));
    const version =
      (await versionOf(installation, context)) ?? (await versionOf(path.join(installation, 'libexec'), context));
    const label = version === undefined ? 'Gradle on the PATH' : `Gradle ${version}`;
    found.set(real, { id: executable, label, executable, ...(version !== undefined && { version }) });
  }
  return [...found.values()];
}

/** `wrapper/dists/<distribution>/<hash of its address>/gradle-<version>`. */
async function fromWrappers(home: string, context: ToolContext): Promise<Installed[]> {
  const dists = path.join(home, 'wrapper', 'dists');
  const found: Installed[] = [];
  for (const distribution of await context.list(dists)) {
    for (const hash of await context.list(path.join(dists, distribution))) {
      for (const name of await context.list(path.join(dists, distribution, hash))) {
        const installation = path.join(dists, distribution, hash, name);
        const version = await versionOf(installation, context);
        if (version === undefined) continue;
        const executable = path.join(installation, 'bin', context.platform === 'win32' ? 'gradle.bat' : 'gradle');
        found.push({
          id: `wrapper:${distribution}/${hash}`,
          label: `Gradle ${version} (wrapper)`,
          executable,
          version,
        });
      }
    }
  }
  return found;
}

/** Gradle itself tells a distribution by these jars. */
async function versionOf(installation: string, context: ToolContext): Promise<string | undefined> {
  for (const name of await context.list(path.join(installation, 'lib'))) {
    const version = /^gradle-(?:base-services|version-info|core)-(\d[^/]*)\.jar$/.exec(name)?.[1];
    if (version !== undefined) return version;
  }
  return undefined;
}
