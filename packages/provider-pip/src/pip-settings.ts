import { isAbsolute, join, resolve, win32 } from 'node:path';
import type { FoundBy, Platform, ToolContext } from '@devclean/core';
import type { Interpreter } from './interpreter.js';
import { parsePipConf } from './parse-pip-conf.js';

/** What a pip is told about its cache by its files and its environment. */
export interface PipSettings {
  /** The value of an option that a command sees, and what said so. Nothing when it is not set, or set to nothing. */
  read(option: string, command: PipCommand): Setting | undefined;
  /** A file that no pip can read, because Python refuses it: every pip that it is meant for fails. */
  readonly malformed?: string;
  /** The user's own file that `pip config --user` writes; nothing when these pips do not read it. */
  readonly userFile?: string;
}

interface Setting {
  readonly value: string;
  readonly foundBy: FoundBy;
  /** Where it stands, when that is a file. */
  readonly file?: string;
  readonly section?: string;
}

/** The section of the settings file that a command reads after `[global]`. */
export type PipCommand = 'install' | 'download' | 'wheel' | 'lock' | 'index' | 'list' | 'cache';

/**
 * Reads the settings of one Python's pip; without one, those that every pip of this user shares. As pip does, levels
 * override one another option by option (global, user, site, `PIP_CONFIG_FILE`), and an option set to nothing at a
 * stronger level takes the weaker one away.
 * See https://pip.pypa.io/en/stable/topics/configuration/
 */
export async function readPipSettings(context: ToolContext, interpreter?: Interpreter): Promise<PipSettings> {
  const options = new Map<string, Setting>();
  let malformed: string | undefined;
  for (const file of await settingsFiles(context, interpreter)) {
    const text = await context.readText(file);
    if (text === undefined) continue;
    const conf = parsePipConf(text);
    if (conf === undefined) {
      malformed ??= file;
      continue;
    }
    for (const [section, own] of conf) {
      for (const [name, value] of own) {
        const option = optionName(name);
        options.set(`${section}.${option}`, {
          value,
          foundBy: { rule: 'config', detail: `${option} in [${section}] of ${file}` },
          file,
          section,
        });
      }
    }
  }
  for (const [name, value] of Object.entries(context.env)) {
    if (!name.startsWith('PIP_') || value === undefined) continue;
    options.set(`:env:.${optionName(name.slice('PIP_'.length))}`, { value, foundBy: { rule: 'env', detail: name } });
  }
  const userFile = await userFileOf(context, interpreter);
  return {
    ...(userFile !== undefined && { userFile }),
    read: (option, command) =>
      [':env:', command, 'global'].map((level) => options.get(`${level}.${option}`)).find((setting) => setting?.value),
    ...(malformed !== undefined && { malformed }),
  };
}

/** `cache_dir`, `Cache-Dir` and `--cache-dir` are the same option. */
function optionName(name: string): string {
  return name.toLowerCase().replaceAll('_', '-').replace(/^--/, '');
}

/** The files that this pip reads, weakest first. They need not exist. */
async function settingsFiles(context: ToolContext, interpreter: Interpreter | undefined): Promise<readonly string[]> {
  const { env, cwd, platform } = context;
  const named = env.PIP_CONFIG_FILE ? env.PIP_CONFIG_FILE : undefined;
  if (named === nullDevice[platform]) return [];
  const basename = platform === 'win32' ? 'pip.ini' : 'pip.conf';
  // A file named by the variable stands in for the user's own files, but only if it is there.
  const user = named !== undefined && (await context.realPath(resolve(cwd, named))) !== undefined;
  return [
    ...globalFolders(context, interpreter).map((folder) => join(folder, basename)),
    ...(user ? [] : (await userFolders(context, interpreter)).map((folder) => join(folder, basename))),
    ...(interpreter ? [join(interpreter.prefix, basename)] : []),
    ...(named !== undefined ? [resolve(cwd, named)] : []),
  ];
}

/** The last of the user's own files: the one that `pip config --user` edits. */
async function userFileOf(context: ToolContext, interpreter: Interpreter | undefined): Promise<string | undefined> {
  const folder = (await userFolders(context, interpreter)).at(-1);
  const file = folder && join(folder, context.platform === 'win32' ? 'pip.ini' : 'pip.conf');
  const named = context.env.PIP_CONFIG_FILE;
  if (!named || file === undefined) return file;
  const standsIn = named === nullDevice[context.platform] || (await context.realPath(resolve(context.cwd, named)));
  return standsIn ? undefined : file;
}

const nullDevice: Readonly<Record<Platform, string>> = { linux: '/dev/null', darwin: '/dev/null', win32: 'nul' };

function globalFolders({ env, platform }: ToolContext, interpreter: Interpreter | undefined): readonly string[] {
  switch (platform) {
    case 'linux':
      return [...pathList(env.XDG_CONFIG_DIRS, '/etc/xdg').map((folder) => join(folder, 'pip')), '/etc'];
    case 'darwin': {
      if (heedsXdgOnMac(interpreter) && env.XDG_DATA_DIRS?.trim()) {
        return pathList(env.XDG_DATA_DIRS, '').map((folder) => join(folder, 'pip'));
      }
      const brew = /^(.*)\/(?:opt|Cellar)\/python/.exec(interpreter?.prefix ?? '')?.[1];
      return [...(brew === undefined ? [] : [join(brew, 'share/pip')]), '/Library/Application Support/pip'];
    }
    case 'win32':
      return [join(env.PROGRAMDATA || env.ProgramData || 'C:\\ProgramData', 'pip')];
  }
}

async function userFolders(context: ToolContext, interpreter: Interpreter | undefined): Promise<readonly string[]> {
  const { env, homes, platform, exists } = context;
  const home = homes.env;
  switch (platform) {
    case 'linux':
      return [join(home, '.pip'), join(env.XDG_CONFIG_HOME?.trim() || join(home, '.config'), 'pip')];
    case 'darwin': {
      const data = heedsXdgOnMac(interpreter) ? env.XDG_DATA_HOME?.trim() : undefined;
      const preferred = join(data || join(home, 'Library/Application Support'), 'pip');
      return [join(home, '.pip'), (await exists(preferred)) ? preferred : join(home, '.config/pip')];
    }
    case 'win32':
      return [join(home, 'pip'), join(env.APPDATA || join(home, 'AppData/Roaming'), 'pip')];
  }
}

function pathList(value: string | undefined, usual: string): readonly string[] {
  return (value?.trim() ? value : usual).split(':').filter((folder) => isAbsolute(folder));
}

/** From pip 26.2 on, XDG's variables count on macOS too. Without a pip at hand, the newest is meant. */
export function heedsXdgOnMac(interpreter: Interpreter | undefined): boolean {
  return interpreter === undefined || isAtLeast(interpreter.pip, 26, 2);
}

export function isAtLeast(version: string, major: number, minor: number): boolean {
  const [ownMajor = 0, ownMinor = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  return ownMajor > major || (ownMajor === major && ownMinor >= minor);
}

/** Whether a value means the same folder wherever pip runs. */
export function isPlace(path: string, platform: Platform): boolean {
  return platform === 'win32' ? win32.isAbsolute(path) : isAbsolute(path);
}
