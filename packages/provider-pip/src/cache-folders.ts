import { isAbsolute, join } from 'node:path';
import { type FoundBy, type FoundContext, type FoundPath, fillPath, type ToolContext } from '@devclean/core';
import type { Interpreter } from './interpreter.js';
import { heedsXdgOnMac, type PipCommand, type PipSettings } from './pip-settings.js';

/** A folder that a pip uses. */
export type CacheFolder = Omit<FoundPath, 'contexts'>;

/** The commands that fill a cache, the one that matters most first. Each may have a cache of its own. */
const fillingCommands: readonly PipCommand[] = ['install', 'download', 'wheel', 'lock', 'index', 'list'];

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
): readonly NamedFolder[] {
  const setting = settings.read('cache-dir', command);
  if (setting === undefined) return defaultFolders(context, interpreter);
  return [{ path: withHome(setting.value, context), foundBy: setting.foundBy }];
}

interface NamedFolder {
  readonly path: string;
  readonly foundBy: FoundBy;
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

/**
 * Where pip caches when nobody says otherwise. On macOS that depends on its version: without a pip, both count.
 * See https://pip.pypa.io/en/stable/topics/caching/#default-paths
 */
function defaultFolders(context: ToolContext, interpreter: Interpreter | undefined): readonly NamedFolder[] {
  switch (context.platform) {
    case 'linux':
      return filled('{xdg-cache}/pip', context, 'Linux');
    case 'win32':
      return filled('{local-app-data}/pip/Cache', context, 'Windows');
    case 'darwin': {
      const native = filled('~/Library/Caches/pip', context, 'macOS');
      if (!isAbsolute(context.env.XDG_CACHE_HOME?.trim() ?? '') || !heedsXdgOnMac(interpreter)) return native;
      const xdg = filled('{xdg-cache}/pip', context, 'macOS');
      return interpreter === undefined ? [...xdg, ...native] : xdg;
    }
  }
}

function filled(template: string, context: ToolContext, system: string): readonly NamedFolder[] {
  const answer = fillPath(template, context);
  if (answer === undefined) return [];
  const { path, variable } = answer;
  return [
    {
      path,
      foundBy: variable ? { rule: 'env', detail: variable } : { rule: 'default', detail: `the default on ${system}` },
    },
  ];
}
