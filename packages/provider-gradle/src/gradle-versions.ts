import path from 'node:path';
import { type FoundBy, type FoundContext, oncePerContext, programFolders, type ToolContext } from '@devclean/core';
import { activeUserHome } from './user-home.js';

/** A Gradle that somebody has installed, not by a wrapper. */
export interface Installation {
  /** Where it lies, links resolved. */
  readonly folder: string;
  readonly executable: string;
  readonly version?: string;
  readonly foundBy: FoundBy;
  /** Its place is the machine's and not the user's. */
  readonly shared?: true;
}

/** The Gradles of the user, and those that wrappers have installed in the user home. No Gradle is ever run: starting one writes. */
export async function findGradles(context: ToolContext): Promise<readonly FoundContext[]> {
  const home = await activeUserHome(context);
  const location = (await context.realPath(home)) ?? home;
  const own = (await findInstallations(context)).filter(({ shared }) => !shared);
  const found: Installed[] = [
    ...own.map(({ executable, version, foundBy }) => ({
      id: executable,
      label: version === undefined ? 'Gradle on the PATH' : `Gradle ${version}`,
      executable,
      ...(version !== undefined && { version }),
      ...(foundBy.detail !== 'PATH' && { foundBy: [foundBy] }),
    })),
    ...(await fromWrappers(location, context)),
  ];
  return found.map((one) => ({ ...one, location, caching: 'on' }));
}

type Installed = Pick<FoundContext, 'id' | 'label' | 'executable' | 'version' | 'foundBy'>;

/** On the PATH, where version managers and package managers put them, and at the usual places of the system. Each once. */
export const findInstallations = oncePerContext(async (context: ToolContext): Promise<readonly Installation[]> => {
  const name = context.platform === 'win32' ? 'gradle.bat' : 'gradle';
  const found = new Map<string, Installation>();
  const add = async (executable: string, foundBy: FoundBy, shared: boolean, sureOnly: boolean) => {
    const real = await context.realPath(executable);
    if (real === undefined || found.has(real)) return;
    const folder = path.dirname(path.dirname(real));
    const version = (await versionOf(folder, context)) ?? (await versionOf(path.join(folder, 'libexec'), context));
    if (version === undefined && sureOnly) return;
    found.set(real, { folder, executable, ...(version && { version }), foundBy, ...(shared && { shared }) });
  };
  for (const folder of programFolders(context)) {
    await add(path.join(folder, name), { rule: 'env', detail: 'PATH' }, false, false);
  }
  for (const { folder, detail, shared = false } of placesOf(context)) {
    const inside = await context.list(folder);
    for (const child of ['', ...inside, ...inside.map((one) => path.join(one, 'libexec'))])
      await add(path.join(folder, child, 'bin', name), { rule: 'default', detail }, shared, true);
  }
  return [...found.values()];
});

interface Place {
  /** Holds an installation, or one in each of its folders. */
  readonly folder: string;
  readonly detail: string;
  readonly shared?: boolean;
}

/** https://docs.gradle.org/current/userguide/installation.html */
function placesOf({ platform, env, homes }: ToolContext): readonly Place[] {
  const home = homes.env;
  const set = (name: string, ...otherwise: string[]) => env[name] || path.join(...otherwise);
  const data = set('XDG_DATA_HOME', home, '.local', 'share');
  const own: Place[] = [
    { folder: path.join(set('SDKMAN_DIR', home, '.sdkman'), 'candidates', 'gradle'), detail: 'SDKMAN' },
    { folder: path.join(set('ASDF_DATA_DIR', home, '.asdf'), 'installs', 'gradle'), detail: 'asdf' },
    { folder: path.join(set('MISE_DATA_DIR', data, 'mise'), 'installs', 'gradle'), detail: 'mise' },
    ...(env.GRADLE_HOME ? [{ folder: env.GRADLE_HOME, detail: 'GRADLE_HOME' }] : []),
  ];
  if (platform === 'win32') {
    const choco = path.join(env.ChocolateyInstall || 'C:\\ProgramData\\chocolatey', 'lib', 'gradle', 'tools');
    return [
      ...own,
      { folder: path.join(home, 'scoop', 'apps', 'gradle'), detail: 'Scoop' },
      { folder: choco, detail: 'Chocolatey', shared: true },
      { folder: 'C:\\Gradle', detail: 'C:\\Gradle', shared: true },
    ].filter(({ folder }) => path.isAbsolute(folder));
  }
  const cellars = platform === 'darwin' ? ['/opt/homebrew', '/usr/local'] : ['/home/linuxbrew/.linuxbrew'];
  return [
    ...own,
    ...cellars.map((cellar) => ({ folder: `${cellar}/Cellar/gradle`, detail: 'Homebrew', shared: true })),
    { folder: '/opt/gradle', detail: '/opt', shared: true },
    { folder: '/usr/share/gradle', detail: '/usr/share', shared: true },
  ].filter(({ folder }) => path.isAbsolute(folder));
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
