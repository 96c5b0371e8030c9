import path from 'node:path';
import { DevcleanError, type ErrorData, errorData } from '../errors.js';
import { fillPath } from '../provider/path-template.js';
import type { ToolContext } from '../system/tool-context.js';
import { textOfSettings } from './settings-file.js';
import { problemsOfSettings } from './settings-problems.js';

/**
 * Absolute, or `~` and what is below the home.
 * @minLength 1
 * @pattern ^(~([/\\]|$)|[/\\]|[A-Za-z]:[/\\])
 */
type SettingsPath = string;

/**
 * What the user may write into devclean's settings file, which may have comments. These types are the source of the published JSON
 * Schema, which `settings-problems.ts` follows.
 */
export interface Settings {
  /** Where the schema of this file is, for the editor. */
  $schema?: string;
  /** Files and folders that devclean never removes, nor anything in them or around them. Absolute; `~` is the home. */
  protect?: SettingsPath[];
  /**
   * How long what goes is kept aside, so that "devclean undo" can bring it back: 45m, 12h, 30d, 8w, or 0.
   * @pattern ^(0|[0-9]{1,9}[mhdw])$
   */
  keep?: string;
  /** Whether text is coloured: auto at a terminal that can. NO_COLOR and --no-color win. */
  color?: 'auto' | 'always' | 'never';
  /** Tools that scan and sweep leave out. One that is named is taken all the same. */
  exclude?: string[];
  /** Folders in and below which projects are looked for, as with --project. */
  projects?: SettingsPath[];
  /** More folders that are looked at, by the tool whose cache they are. They are shown, and cleared only when --location names them. */
  locations?: { [tool: string]: SettingsPath[] };
}

/** A word that the settings file knows. */
export type SettingName = Exclude<keyof Settings, '$schema'>;

/** The user's settings, with every path made absolute. What is not set is empty or left out. */
export interface UserSettings {
  /** The file that says so. It need not exist. */
  readonly file: string;
  readonly keep?: string;
  readonly color?: 'auto' | 'always' | 'never';
  readonly exclude: readonly string[];
  readonly projects: readonly string[];
  readonly locations: readonly { readonly tool: string; readonly path: string }[];
}

/** A setting of the user's that had a say in what was found or planned. */
export interface AppliedSetting {
  name: 'keep' | 'exclude' | 'projects' | 'locations';
  value: string | string[];
  /** The settings file. */
  file: string;
}

/** A path that the user protects, and the file that says so. */
export interface ProtectedPath {
  readonly path: string;
  readonly file: string;
}

/** What of the machine the settings depend on. */
export type SettingsContext = Pick<ToolContext, 'platform' | 'homes' | 'env' | 'uid'>;

/**
 * What the user protects. Throws `BAD_SETTINGS` where that cannot be told for certain: then nothing may be removed,
 * because protection that was asked for has to hold.
 */
export function userProtection(context: SettingsContext): readonly ProtectedPath[] {
  return settingsFiles(context).flatMap(({ file, home }) =>
    (settingsIn(file, context).protect ?? []).map((one) => ({ file, path: expandHome(one, home) })),
  );
}

/** Why what the user protects cannot be told. */
export function brokenProtection(context: SettingsContext): ErrorData | undefined {
  try {
    userProtection(context);
    return undefined;
  } catch (error) {
    return errorData(error);
  }
}

/** What the file of this environment says, but for what it protects. Throws `BAD_SETTINGS`. */
export function readSettings(context: SettingsContext): UserSettings {
  const file = settingsFile(context);
  const { keep, color, exclude = [], projects = [], locations = {} } = settingsIn(file, context);
  const absolute = (one: string) => expandHome(one, context.homes.env);
  return {
    file,
    ...(keep !== undefined && { keep }),
    ...(color !== undefined && { color }),
    exclude,
    projects: projects.map(absolute),
    locations: Object.entries(locations).flatMap(([tool, paths]) => paths.map((at) => ({ tool, path: absolute(at) }))),
  };
}

/** The files that are read, this environment's first, and what each says, as it is written. Throws `BAD_SETTINGS`. */
export function settingsByFile(
  context: SettingsContext,
): readonly { readonly file: string; readonly settings: Settings }[] {
  return settingsFiles(context).map(({ file }) => ({ file, settings: settingsIn(file, context) }));
}

/** The settings file of this environment. It need not exist. */
export function settingsFile(context: SettingsContext): string {
  return path.join(configFolder(context), 'settings.json');
}

/** Where the user's own files for devclean lie. It need not exist. */
export function configFolder(context: Pick<ToolContext, 'platform' | 'homes' | 'env'>): string {
  const base = { linux: '{xdg-config}', darwin: '~/Library/Application Support', win32: '{local-app-data}' }[
    context.platform
  ];
  return path.join(fillPath(base, context).path, 'devclean');
}

/** The file of this environment, and the account's own where HOME or a variable leads elsewhere: of that, only what it protects. */
function settingsFiles(context: SettingsContext): readonly { readonly file: string; readonly home: string }[] {
  const { platform, homes } = context;
  const { env, account } = homes;
  const usual = { linux: '.config', darwin: 'Library/Application Support', win32: 'AppData/Local' }[platform];
  const files = new Map([
    [settingsFile(context), env],
    [path.join(account, usual, 'devclean', 'settings.json'), account],
  ]);
  return [...files].map(([file, home]) => ({ file, home }));
}

function settingsIn(file: string, context: SettingsContext): Settings {
  let checked: ReturnType<typeof problemsOfSettings>;
  try {
    const text = textOfSettings(file, context);
    if (text === undefined) return {};
    checked = problemsOfSettings(text, context);
  } catch (error) {
    throw badSettings(file, [(error as Error).message], error);
  }
  const { settings, problems } = checked;
  if (settings !== undefined) return settings;
  throw badSettings(
    file,
    problems.map(({ line, column, message }) => `${line}:${column}: ${message}`),
  );
}

function expandHome(named: string, home: string): string {
  return path.resolve(named.replace(/^~(?=[/\\]|$)/, () => home));
}

function badSettings(file: string, problems: readonly string[], cause?: unknown): DevcleanError {
  const said = problems.map((problem) => `${file}:${/^\d/.test(problem) ? '' : ' '}${problem}`).join('; ');
  return new DevcleanError('BAD_SETTINGS', `devclean's settings cannot be used, and so it removes nothing: ${said}.`, {
    hint: 'Correct the file, or move it away if you protect nothing.',
    cause,
  });
}
