import path from 'node:path';
import { configValue, fillPath, foldersUpFrom, oncePerContext, programFolders, type ToolContext } from '@devclean/core';

/** A Yarn on this machine, as its files describe it: none is ever run. */
export interface YarnInstallation {
  /** What `--context` takes: the launcher on the PATH, the program file, or the manager and the version it keeps. */
  readonly id: string;
  readonly label: string;
  readonly executable: string;
  readonly version?: string;
  /** `shim`: Corepack's, which runs (and may download) whatever Yarn a project names. */
  readonly kind: 'classic' | 'berry' | 'shim';
}

/** The Yarns on the PATH, those that Corepack and Volta keep, and the one that the project around the working folder brings. */
export const findYarnInstallations = oncePerContext(async (context): Promise<readonly YarnInstallation[]> => {
  const found = new Map<string, YarnInstallation>();
  const all = await Promise.all([onPath(context), keptByCorepack(context), keptByVolta(context), inProject(context)]);
  for (const installation of all.flat()) {
    const real = (await context.realPath(installation.executable)) ?? installation.executable;
    if (!found.has(real)) found.set(real, installation);
  }
  return [...found.values()];
});

async function onPath(context: ToolContext): Promise<YarnInstallation[]> {
  const windows = context.platform === 'win32';
  const names = windows ? ['yarn.cmd'] : ['yarn', 'yarnpkg'];
  const at = async (executable: string): Promise<YarnInstallation[]> => {
    const real = await context.realPath(executable);
    if (real === undefined) return [];
    const own = path.dirname(path.dirname(real));
    const beside = path.join(path.dirname(executable), 'node_modules');
    // Homebrew wraps what lies in libexec; on Windows a launcher is a script beside node_modules.
    const homes = windows
      ? [path.join(beside, 'yarn'), path.join(beside, 'corepack'), own]
      : [own, path.join(own, 'libexec')];
    for (const home of homes) {
      const manifest = await readManifest(home, context);
      const installation = manifest && describe(manifest, executable);
      if (installation !== undefined) return [installation];
    }
    return [];
  };
  const executables = programFolders(context).flatMap((folder) => names.map((name) => path.join(folder, name)));
  return (await Promise.all(executables.map(at))).flat();
}

interface Manifest {
  readonly name: string;
  readonly version: string;
}

async function readManifest(folder: string, context: ToolContext): Promise<Manifest | undefined> {
  try {
    const { name, version } = JSON.parse((await context.readText(path.join(folder, 'package.json'))) ?? '');
    return typeof name === 'string' && typeof version === 'string' ? { name, version } : undefined;
  } catch {
    return undefined;
  }
}

function describe({ name, version }: Manifest, executable: string): YarnInstallation | undefined {
  if (name === 'corepack') {
    return { id: executable, label: `yarn through Corepack ${version}`, executable, kind: 'shim' };
  }
  if (name !== 'yarn' && name !== 'yarnpkg' && name !== '@yarnpkg/cli-dist') return undefined;
  return { id: executable, label: `yarn ${version}`, executable, version, kind: kindOf(version) };
}

function kindOf(version: string): 'classic' | 'berry' {
  return /^[01]\./.test(version) ? 'classic' : 'berry';
}

/** https://github.com/nodejs/corepack#environment-variables */
async function keptByCorepack(context: ToolContext): Promise<YarnInstallation[]> {
  const base = context.platform === 'win32' ? '{local-app-data}' : '{xdg-cache}';
  const home = context.env.COREPACK_HOME || fillPath(`${base}/node/corepack`, context).path;
  return keptIn(path.join(home, 'v1', 'yarn'), 'corepack', ['yarn.js', 'bin/yarn.js'], context);
}

/** https://docs.volta.sh/advanced/installers */
async function keptByVolta(context: ToolContext): Promise<YarnInstallation[]> {
  const base = context.platform === 'win32' ? '{local-app-data}/Volta' : '~/.volta';
  const home = context.env.VOLTA_HOME || fillPath(base, context).path;
  return keptIn(path.join(home, 'tools/image/yarn'), 'volta', ['bin/yarn.js'], context);
}

async function keptIn(
  folder: string,
  manager: string,
  programs: readonly string[],
  context: ToolContext,
): Promise<YarnInstallation[]> {
  const found: YarnInstallation[] = [];
  for (const version of await context.list(folder)) {
    if (!/^\d+\.\d+\.\d+/.test(version)) continue;
    for (const program of programs) {
      const executable = path.join(folder, version, program);
      if (!(await context.exists(executable))) continue;
      const label = `yarn ${version} (${manager})`;
      found.push({ id: `${manager}:${version}`, label, executable, version, kind: kindOf(version) });
      break;
    }
  }
  return found;
}

/** The Yarn that a project has committed: `yarnPath` in the nearest `.yarnrc.yml` that names one. */
async function inProject(context: ToolContext): Promise<YarnInstallation[]> {
  for (const folder of foldersUpFrom(context.cwd)) {
    const text = await context.readText(path.join(folder, '.yarnrc.yml'));
    const yarnPath = text && (await configValue(text, 'yaml', 'yarnPath'));
    if (!yarnPath) continue;
    const executable = path.resolve(folder, yarnPath);
    const version = /yarn-(\d+\.\d+\.\d+[^/\\]*?)\.[cm]?js$/.exec(executable)?.[1];
    if (version === undefined || !(await context.exists(executable))) return [];
    return [{ id: executable, label: `yarn ${version} (this project's)`, executable, version, kind: kindOf(version) }];
  }
  return [];
}
