import path from 'node:path';
import { configValue, defaultPlace, fillPath, type NamedPath, type ToolContext } from '@devclean/core';

/** A setting that names a folder. */
type FolderSetting = 'store-dir' | 'cache-dir';

const yamlKeys = { 'store-dir': 'storeDir', 'cache-dir': 'cacheDir' } as const;

/** The first major that takes its settings from YAML and `pnpm_config_*`, and nothing more from npm's files and variables. */
const firstOfItsOwn = 11;

/**
 * The folder that pnpm's unversioned `store-dir` or its default names, for a pnpm of this major.
 * https://pnpm.io/settings#storedir
 */
export async function storeBase(major: number, context: ToolContext): Promise<NamedPath> {
  const set = await settingOf('store-dir', major, context);
  if (set !== undefined) return set;
  const { path: home, foundBy } = pnpmHome(context);
  return { path: below(home, 'store'), foundBy };
}

/** Where a pnpm of this major keeps metadata and what `pnpm dlx` runs. https://pnpm.io/settings#cachedir */
export async function cacheFolder(major: number, context: ToolContext): Promise<NamedPath> {
  const set = await settingOf('cache-dir', major, context);
  if (set !== undefined) return set;
  const { XDG_CACHE_HOME: xdg } = context.env;
  if (xdg) return { path: below(xdg, 'pnpm'), foundBy: { rule: 'env', detail: 'XDG_CACHE_HOME' } };
  return defaultPlace(
    { linux: '~/.cache/pnpm', darwin: '~/Library/Caches/pnpm', win32: '{local-app-data}/pnpm-cache' },
    context,
  );
}

/**
 * pnpm's own folder: what it has installed globally, its programs, Nodes that it fetched, and, unless a setting says otherwise,
 * the stores. https://pnpm.io/settings#storedir
 */
export function pnpmHome(context: ToolContext): NamedPath {
  const { PNPM_HOME: own, XDG_DATA_HOME: xdg } = context.env;
  if (own) return { path: own, foundBy: { rule: 'env', detail: 'PNPM_HOME' } };
  if (xdg) return { path: below(xdg, 'pnpm'), foundBy: { rule: 'env', detail: 'XDG_DATA_HOME' } };
  return defaultHome(context);
}

/** The same where no variable moves it. */
export function defaultHome(context: ToolContext): NamedPath {
  return defaultPlace(
    { linux: '~/.local/share/pnpm', darwin: '~/Library/pnpm', win32: '{local-app-data}/pnpm' },
    context,
  );
}

async function settingOf(name: FolderSetting, major: number, context: ToolContext): Promise<NamedPath | undefined> {
  const found = major < firstOfItsOwn ? await fromNpm(name, context) : await fromOwn(name, major, context);
  if (found === undefined) return undefined;
  // Measured: of the folder for metadata, pnpm 11 alone reads `~` as the home; the others make a folder of that name.
  const isHome = name === 'store-dir' || major === firstOfItsOwn;
  return { ...found, path: isHome ? withHome(found.path, context) : found.path };
}

/** pnpm 5 to 10 read what npm reads, but for the global file, which is their own. https://pnpm.io/9.x/npmrc */
async function fromNpm(name: FolderSetting, context: ToolContext): Promise<NamedPath | undefined> {
  const variable = npmVariable(name, context);
  if (variable !== undefined) {
    return { path: withVariables(variable.value, context), foundBy: { rule: 'env', detail: variable.name } };
  }
  const files = [
    npmVariable('userconfig', context)?.value ?? path.join(context.homes.env, '.npmrc'),
    npmVariable('globalconfig', context)?.value ?? path.join(configFolder(context), 'rc'),
  ];
  for (const file of files) {
    const value = await configValue((await context.readText(file)) ?? '', 'ini', name);
    if (value !== undefined) return inFile(value, name, file, context);
  }
  return undefined;
}

/** pnpm 11 and later. Measured: of two spellings the first of these counts in pnpm 11, the second in pnpm 12. */
async function fromOwn(name: FolderSetting, major: number, context: ToolContext): Promise<NamedPath | undefined> {
  const lower = `pnpm_config_${name.replace('-', '_')}`;
  const spellings = major === firstOfItsOwn ? [lower, lower.toUpperCase()] : [lower.toUpperCase(), lower];
  for (const variable of spellings) {
    const value = context.env[variable];
    if (!value) continue;
    const expanded = major === firstOfItsOwn ? value : withVariables(value, context);
    return { path: expanded, foundBy: { rule: 'env', detail: variable } };
  }
  const file = path.join(configFolder(context), 'config.yaml');
  const key = yamlKeys[name];
  const value = await configValue((await context.readText(file)) ?? '', 'yaml', key);
  return value === undefined ? undefined : inFile(value, key, file, context);
}

function inFile(value: string, key: string, file: string, context: ToolContext): NamedPath {
  return { path: withVariables(value, context), foundBy: { rule: 'config', detail: `${key} in ${file}` } };
}

/** https://pnpm.io/cli/config: where `pnpm config set` writes. */
function configFolder(context: ToolContext): string {
  const { XDG_CONFIG_HOME: xdg } = context.env;
  if (xdg) return path.join(xdg, 'pnpm');
  const places = {
    linux: '~/.config/pnpm',
    darwin: '~/Library/Preferences/pnpm',
    win32: '{local-app-data}/pnpm/config',
  };
  return fillPath(places[context.platform], context).path;
}

/** Its name in any letter case; of several spellings npm takes the last. */
function npmVariable(setting: string, context: ToolContext): { name: string; value: string } | undefined {
  const wanted = `npm_config_${setting.replace('-', '_')}`;
  const [name, value] =
    Object.entries(context.env).findLast(([key, text]) => key.toLowerCase() === wanted && text) ?? [];
  return name === undefined || value === undefined ? undefined : { name, value };
}

/** A variable that is not set stays as it was written, for the core to refuse. */
function withVariables(value: string, { env }: ToolContext): string {
  return value.replace(/(?<!\\)\$\{([^${}]+)\}/g, (whole, name: string) => env[name] ?? whole);
}

function withHome(value: string, { homes }: ToolContext): string {
  return /^~[/\\]/.test(value) ? path.join(homes.env, value.slice(2)) : value;
}

/** Joined as it stands: a `..` that somebody wrote must not vanish before it is refused. */
export function below(folder: string, name: string): string {
  return `${folder.replace(/[/\\]+$/, '')}/${name}`;
}
