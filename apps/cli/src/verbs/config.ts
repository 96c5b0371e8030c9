import { existsSync } from 'node:fs';
import path from 'node:path';
import {
  type ConfigDocument,
  type ConfigEntry,
  DevcleanError,
  isSettingName,
  knownSettings,
  placeOfSetting,
  problemsOfSettings,
  type SettingName,
  settingsByFile,
  settingsFile,
  textOfSettings,
  writeSettingsFile,
} from '@devclean/core';
import type { Interfaces } from '@oclif/core';
import { cardsOfTools } from '../added-commands.js';
import { nearest } from '../nearest.js';
import { renderChange, renderConfig, renderValue } from '../render/config.js';
import { printable } from '../render/printable.js';
import { type OutputFlags, openSession, type Session } from '../session.js';
import { notUnderSudo } from './not-under-sudo.js';

export interface ConfigSetFlags extends OutputFlags {
  readonly add?: boolean;
}

/** `devclean config`. */
export async function runConfig(flags: OutputFlags): Promise<void> {
  const session = await openSession(flags);
  const document = configDocument(session);
  if (session.json) return session.emit(document);
  session.print(renderConfig(document, session.out));
}

/** `devclean config path`: also where the file has a mistake. */
export async function runConfigPath(flags: OutputFlags): Promise<void> {
  const session = await openSession(flags);
  const file = settingsFile(session.context);
  const document: ConfigDocument = { schema: 'devclean.config/1', file, exists: existsSync(file), settings: [] };
  if (session.json) return session.emit(document);
  session.print(session.out.terminal ? printable(file) : file);
}

/** `devclean config get NAME`. */
export async function runConfigGet(name: string, flags: OutputFlags): Promise<void> {
  const session = await openSession(flags);
  const keys = keysOf(name);
  const document = configDocument(session, keys[0]);
  if (session.json) return session.emit(document);
  for (const line of document.settings.flatMap((entry) => renderValue(entry, keys[1])))
    session.print(session.out.terminal ? printable(line) : line);
}

/** `devclean config set NAME VALUE…`. */
export async function runConfigSet(
  config: Interfaces.Config,
  name: string,
  values: readonly string[],
  flags: ConfigSetFlags,
): Promise<void> {
  const session = await openSession(flags);
  notUnderSudo(session);
  const keys = keysOf(name);
  const [setting, tool] = keys;
  const { kind } = knownSettings[setting];
  if (setting === 'locations' && tool === undefined) {
    throw new DevcleanError('BAD_ARGUMENT', 'A location is a tool’s: "locations" alone says nothing.', {
      hint: 'Name the tool: "devclean config set locations.pip /data/pip".',
    });
  }
  const isList = kind !== 'time' && kind !== 'one of';
  if (!isList && (flags.add || values.length !== 1)) {
    throw new DevcleanError('BAD_ARGUMENT', `"${setting}" is one value, and no list.`, {
      hint: `Give it one value, as in "devclean config set ${setting} ${knownSettings[setting].standard ?? 'VALUE'}".`,
    });
  }
  const said = kind === 'tools' || !isList ? values : values.map((one) => absolute(one, session));
  const tools = tool === undefined ? (kind === 'tools' ? said : []) : [tool];
  checkValue(setting, isList ? (tool === undefined ? said : { [tool]: said }) : said[0], session);
  await checkTools(tools, config);
  const [first = ''] = said;
  await change(session, keys, isList ? (flags.add ? { add: said } : { to: said }) : { to: first });
}

/** `devclean config unset NAME [VALUE…]`. */
export async function runConfigUnset(name: string, values: readonly string[], flags: OutputFlags): Promise<void> {
  const session = await openSession(flags);
  notUnderSudo(session);
  // Any name: it may be the mistake in the file.
  const keys = name.split('.') as [string, ...string[]];
  if (values.length === 0) return change(session, keys, { remove: 'all' });
  const { listIn } = await import('../settings/edit-settings.js');
  const list = listIn(textNow(session), keys) ?? [];
  const meant = (one: string) =>
    list.filter((entry) => entry === one || absolute(entry, session) === absolute(one, session));
  const going = values.map((one) => ({ one, entries: meant(one) }));
  for (const { one, entries } of going) {
    if (entries.length > 0) continue;
    throw new DevcleanError('BAD_ARGUMENT', `"${one}" is not in "${name}".`, {
      hint: list.length > 0 ? `Choose one of: ${list.join(', ')}.` : 'Run "devclean config" to see what is set.',
    });
  }
  await change(session, keys, { remove: going.flatMap(({ entries }) => entries) });
}

type Change = Parameters<typeof import('../settings/edit-settings.js').editedSettings>[2];

