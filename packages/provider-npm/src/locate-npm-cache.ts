import path from 'node:path';
import {
  defaultPlace,
  type FoundContext,
  type FoundPath,
  foldersUpFrom,
  type NamedPath,
  type ToolContext,
} from '@devclean/core';
import { findNpmInstallations, type NpmInstallation } from './npm-installations.js';
import { npmVariable, readNpmrc } from './npmrc.js';

/** npm 7 and later. https://docs.npmjs.com/cli/using-npm/config#cache */
export const defaultCache = { linux: '~/.npm', darwin: '~/.npm', win32: '{local-app-data}/npm-cache' } as const;
/** npm 6 and earlier on Windows; installers of other packages still use it. */
export const oldWindowsCache = { win32: '{app-data}/npm-cache' } as const;

/** Every npm with the cache that it uses. npm cannot be told not to cache. */
export async function findNpmContexts(context: ToolContext): Promise<readonly FoundContext[]> {
  const installations = await findNpmInstallations(context);
  return Promise.all(
    installations.map(async (installation) => {
      const { id, label, executable, version } = installation;
      const { path: location } = await cacheOf(installation, context);
      return { id, label, executable, version, location, caching: 'on' as const };
    }),
  );
}

/**
 * The caches that the npms here use, each in npm's own precedence: variable, user's npmrc, global npmrc, built-in
 * npmrc, default. What the npmrc of the project around the working folder names is that project's: never active.
 */
export async function locateNpmCaches(context: ToolContext): Promise<readonly FoundPath[]> {
  const installations = await findNpmInstallations(context);
  const found: FoundPath[] = [];
  for (const installation of installations) {
    found.push({ ...(await cacheOf(installation, context)), active: true, contexts: [installation.id] });
  }
  if (installations.length === 0) found.push({ ...(await cacheOf(undefined, context)), active: true, contexts: [] });
  return [...found, ...(await projectCaches(context))];
}

async function cacheOf(installation: NpmInstallation | undefined, context: ToolContext): Promise<NamedPath> {
  const variable = npmVariable('cache', context);
  if (variable !== undefined) return { path: variable.value, foundBy: { rule: 'env', detail: variable.name } };

  const builtinFile = installation && path.join(installation.folder, 'npmrc');
  const userFile = userConfig(context);
  const user = await readNpmrc(userFile, context);
  const builtin = builtinFile ? await readNpmrc(builtinFile, context) : {};
  const globalFile = globalConfig([user, builtin], installation, context);
  const global = globalFile ? await readNpmrc(globalFile, context) : {};
  const layers = [
    { file: userFile, cache: user.cache },
    { file: globalFile, cache: global.cache },
    { file: builtinFile, cache: builtin.cache },
  ];
  for (const { file, cache } of layers) {
    if (cache !== undefined) return { path: cache, foundBy: { rule: 'config', detail: `cache in ${file}` } };
  }
  return defaultOf(installation, context);
}

function defaultOf(installation: NpmInstallation | undefined, context: ToolContext): NamedPath {
  const old = installation !== undefined && Number.parseInt(installation.version, 10) < 7;
  return (old ? defaultPlace(oldWindowsCache, context) : undefined) ?? defaultPlace(defaultCache, context);
}

function userConfig(context: ToolContext): string {
  return npmVariable('userconfig', context)?.value ?? path.join(context.homes.env, '.npmrc');
}

/** `etc/npmrc` below npm's prefix, unless a setting moves one or the other. */
function globalConfig(
  layers: readonly { readonly globalconfig?: string; readonly prefix?: string }[],
  installation: NpmInstallation | undefined,
  context: ToolContext,
): string | undefined {
  const named = npmVariable('globalconfig', context)?.value ?? first(layers.map((layer) => layer.globalconfig));
  if (named !== undefined) return named;
  const prefix =
    npmVariable('prefix', context)?.value ??
    first(layers.map((layer) => layer.prefix)) ??
    (context.env.PREFIX || installation?.prefix);
  return prefix === undefined ? undefined : path.join(prefix, 'etc', 'npmrc');
}

function first(values: readonly (string | undefined)[]): string | undefined {
  return values.find((value) => value !== undefined);
}

/** `.npmrc` of the nearest folder with a package.json or node_modules, and of a workspace root above it. */
async function projectCaches(context: ToolContext): Promise<FoundPath[]> {
  const found: FoundPath[] = [];
  const userFile = userConfig(context);
  let inProject = false;
  for (const folder of foldersUpFrom(context.cwd)) {
    if (!(await isProjectRoot(folder, inProject, context))) continue;
    inProject = true;
    const file = path.join(folder, '.npmrc');
    const { cache } = file === userFile ? {} : await readNpmrc(file, context);
    if (cache === undefined) continue;
    // npm takes a relative value from where it runs, which is nearly always the project's folder.
    const at = path.resolve(folder, cache);
    found.push({ path: at, active: false, foundBy: { rule: 'project', detail: `cache in ${file}` }, contexts: [] });
  }
  return found;
}

async function isProjectRoot(folder: string, inProject: boolean, context: ToolContext): Promise<boolean> {
  const manifest = await context.readText(path.join(folder, 'package.json'));
  if (!inProject) return manifest !== undefined || (await context.exists(path.join(folder, 'node_modules')));
  return manifest?.includes('"workspaces"') ?? false;
}
