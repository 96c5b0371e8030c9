import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { KnownPlugin, PluginsDocument } from '../documents.js';
import { DevcleanError } from '../errors.js';

const largestList = 1024 * 1024;

/**
 * The plugins that the user has installed or linked: `list.json` in the folder of plugins; none where there is no such file. Throws
 * `UNREADABLE_FILE`.
 */
export function readPlugins(folder: string): readonly KnownPlugin[] {
  const file = listFile(folder);
  try {
    const stats = statSync(file, { throwIfNoEntry: false });
    if (stats === undefined) return [];
    if (!stats.isFile() || stats.size > largestList) throw new Error('it is no list of plugins');
    return (JSON.parse(readFileSync(file, 'utf8')) as PluginsDocument).plugins.map(copied);
  } catch (cause) {
    throw new DevcleanError('UNREADABLE_FILE', `The list of plugins could not be read: ${(cause as Error).message}.`, {
      hint: `Remove ${file}, and install or link your plugins again.`,
      cause,
    });
  }
}

function copied({ name, version, from, root, tools }: KnownPlugin): KnownPlugin {
  if (typeof name !== 'string' || typeof root !== 'string' || !path.isAbsolute(root)) {
    throw new Error('a plugin in it has no name or no folder');
  }
  return {
    name,
    version: String(version),
    from: from === 'link' ? 'link' : 'npm',
    root,
    tools: tools.map(({ id, title, homepage, summary }) => ({
      id: String(id),
      title: String(title),
      homepage: String(homepage),
      summary: String(summary),
    })),
  };
}

/** Writes the list at once or not at all; an empty one is taken away, with the folders that are empty then. Throws `UNWRITABLE_FILE`. */
export function writePlugins(folder: string, plugins: readonly KnownPlugin[]): void {
  const file = listFile(folder);
  writing(file, () => {
    if (plugins.length === 0) {
      rmSync(file, { force: true });
      removeIfEmpty(folder);
      removeIfEmpty(path.dirname(folder));
      return;
    }
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const list: PluginsDocument = { schema: 'devclean.plugins/1', plugins: [...plugins] };
    const next = `${file}.${process.pid}`;
    writeFileSync(next, `${JSON.stringify(list, null, 2)}\n`, { mode: 0o600 });
    renameSync(next, file);
  });
}

/** A new folder for a plugin that is on its way in; npm finds in it that nothing is installed. Throws `UNWRITABLE_FILE`. */
export function stagePlugin(folder: string): string {
  return writing(folder, () => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const staged = mkdtempSync(path.join(folder, '.new-'));
    writeFileSync(path.join(staged, 'package.json'), '{ "private": true }\n', { mode: 0o600 });
    return staged;
  });
}

/** Puts a staged folder in the place of the plugin's own, and takes an older one away. Throws `UNWRITABLE_FILE`. */
export function placePlugin(folder: string, staged: string, name: string): string {
  const place = placeOf(folder, name);
  return writing(place, () => {
    const older = `${staged}-older`;
    const replaced = statSync(place, { throwIfNoEntry: false }) !== undefined;
    if (replaced) renameSync(place, older);
    renameSync(staged, place);
    if (replaced) rmSync(older, { recursive: true, force: true });
    return place;
  });
}

/** Takes away the folder of an installed plugin, or what was staged. Throws `UNWRITABLE_FILE`. */
export function removePlugin(folder: string, what: { readonly name: string } | { readonly staged: string }): void {
  const place = 'name' in what ? placeOf(folder, what.name) : what.staged;
  writing(place, () => {
    rmSync(place, { recursive: true, force: true });
    removeIfEmpty(folder);
    removeIfEmpty(path.dirname(folder));
  });
}

/** A package's name is lower-case letters, digits and `-._~`, with a scope before a slash: no two make the same folder. */
function placeOf(folder: string, name: string): string {
  if (!/^(@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/i.test(name)) {
    throw new DevcleanError('BAD_ARGUMENT', `"${name}" is no name of a package.`, {
      hint: 'Give NAME or @SCOPE/NAME.',
    });
  }
  return path.join(folder, name.replace('/', '+'));
}

function listFile(folder: string): string {
  return path.join(folder, 'list.json');
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // It has something in it, or is gone.
  }
}

function writing<T>(what: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof DevcleanError) throw cause;
    throw new DevcleanError('UNWRITABLE_FILE', `${what} could not be written: ${(cause as Error).message}.`, {
      hint: 'Make the folder writable, and try again.',
      cause,
    });
  }
}