/** Changes the file, as far as it is right afterwards, and says what holds now. */
async function change(session: Session, keys: readonly [string, ...string[]], what: Change): Promise<void> {
  // It brings the editor of JSON along.
  const { editedSettings, listIn } = await import('../settings/edit-settings.js');
  const { context } = session;
  const file = settingsFile(context);
  const before = textNow(session);
  const after = editedSettings(before, keys, what);
  const [wrong] = problemsOfSettings(after, context).problems;
  if (wrong !== undefined) {
    // As it stands in the user's file, not in ours.
    const [problem = wrong] = problemsOfSettings(before ?? '{}', context).problems;
    const { line, column, message } = problem;
    throw new DevcleanError(
      'BAD_SETTINGS',
      `Nothing was changed, because the file has a mistake: ${file}:${line}:${column}: ${message}.`,
      {
        hint: 'Correct it with an editor; "devclean config unset NAME" takes a word out.',
      },
    );
  }
  const changed = after !== (before ?? '{}\n');
  if (changed) writeSettingsFile(file, after, before, context);
  const [name] = keys;
  const now = listIn(after, keys) ?? [];
  const dropped = (listIn(before, keys) ?? []).filter((one) => !now.includes(one));
  const document: ConfigDocument = {
    ...configDocument(session, isSettingName(name) ? name : undefined),
    changed,
    ...(dropped.length > 0 && { dropped }),
  };
  if (session.json) return session.emit(document);
  if (!session.quiet) session.print(renderChange(document, name, session.out));
}

/** The file's text, mistakes and all. Throws `BAD_SETTINGS` for a file that is not to be trusted or read. */
function textNow({ context }: Session): string | undefined {
  const file = settingsFile(context);
  try {
    return textOfSettings(file, context);
  } catch (cause) {
    throw new DevcleanError('BAD_SETTINGS', `The settings cannot be used: ${file}: ${(cause as Error).message}.`, {
      hint: 'Make the file yours and readable. Nothing was changed.',
      cause,
    });
  }
}

/** What holds now. Throws `BAD_SETTINGS`. */
function configDocument({ context }: Session, only?: SettingName): ConfigDocument {
  const [own, ...others] = settingsByFile(context);
  const file = settingsFile(context);
  const text = textOfSettings(file, context);
  const names = only === undefined ? (Object.keys(knownSettings) as SettingName[]) : [only];
  const entries = names.flatMap((name): ConfigEntry[] => {
    const { standard, says } = knownSettings[name];
    const value = own?.settings[name];
    if (name === 'color' && context.env.NO_COLOR)
      return [{ name, value: 'never', from: 'environment', by: 'NO_COLOR', says }];
    const here: ConfigEntry =
      value === undefined
        ? { name, value: standard as ConfigEntry['value'], from: 'default', says }
        : { name, value, from: 'settings', by: file, ...lineOf(text, name), says };
    // The account's own file protects, too.
    const elsewhere = others.flatMap(({ file: by, settings }): ConfigEntry[] =>
      name === 'protect' && settings.protect ? [{ name, value: settings.protect, from: 'settings', by, says }] : [],
    );
    return value === undefined && elsewhere.length > 0 ? elsewhere : [here, ...elsewhere];
  });
  return { schema: 'devclean.config/1', file, exists: text !== undefined, settings: entries };
}

function lineOf(text: string | undefined, name: SettingName): { line?: number } {
  const place = placeOfSetting(text ?? '', name);
  return place ? { line: place.line } : {};
}

/** `keep`, or `locations.pip`. Throws `BAD_ARGUMENT`. */
function keysOf(name: string): readonly [SettingName, ...string[]] {
  const [setting = '', ...rest] = name.split('.');
  if (isSettingName(setting) && (rest.length === 0 || (setting === 'locations' && rest.length === 1)))
    return [setting, ...rest];
  const names = Object.keys(knownSettings);
  const meant = nearest(setting, names);
  throw new DevcleanError('BAD_ARGUMENT', `There is no setting called "${name}".`, {
    hint: meant && meant !== setting ? `Did you mean "${meant}"?` : `Choose one of: ${names.join(', ')}.`,
  });
}

/** A path as it was typed, where it was typed; `~` stays, for the file to go along with the home. */
function absolute(typed: string, { context }: Session): string {
  return typed === '' || /^~(?=[/\\]|$)/.test(typed) ? typed : path.resolve(context.cwd, typed);
}

/** Throws `BAD_ARGUMENT` with what is allowed. */
function checkValue(name: SettingName, value: unknown, { context }: Session): void {
  const [problem] = problemsOfSettings(JSON.stringify({ [name]: value }), context).problems;
  if (problem === undefined) return;
  throw new DevcleanError('BAD_ARGUMENT', `${problem.message}.`, { hint: 'Give another value. Nothing was changed.' });
}

/** Throws `UNKNOWN_TOOL`: a slip here would leave in what was meant to be left out. */
async function checkTools(named: readonly string[], config: Interfaces.Config): Promise<void> {
  if (named.length === 0) return;
  const names = (await cardsOfTools(config)).map(({ id }) => id);
  const unknown = named.find((name) => !names.includes(name));
  if (unknown === undefined) return;
  const meant = nearest(unknown, names);
  throw new DevcleanError('UNKNOWN_TOOL', `There is no tool called "${unknown}".`, {
    hint: meant ? `Did you mean "${meant}"?` : 'Run "devclean providers" to see the tools that devclean knows.',
  });
}
