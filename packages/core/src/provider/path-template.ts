import path from 'node:path';
import { DevcleanError } from '../errors.js';
import type { ToolContext } from '../system/tool-context.js';

/** A template filled in, and the XDG variable that moved it away from its default, if one did. */
export interface FilledPath {
  readonly path: string;
  readonly variable?: string;
}

/** What of the machine a template needs. */
export type FillContext = Pick<ToolContext, 'platform' | 'homes' | 'env' | 'uid'>;

const xdgDefaults = {
  'xdg-cache': ['XDG_CACHE_HOME', '.cache'],
  'xdg-data': ['XDG_DATA_HOME', '.local/share'],
  'xdg-config': ['XDG_CONFIG_HOME', '.config'],
} as const;

const bases = [
  'account',
  'user-cache',
  'xdg-cache',
  'xdg-data',
  'xdg-config',
  'local-app-data',
  'app-data',
  'temp',
] as const;

type Base = (typeof bases)[number] | undefined;

/** What a template may begin with. */
const begin = /^(~|\{([a-z-]+)\})(?=[/\\]|$)/;

/**
 * Fills in a path template of a location rule (see `LocationRule`). Throws `BAD_PROVIDER` for one that begins with a
 * name which means nothing: `defineProvider` has refused those of a spec already.
 */
export function fillPath(template: string, context: FillContext): FilledPath {
  const withUid = template.replaceAll('{uid}', String(context.uid ?? ''));
  const match = begin.exec(withUid);
  if (match === null) return { path: withUid };
  const name = match[2];
  if (!isBase(name))
    throw new DevcleanError('BAD_PROVIDER', `A provider is wrong: ${templateProblem(template)}.`, {
      hint: 'Tell its authors.',
    });
  const base = baseFolder(name, context);
  return { ...base, path: below(base.path, withUid.slice(match[0].length)) };
}

/** Why a template cannot be filled in on any machine. */
export function templateProblem(template: string): string | undefined {
  const name = begin.exec(template)?.[2];
  if (!isBase(name)) {
    return `the path "${template}" begins with {${name}}, which is nothing that devclean knows`;
  }
  const absolute = name !== undefined || template.startsWith('~') || path.win32.isAbsolute(template);
  return absolute ? undefined : `the path "${template}" does not begin with /, a drive, ~ or a {name}`;
}

function isBase(name: string | undefined): name is Base {
  return name === undefined || (bases as readonly string[]).includes(name);
}

/** A path below another, joined as it stands: a `..` that somebody wrote must not vanish before it is refused. */
export function below(base: string, rest: string | undefined): string {
  const more = rest?.replace(/^[/\\]+/, '');
  return more ? `${base.replace(/[/\\]+$/, '')}/${more}` : base;
}

function baseFolder(name: Base, context: FillContext): FilledPath {
  const { env, homes } = context;
  switch (name) {
    case undefined:
      return { path: homes.env };
    case 'account':
      return { path: homes.account };
    case 'user-cache':
      return userCache(context);
    case 'xdg-cache':
    case 'xdg-data':
    case 'xdg-config': {
      const [variable, folder] = xdgDefaults[name];
      const usual = below(homes.env, folder);
      const set = env[variable];
      // The XDG specification says that a relative value is invalid and to be ignored.
      if (set === undefined || set.trim() === '' || !isAbsolute(set, context)) return { path: usual };
      return set.replace(/[/\\]+$/, '') === usual ? { path: usual } : { path: set, variable };
    }
    case 'local-app-data':
      return { path: env.LOCALAPPDATA || below(homes.env, 'AppData/Local') };
    case 'app-data':
      return { path: env.APPDATA || below(homes.env, 'AppData/Roaming') };
    case 'temp':
      return { path: env.TMPDIR || env.TEMP || env.TMP || '/tmp' };
  }
}

/** Where each system has its users' programs cache. */
function userCache(context: FillContext): FilledPath {
  if (context.platform === 'darwin') return { path: below(context.homes.env, 'Library/Caches') };
  return baseFolder(context.platform === 'win32' ? 'local-app-data' : 'xdg-cache', context);
}

function pathsFor(context: Pick<ToolContext, 'platform'>): path.PlatformPath {
  // A Windows layout that a test builds on another system has that system's separators.
  return context.platform === 'win32' && process.platform === 'win32' ? path.win32 : path.posix;
}

export function isAbsolute(value: string, context: Pick<ToolContext, 'platform'>): boolean {
  return pathsFor(context).isAbsolute(value);
}
