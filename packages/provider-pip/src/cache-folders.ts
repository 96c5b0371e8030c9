import { isAbsolute, join } from 'node:path';
import { defaultPlace, type FoundContext, type FoundPath, type NamedPath, type ToolContext } from '@devclean/core';
import type { Interpreter } from './interpreter.js';
import { heedsXdgOnMac, type PipCommand, type PipSettings } from './pip-settings.js';

/** A folder that a pip uses. */
export type CacheFolder = Omit<FoundPath, 'contexts'>;

/** The commands that fill a cache, the one that matters most first. Each may have a cache of its own. */
export const fillingCommands: readonly PipCommand[] = ['install', 'download', 'wheel', 'lock', 'index', 'list'];

/**
 * The folders that a pip with these settings caches in, that of `pip install` first. A `cache-dir` in `[install]` is
 * one of them though `pip cache dir` does not know it, and one in `[cache]` is not: only `pip cache` itself looks there.
 *
 * Caching that is turned off changes none of this. pip then says that it has no cache, and leaves on disk what is there.
 */
export function cacheFolders(
  settings: PipSettings,
  context: ToolContext,
  interpreter?: Interpreter,
): readonly CacheFolder[] {
  const folders = new Map<string, CacheFolder>();
  for (const command of [...fillingCommands, 'cache'] as const) {
    const off = settings.read('no-cache-dir', command)?.foundBy.detail;
    for (const { path, foundBy } of foldersOf(command, settings, context, interpreter)) {
      if (folders.has(path)) continue;
      const detail = off ? `${foundBy.detail}, though ${off} turns caching off` : foundBy.detail;
      folders.set(path, { path, active: command !== 'cache', foundBy: { ...foundBy, detail } });
    }
  }
  return [...folders.values()];
}

/** Where one command would cache: its settings decide, or else pip's defaults. */
export function foldersOf(
  command: PipCommand,
  settings: PipSettings,
  context: ToolContext,
  interpreter?: Interpreter,
): readonly NamedPath[] {
  const setting = settings.read('cache-dir', command);
  if (setting === undefined) return defaultFolders(context, interpreter);
  return [{ path: withHome(setting.value, context), foundBy: setting.foundBy }];
}

/** Whether `pip install` caches. Unknown when pip would refuse its own settings and do nothing at all. */
export function cachingState(settings: PipSettings): FoundContext['caching'] {
  const setting = settings.read('no-cache-dir', 'install');
  if (settings.malformed !== undefined) return 'unknown';
  if (setting === undefined) return 'on';
  return truthValues.includes(setting.value.toLowerCase()) ? 'off' : 'unknown';
}

/** To `no-cache-dir`, no is as good as yes: pip checks that the value is a truth value, and turns caching off. */
const truthValues = ['y', 'yes', 't', 'true', 'on', '1', 'n', 'no', 'f', 'false', 'off', '0'];

/** pip expands `~`, and nothing else: `$HOME/x` and `false` are folders below wherever pip runs. */
function withHome(value: string, context: ToolContext): string {
  if (!/^~(?=[/\\]|$)/.test(value)) return value;
  return join(context.homes.env, value.slice(1));
}

/** Where pip caches when nobody says otherwise. https://pip.pypa.io/en/stable/topics/caching/#default-paths */
export const defaultCache = {
  linux: '{xdg-cache}/pip',
  darwin: '~/Library/Caches/pip',
  win32: '{local-app-data}/pip/Cache',
} as const;

/** On macOS the default depends on pip's version: without a pip, both count. */
function defaultFolders(context: ToolContext, interpreter: Interpreter | undefined): readonly NamedPath[] {
  const usual = defaultPlace(defaultCache, context);
  if (context.platform !== 'darwin') return [usual];
  if (!isAbsolute(context.env.XDG_CACHE_HOME?.trim() ?? '') || !heedsXdgOnMac(interpreter)) return [usual];
  const xdg = defaultPlace({ ...defaultCache, darwin: defaultCache.linux }, context);
  return interpreter === undefined ? [xdg, usual] : [xdg];
}
