import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { fillPath } from '../provider/path-template.js';
import { foldersUpFrom } from '../system/folders-up-from.js';
import { entryAt, identityKey, targetOf } from '../system/identity.js';
import { workingFolder } from '../system/machine.js';
import type { ToolContext } from '../system/tool-context.js';

/** Folders that are never removed, by device and inode, so that no spelling of a path gets around them. */
export interface ProtectedPlaces {
  /** Never a cache, nor anything above it: the file system's own folders, homes, the user's documents. */
  readonly places: ReadonlyMap<string, string>;
  /** What this run stands on: the working folder, devclean itself, and all above. May be a location, never an item. */
  readonly own: ReadonlyMap<string, string>;
  /** Nothing below these is a cache either: keys and credentials. */
  readonly deep: ReadonlyMap<string, string>;
}

const systemFolders = [
  '/bin', '/boot', '/dev', '/etc', '/home', '/lib', '/lib64', '/media', '/mnt', '/opt', '/proc', '/root', '/run', '/sbin',
  '/srv', '/sys', '/tmp', '/usr', '/usr/bin', '/usr/lib', '/usr/local', '/usr/local/share', '/usr/share', '/var',
  '/var/cache', '/var/lib', '/var/tmp', '/Applications', '/Library', '/System', '/Users', '/Volumes',
]; // biome-ignore format: a list

const homeFolders = [
  '.cache', '.config', '.local', '.local/bin', '.local/share', '.local/state', 'Desktop', 'Documents', 'Downloads', 'Library',
  'Library/Caches', 'Library/Application Support', 'Movies', 'Music', 'Pictures', 'Public', 'Templates', 'Videos',
  'AppData', 'AppData/Local', 'AppData/Roaming',
]; // biome-ignore format: a list

const credentialFolders = [
  '.ssh',
  '.gnupg',
  '.aws',
  '.azure',
  '.kube',
  '.docker',
  '.password-store',
  '.config/gcloud',
  '.config/gh',
];

/** Reads where the protected places are now. */
export function protectedPlaces(context: ToolContext): ProtectedPlaces {
  const places = new Map<string, string>();
  const own = new Map<string, string>();
  const deep = new Map<string, string>();
  for (const home of new Set([context.homes.env, context.homes.account])) {
    protect(places, home, 'it is a home folder, or holds one');
    for (const folder of homeFolders)
      protect(places, path.join(home, folder), `${folder} in a home is not a cache by itself`);
    for (const folder of credentialFolders)
      protectOnly(deep, path.join(home, folder), `${folder} holds keys or credentials`);
  }
  for (const folder of userFolders(context))
    protect(places, folder, 'it is one of your own folders, such as Documents');
  for (const folder of systemFolders) protect(places, folder, `${folder} is a folder of the system`);
  for (const parent of ['/home', '/Users']) {
    for (const name of namesIn(parent)) protect(places, path.join(parent, name), 'it is a home folder');
  }
  protect(own, context.cwd, 'you are working in it');
  protect(own, workingFolder(), 'devclean is working in it');
  for (const file of [process.argv[1], process.execPath]) {
    if (file !== undefined) protect(own, file, 'devclean is running from it');
  }
  return { places, own, deep };
}

/** A place and everything above it. The nearest reason for a folder wins. */
function protect(into: Map<string, string>, place: string, why: string): void {
  let real: string;
  try {
    real = realpathSync.native(place);
  } catch {
    return;
  }
  for (const folder of foldersUpFrom(real)) {
    const entry = entryAt(folder);
    if (entry !== undefined && !into.has(identityKey(entry))) into.set(identityKey(entry), why);
  }
}

function protectOnly(into: Map<string, string>, place: string, why: string): void {
  const entry = targetOf(place);
  if (entry !== undefined) into.set(identityKey(entry), why);
}

/** The folders that xdg-user-dirs made, whatever language they are named in. */
function userFolders(context: ToolContext): readonly string[] {
  const file = fillPath('{xdg-config}/user-dirs.dirs', context);
  let text: string;
  try {
    text = readFileSync(file.path, 'utf8');
  } catch {
    return [];
  }
  return [...text.matchAll(/^XDG_\w+_DIR="(?:\$HOME\/)?(.*)"$/gm)].map(([, folder = '']) =>
    path.resolve(context.homes.env, folder),
  );
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Why a folder can be no cache at all; `path` has no links in it but perhaps at its end. */
export function placeProtection(at: string, { places, deep }: ProtectedPlaces): string | undefined {
  if (at === path.dirname(at)) return 'it is the root of a file system';
  return reasonIn(places, at) ?? deepProtection(at, deep);
}

/** Why an item inside a cache must not go. */
export function itemProtection(at: string, protectedBy: ProtectedPlaces): string | undefined {
  return placeProtection(at, protectedBy) ?? reasonIn(protectedBy.own, at);
}

function reasonIn(map: ReadonlyMap<string, string>, at: string): string | undefined {
  const entry = entryAt(at);
  return entry && map.get(identityKey(entry));
}

function deepProtection(at: string, deep: ReadonlyMap<string, string>): string | undefined {
  for (const folder of foldersUpFrom(at)) {
    const reason = reasonIn(deep, folder);
    if (reason !== undefined) return reason;
  }
  return undefined;
}
