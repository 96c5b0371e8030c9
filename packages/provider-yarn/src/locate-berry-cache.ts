import path from 'node:path';
import {
  configValue,
  defaultPlace,
  type FoundPath,
  foldersUpFrom,
  type NamedPath,
  type ToolContext,
} from '@devclean/core';
import { findYarnInstallations } from './yarn-installations.js';
import { yarnVariable } from './yarn-variable.js';

/** https://yarnpkg.com/configuration/yarnrc#globalFolder; macOS heeds XDG_DATA_HOME too. */
export const defaultGlobalFolder = {
  linux: '~/.yarn/berry',
  darwin: '~/.yarn/berry',
  win32: '{local-app-data}/Yarn/Berry',
} as const;

/** The global folder of Yarn 2 and later in its own precedence, read from files: asking Yarn runs a project's plugins. */
export async function locateGlobalFolder(context: ToolContext): Promise<readonly FoundPath[]> {
  const installations = await findYarnInstallations(context);
  const contexts = installations.filter((one) => one.kind === 'berry').map(({ id }) => id);
  return [
    { ...(await globalFolder(context)), active: true, contexts },
    ...(await sharedZips(context)),
    ...(await projectFolders(context)),
  ];
}

/** The folder that every Yarn 2 and later of this user takes in projects that do not say otherwise. */
export async function globalFolder(context: ToolContext): Promise<NamedPath> {
  const variable = yarnVariable('yarn_global_folder', context);
  if (variable !== undefined) {
    const value = replaceVariables(variable.value, context.env);
    if (value) return { path: value, foundBy: { rule: 'env', detail: variable.name } };
  }
  return (await inYarnrc(context.homes.env, 'globalFolder', context)) ?? defaultAnswer(context);
}

function defaultAnswer(context: ToolContext): NamedPath {
  // Taken as it is: Yarn does not ask XDG that it be absolute.
  const xdg = context.platform === 'win32' ? undefined : context.env.XDG_DATA_HOME;
  if (xdg) return { path: path.join(xdg, 'yarn', 'berry'), foundBy: { rule: 'env', detail: 'XDG_DATA_HOME' } };
  return defaultPlace(defaultGlobalFolder, context);
}

/**
 * A `cacheFolder` of the user's own settings holds the zips of every project that keeps no global cache. It is shown
 * and left alone: nothing in such a folder tells it from one that a project has committed.
 */
async function sharedZips(context: ToolContext): Promise<readonly FoundPath[]> {
  const answer = await inYarnrc(context.homes.env, 'cacheFolder', context);
  return answer === undefined ? [] : [{ ...answer, active: false, contexts: [] }];
}

/** What a `.yarnrc.yml` around the working folder names belongs to that project: never active. Its `.yarn/cache` is not looked at. */
async function projectFolders(context: ToolContext): Promise<readonly FoundPath[]> {
  const found: FoundPath[] = [];
  for (const folder of foldersUpFrom(context.cwd)) {
    if (folder === context.homes.env) continue;
    const answer = await inYarnrc(folder, 'globalFolder', context);
    if (answer === undefined) continue;
    const { detail } = answer.foundBy;
    found.push({ path: answer.path, active: false, foundBy: { rule: 'project', detail }, contexts: [] });
  }
  return found;
}

async function inYarnrc(folder: string, key: string, context: ToolContext): Promise<NamedPath | undefined> {
  const file = path.join(folder, context.env.YARN_RC_FILENAME || '.yarnrc.yml');
  const value = await configValue((await context.readText(file)) ?? '', 'yaml', key);
  const replaced = value && replaceVariables(value, context.env);
  if (!replaced) return undefined;
  // Relative to the file; `~` is a name like any other here.
  return { path: path.resolve(folder, replaced), foundBy: { rule: 'config', detail: `${key} in ${file}` } };
}

/** `${VAR}`, `${VAR-if unset}`, `${VAR:-if unset or empty}`. Nothing where Yarn gives up: VAR is not set and has no default. */
function replaceVariables(value: string, env: ToolContext['env']): string | undefined {
  let known = true;
  const replaced = value.replace(
    /\\?\$\{([\d\w_]+)(:)?(?:-([^}]*))?\}/g,
    (whole: string, name: string, colon: string | undefined, fallback: string | undefined) => {
      if (whole.startsWith('\\')) return whole.slice(1);
      const set = env[name];
      if (set || (set !== undefined && colon === undefined)) return set;
      if (fallback === undefined) known = false;
      return fallback ?? '';
    },
  );
  return known ? replaced : undefined;
}
