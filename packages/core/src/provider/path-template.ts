import path from 'node:path';
import type { ToolContext } from '../system/tool-context.js';

/** A template filled in, and the XDG variable that moved it away from its default, if one did. */
export interface FilledPath {
  readonly path: string;
  readonly variable?: string;
}

const xdgDefaults = {
  'xdg-cache': ['XDG_CACHE_HOME', '.cache'],
  'xdg-data': ['XDG_DATA_HOME', '.local/share'],
  'xdg-config': ['XDG_CONFIG_HOME', '.config'],
} as const;

/**
 * Fills in a path template of a location rule (see `LocationRule`). Nothing when what it begins with does not exist
 * on this machine.
 */
export function fillPath(template: string, context: ToolContext): FilledPath | undefined {
  const withUid = template.replaceAll('{uid}', String(context.uid ?? ''));
  const match = /^(~|\{([a-z-]+)\})(?=[/\\]|$)/.exec(withUid);
  if (match === null) return { path: withUid };
  const base = baseFolder(match[2], context);
  if (base === undefined) return undefined;
  const rest = withUid.slice(match[0].length);
  return { ...base, path: joinFor(context, base.path, rest) };
}

function baseFolder(name: string | undefined, context: ToolContext): FilledPath | undefined {
  const { env, homes } = context;
  switch (name) {
    case undefined:
      return { path: homes.env };
    case 'account':
      return { path: homes.account };
    case 'xdg-cache':
    case 'xdg-data':
    case 'xdg-config': {
      const [variable, folder] = xdgDefaults[name];
      const usual = joinFor(context, homes.env, folder);
      const set = env[variable];
      // The XDG specification says that a relative value is invalid and to be ignored.
      if (set === undefined || set.trim() === '' || !isAbsolute(set, context)) return { path: usual };
      return pathsFor(context).normalize(set) === usual ? { path: usual } : { path: set, variable };
    }
    case 'local-app-data':
      return { path: env['LOCALAPPDATA'] || joinFor(context, homes.env, 'AppData/Local') };
    case 'app-data':
      return { path: env['APPDATA'] || joinFor(context, homes.env, 'AppData/Roaming') };
    case 'temp':
      return { path: env['TMPDIR'] || env['TEMP'] || env['TMP'] || '/tmp' };
    default:
      throw new Error(`unknown base {${name}} in a path template`);
  }
}

function pathsFor(context: ToolContext): path.PlatformPath {
  // A Windows layout that a test builds on another system has that system's separators.
  return context.platform === 'win32' && process.platform === 'win32' ? path.win32 : path.posix;
}

export function isAbsolute(value: string, context: ToolContext): boolean {
  return pathsFor(context).isAbsolute(value);
}

export function joinFor(context: ToolContext, base: string, rest: string): string {
  return pathsFor(context).join(base, rest);
}
