import path from 'node:path';
import { defaultPlace, type FoundPath, foldersUpFrom, type NamedPath, type ToolContext } from '@devclean/core';
import { findYarnInstallations } from './yarn-installations.js';
import { yarnVariable } from './yarn-variable.js';
import { parseYarnrc } from './yarnrc.js';

/** https://github.com/yarnpkg/yarn/blob/v1.22.22/src/util/user-dirs.js */
export const defaultClassicCache = {
  linux: '{xdg-cache}/yarn',
  darwin: '~/Library/Caches/Yarn',
  win32: '{local-app-data}/Yarn/Cache',
} as const;

/** The home that Yarn 1 takes when root runs it, whatever `$HOME` says. */
const homeOfRoot = '/usr/local/share';

/**
 * Yarn 1's cache folder in its own precedence. Yarn is never asked: `yarn cache dir` runs whatever script a `.yarnrc`
 * or `.yarnrc.yml` in a folder above names, and creates the folder that it prints.
 */
export async function locateClassicCache(context: ToolContext): Promise<readonly FoundPath[]> {
  const installations = await findYarnInstallations(context);
  const contexts = installations.filter((one) => one.kind === 'classic').map(({ id }) => id);
  const active = await classicCache(context);
  return [{ ...active, active: true, contexts }, ...(await projectCaches(context))];
}

/** The folder that every Yarn 1 of this user takes outside projects that say otherwise. */
export async function classicCache(context: ToolContext): Promise<NamedPath> {
  const files = await userYarnrcs(context);
  const named =
    // A key with dashes is an option of the command line, which beats all else.
    inFiles(files, '--cache-folder') ??
    inVariable('yarn_cache_folder', context) ??
    inFiles(files, 'cache-folder') ??
    inVariable('npm_config_cache_folder', context) ??
    inVariable('yarn_preferred_cache_folder', context) ??
    inFiles(files, 'preferred-cache-folder');
  return named ?? defaultAnswer(context);
}

function inVariable(name: string, context: ToolContext): NamedPath | undefined {
  const variable = yarnVariable(name, context);
  if (variable === undefined) return undefined;
  const { value } = variable;
  const at = /^~[/\\]/.test(value) ? path.join(homeOf(context), value.slice(2)) : value;
  return { path: at, foundBy: { rule: 'env', detail: variable.name } };
}

interface Yarnrc {
  readonly file: string;
  readonly settings: ReadonlyMap<string, string>;
}

function inFiles(files: readonly Yarnrc[], key: string): NamedPath | undefined {
  for (const { file, settings } of files) {
    const value = settings.get(key);
    if (!value) continue;
    // Relative to the file; `~` and `${VAR}` are names like any other here.
    const at = key === 'preferred-cache-folder' ? value : path.resolve(path.dirname(file), value);
    return { path: at, foundBy: { rule: 'config', detail: `${key} in ${file}` } };
  }
  return undefined;
}

async function userYarnrcs(context: ToolContext): Promise<readonly Yarnrc[]> {
  return readYarnrcs([...new Set([homeOf(context), context.homes.env])], context);
}

async function readYarnrcs(folders: readonly string[], context: ToolContext): Promise<readonly Yarnrc[]> {
  const read: Yarnrc[] = [];
  for (const folder of folders) {
    const file = path.join(folder, '.yarnrc');
    const text = await context.readText(file);
    if (text !== undefined) read.push({ file, settings: parseYarnrc(text) });
  }
  return read;
}

function runsAsRoot(context: ToolContext): boolean {
  return context.platform !== 'win32' && context.uid === 0 && !context.env.FAKEROOTKEY;
}

function homeOf(context: ToolContext): string {
  return runsAsRoot(context) ? homeOfRoot : context.homes.env;
}

function defaultAnswer(context: ToolContext): NamedPath {
  // XDG_CACHE_HOME counts on macOS and for root too, and is taken as it is.
  const xdg = context.platform === 'win32' ? undefined : context.env.XDG_CACHE_HOME;
  if (xdg) return { path: path.join(xdg, 'yarn'), foundBy: { rule: 'env', detail: 'XDG_CACHE_HOME' } };
  if (runsAsRoot(context)) {
    const folder = context.platform === 'darwin' ? 'Library/Caches/Yarn' : '.cache/yarn';
    return { path: path.join(homeOfRoot, folder), foundBy: { rule: 'default', detail: 'the default for root' } };
  }
  return defaultPlace(defaultClassicCache, context);
}

/** What a `.yarnrc` of the folders around the working folder names belongs to that project: never active. */
async function projectCaches(context: ToolContext): Promise<readonly FoundPath[]> {
  const own = [homeOf(context), context.homes.env];
  const folders = foldersUpFrom(context.cwd).filter((folder) => !own.includes(folder));
  const found: FoundPath[] = [];
  for (const yarnrc of await readYarnrcs(folders, context)) {
    const answer = inFiles([yarnrc], '--cache-folder') ?? inFiles([yarnrc], 'cache-folder');
    if (answer === undefined) continue;
    const { detail } = answer.foundBy;
    found.push({ path: answer.path, active: false, foundBy: { rule: 'project', detail }, contexts: [] });
  }
  return found;
}
