import { lstatSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { DevcleanError, type ErrorData, errorData } from '../errors.js';
import { fillPath, isAbsolute } from '../provider/path-template.js';
import type { ToolContext } from '../system/tool-context.js';

/** What the user may write into devclean's settings file. */
export interface Settings {
  $schema?: string;
  /** Files and folders that devclean never removes, nor anything in them or around them. Absolute; `~` is the home. */
  protect?: string[];
}

/** A path that the user protects, and the file that says so. */
export interface ProtectedPath {
  readonly path: string;
  readonly file: string;
}

const largestFile = 1024 * 1024;

/**
 * What the user protects. Throws `BAD_SETTINGS` where that cannot be told for certain: then nothing may be removed,
 * because protection that was asked for has to hold.
 */
export function userProtection(context: ToolContext): readonly ProtectedPath[] {
  return settingsFiles(context).flatMap(({ file, home }) =>
    (readSettings(file, context).protect ?? []).map((one) => ({ file, path: expandHome(one, home) })),
  );
}

/** Why what the user protects cannot be told. */
export function brokenProtection(context: ToolContext): ErrorData | undefined {
  try {
    userProtection(context);
    return undefined;
  } catch (error) {
    return errorData(error);
  }
}

/** The file of this environment, and the account's own where HOME or a variable leads elsewhere. */
function settingsFiles(context: ToolContext): readonly { readonly file: string; readonly home: string }[] {
  const { platform, homes } = context;
  const { env, account } = homes;
  const usual = { linux: '.config', darwin: 'Library/Application Support', win32: 'AppData/Local' }[platform];
  const files = new Map([
    [settingsFile(configFolder(context)), env],
    [settingsFile(path.join(account, usual, 'devclean')), account],
  ]);
  return [...files].map(([file, home]) => ({ file, home }));
}

/** Where the user's own files for devclean lie. It need not exist. */
export function configFolder(context: Pick<ToolContext, 'platform' | 'homes' | 'env'>): string {
  const base = { linux: '{xdg-config}', darwin: '~/Library/Application Support', win32: '{local-app-data}' }[
    context.platform
  ];
  return path.join(fillPath(base, context).path, 'devclean');
}

function settingsFile(folder: string): string {
  return path.join(folder, 'settings.json');
}

function readSettings(file: string, context: ToolContext): Settings {
  let text: string | undefined;
  try {
    text = textOf(file);
  } catch (error) {
    throw bad(file, `it cannot be read: ${(error as Error).message}`, error);
  }
  if (text === undefined) return {};
  let settings: unknown;
  try {
    settings = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw bad(file, `it is no JSON: ${(error as Error).message}`, error);
  }
  const problem = problemOf(settings, context);
  if (problem !== undefined) throw bad(file, problem);
  return settings as Settings;
}

/** Nothing where there is no such file. A link that leads nowhere, a folder, a pipe: throws. */
function textOf(file: string): string | undefined {
  try {
    lstatSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
  const stats = statSync(file);
  if (!stats.isFile()) throw new Error('it is not a file');
  if (stats.size > largestFile) throw new Error('it is larger than 1 MiB');
  return readFileSync(file, 'utf8');
}

function problemOf(settings: unknown, context: ToolContext): string | undefined {
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings)) return 'it must hold an object';
  const unknown = Object.keys(settings).find((key) => key !== 'protect' && key !== '$schema');
  if (unknown !== undefined) return `it says "${unknown}", which means nothing; "protect" is what it may say`;
  const { $schema = '', protect = [] } = settings as { $schema?: unknown; protect?: unknown };
  if (typeof $schema !== 'string') return '"$schema" must be text';
  if (!Array.isArray(protect)) return '"protect" must be a list of paths';
  for (const one of protect as unknown[]) {
    if (typeof one !== 'string' || one === '')
      return `"protect" must be a list of paths, and ${JSON.stringify(one)} is none`;
    if (one.includes('\0')) return '"protect" has a path with a zero byte in it';
    if (!/^~(?=[/\\]|$)/.test(one) && !isAbsolute(one, context)) {
      return `"protect" names ${JSON.stringify(one)}, which begins with neither / nor ~/`;
    }
  }
  return undefined;
}

function expandHome(protectedPath: string, home: string): string {
  return path.resolve(protectedPath.replace(/^~(?=[/\\]|$)/, () => home));
}

function bad(file: string, problem: string, cause?: unknown): DevcleanError {
  return new DevcleanError(
    'BAD_SETTINGS',
    `devclean's settings cannot be used, and so it removes nothing: ${file}: ${problem}.`,
    {
      hint: 'Correct the file, or move it away if you protect nothing.',
      cause,
    },
  );
}
