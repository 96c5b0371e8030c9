import path from 'node:path';
import { fillPath, nodeManagers, oncePerContext, programFolders, type ToolContext } from '@devclean/core';
import { defaultHome, pnpmHome } from './pnpm-settings.js';

/** A pnpm on this machine, as its files describe it: none is run to find out. */
export interface PnpmInstallation {
  /** What `--context` takes: the launcher on the PATH, or who keeps it and its version. */
  readonly id: string;
  readonly label: string;
  readonly executable: string;
  /** Nothing where it cannot be told: a program in one file, or Corepack's shim, which runs (and may download) whatever a project names. */
  readonly version?: string;
  readonly shim?: true;
}

/** The pnpms on the PATH, then those that Corepack, pnpm itself and the managers of Node's versions keep; each once. */
export const findPnpmInstallations = oncePerContext(async (context): Promise<readonly PnpmInstallation[]> => {
  const found = new Map<string, PnpmInstallation>();
  const all = await Promise.all([onPath(context), keptByCorepack(context), keptByPnpm(context), besideNodes(context)]);
  for (const installation of all.flat()) {
    const real = (await context.realPath(installation.executable)) ?? installation.executable;
    if (!found.has(real)) found.set(real, installation);
  }
  return [...found.values()];
});

async function onPath(context: ToolContext): Promise<PnpmInstallation[]> {
  const windows = context.platform === 'win32';
  const names = windows ? ['pnpm.exe', 'pnpm.cmd'] : ['pnpm'];
  const found: PnpmInstallation[] = [];
  for (const executable of programFolders(context).flatMap((folder) => names.map((name) => path.join(folder, name)))) {
    const real = await context.realPath(executable);
    if (real !== undefined) found.push(await describe(executable, await behindLauncher(real, context), context));
  }
  return found;
}

/** What pnpm installs it starts by a shell script, itself included. https://github.com/pnpm/cmd-shim */
async function behindLauncher(launcher: string, context: ToolContext): Promise<string> {
  const start = await context.readBytes(launcher, 0, 16 * 1024);
  const text = start === undefined ? '' : Buffer.from(start).toString('latin1');
  const target = text.startsWith('#!')
    ? /"\$basedir\/([^"$]+\/pnpm(?:\/bin\/pnpm\.[cm]js|\/pnpm))"/.exec(text)?.[1]
    : undefined;
  const at = target === undefined ? undefined : path.resolve(path.dirname(launcher), target);
  return (at && (await context.realPath(at))) ?? launcher;
}

/** `bin/pnpm.cjs` of a package, the native program right in it, or a launcher beside `node_modules`, as on Windows. */
async function describe(executable: string, real: string, context: ToolContext): Promise<PnpmInstallation> {
  const beside = path.join(path.dirname(executable), 'node_modules');
  const homes = [path.dirname(path.dirname(real)), path.dirname(real), ...besideLauncher(beside, context)];
  for (const home of homes) {
    const { name, version } = await manifestOf(home, context);
    if (name === 'corepack')
      return { id: executable, label: `pnpm through Corepack ${version ?? ''}`.trim(), executable, shim: true };
    // `@pnpm/exe` and its parts for each system are pnpm in one file. https://pnpm.io/installation
    if ((name === 'pnpm' || name?.startsWith('@pnpm/exe')) && version !== undefined)
      return { id: executable, label: `pnpm ${version}`, executable, version };
  }
  return { id: executable, label: 'pnpm of unknown version', executable };
}

function besideLauncher(folder: string, { platform }: ToolContext): string[] {
  return platform === 'win32' ? [path.join(folder, 'pnpm'), path.join(folder, 'corepack')] : [];
}

async function manifestOf(folder: string, context: ToolContext): Promise<{ name?: string; version?: string }> {
  try {
    const { name, version } = JSON.parse((await context.readText(path.join(folder, 'package.json'))) ?? '');
    return { ...(typeof name === 'string' && { name }), ...(typeof version === 'string' && { version }) };
  } catch {
    return {};
  }
}

/** https://github.com/nodejs/corepack#environment-variables */
async function keptByCorepack(context: ToolContext): Promise<PnpmInstallation[]> {
  const base = context.platform === 'win32' ? '{local-app-data}' : '{xdg-cache}';
  const home = context.env.COREPACK_HOME || fillPath(`${base}/node/corepack`, context).path;
  return keptIn(path.join(home, 'v1', 'pnpm'), 'corepack', ['bin/pnpm.cjs', 'bin/pnpm.mjs', 'pnpm'], context);
}

/** What a project's `packageManager` made pnpm fetch of itself. https://pnpm.io/10.x/settings#managepackagemanagerversions */
async function keptByPnpm(context: ToolContext): Promise<PnpmInstallation[]> {
  const homes = new Set([pnpmHome(context).path, defaultHome(context).path]);
  const kinds = ['pnpm', 'pnpm-exe', '@pnpm+exe'];
  const found = [...homes].flatMap((home) =>
    kinds.map((kind) => keptIn(path.join(home, '.tools', kind), 'pnpm', ['bin/pnpm', 'bin/pnpm.exe', 'pnpm'], context)),
  );
  return (await Promise.all(found)).flat();
}

async function keptIn(
  folder: string,
  keeper: string,
  programs: readonly string[],
  context: ToolContext,
): Promise<PnpmInstallation[]> {
  const found: PnpmInstallation[] = [];
  for (const version of await context.list(folder)) {
    if (!/^\d+\.\d+\.\d+/.test(version)) continue;
    for (const program of programs) {
      const executable = path.join(folder, version, program);
      if (!(await context.exists(executable))) continue;
      found.push({ id: `${keeper}:${version}`, label: `pnpm ${version} (kept by ${keeper})`, executable, version });
      break;
    }
  }
  return found;
}

/** Where they keep what was installed globally with each Node; Volta has a folder of its own for pnpm. */
const managers = nodeManagers.map((one) => (one.name === 'volta' ? { ...one, versions: 'tools/image/pnpm' } : one));

async function besideNodes(context: ToolContext): Promise<PnpmInstallation[]> {
  const windows = context.platform === 'win32';
  const found: PnpmInstallation[] = [];
  for (const { name, variable, roots, versions, prefix } of managers) {
    const named = context.env[variable];
    for (const root of named ? [named] : roots[context.platform].map((each) => fillPath(each, context).path)) {
      for (const version of await context.list(path.join(root, versions))) {
        const folder = path.join(root, versions, version, prefix);
        // Volta keeps pnpm itself, the others a Node with what was installed for it.
        const own = name === 'volta' ? folder : path.join(folder, windows ? '' : 'lib', 'node_modules', 'pnpm');
        const manifest = await manifestOf(own, context);
        if (manifest.name !== 'pnpm' || manifest.version === undefined) continue;
        const program = name === 'volta' ? 'bin/pnpm.cjs' : windows ? 'pnpm.cmd' : 'bin/pnpm';
        const label = `pnpm ${manifest.version} (${name}, ${version})`;
        found.push({
          id: `${name}:${version}`,
          label,
          executable: path.join(folder, program),
          version: manifest.version,
        });
      }
    }
  }
  return found;
}
