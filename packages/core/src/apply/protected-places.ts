import { type BigIntStats, lstatSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { type ErrorData, errorData } from '../errors.js';
import { userProtection } from '../own-files/settings.js';
import { fillPath } from '../provider/path-template.js';
import { foldersUpFrom } from '../system/folders-up-from.js';
import { entryAt, identityKey, targetOf } from '../system/identity.js';
import { isAtOrBelow } from '../system/is-at-or-below.js';
import { workingFolder } from '../system/machine.js';
import { parseMountInfo } from '../system/mounts.js';
import { programLinks } from '../system/program-links.js';
import type { ToolContext } from '../system/tool-context.js';

/** Folders that are never removed, by device and inode, so that no spelling of a path gets around them. */
export interface ProtectedPlaces {
  /** Never a cache, nor anything above it: the file system's own folders, homes, the user's documents. */
  readonly places: ReadonlyMap<string, string>;
  /** What this run stands on: the working folder, devclean itself, and all above. May be a location, never an item. */
  readonly own: ReadonlyMap<string, string>;
  /** Nothing below these is a cache either: keys and credentials, devclean's own files, what the user protects. */
  readonly deep: ReadonlyMap<string, string>;
  /** Where something is mounted: also what was bound to there from elsewhere. May be a location, never an item. */
  readonly mounted: ReadonlyMap<string, string>;
  /** Real paths of what the user protects, which hold for what is not there yet, too. */
  readonly users: ReadonlyMap<string, string>;
  /** Where links among the user's programs lead, and the links. Nothing that holds one of these may go as an item. */
  readonly programs: ReadonlyMap<string, string>;
  /** What the user protects cannot be told: nothing may be removed. */
  readonly broken?: ErrorData | undefined;
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
  '.ssh', '.gnupg', '.aws', '.azure', '.kube', '.docker', '.oci', '.pki', '.password-store', '.electrum', '.bitcoin',
  '.config/gcloud', '.config/gh', '.config/glab-cli', '.config/op', '.config/rclone', '.config/sops', '.config/doctl',
  '.local/share/keyrings', '.local/share/kwalletd', '.local/share/gnupg', '.local/share/pass', 'Library/Keychains',
  'AppData/Roaming/gnupg', 'AppData/Roaming/Microsoft/Credentials', 'AppData/Roaming/Microsoft/Protect',
  'AppData/Local/Microsoft/Credentials',
]; // biome-ignore format: a list

/** Variables that say where such a folder is. */
const credentialVariables = [
  'GNUPGHOME',
  'PASSWORD_STORE_DIR',
  'AZURE_CONFIG_DIR',
  'CLOUDSDK_CONFIG',
  'DOCKER_CONFIG',
  'GH_CONFIG_DIR',
];

/** Reads where the protected places are now: some hundreds of questions to the system. */
export function protectedPlaces(context: ToolContext): ProtectedPlaces {
  const places = new Map<string, string>();
  const own = new Map<string, string>();
  const deep = new Map<string, string>();
  const users = new Map<string, string>();
  for (const home of new Set([context.homes.env, context.homes.account])) {
    protect(places, home, 'it is a home folder, or holds one');
    for (const folder of homeFolders)
      protect(places, path.join(home, folder), `${folder} in a home is not a cache by itself`);
    for (const folder of credentialFolders) {
      const why = `${folder} holds keys or credentials`;
      protectOnly(deep, path.join(home, folder), why);
      protect(places, path.join(home, folder), why);
    }
  }
  for (const variable of credentialVariables) {
    const folder = context.env[variable];
    if (!folder || !path.isAbsolute(folder) || path.dirname(folder) === folder) continue;
    protectOnly(deep, folder, `${variable} names it, which holds keys or credentials`);
    protect(places, folder, `what ${variable} names is in it, which holds keys or credentials`);
  }
  for (const base of ['{xdg-cache}', '{xdg-config}', '{xdg-data}'] as const) {
    protect(places, fillPath(base, context).path, 'it is where many programs keep their files');
  }
  for (const folder of ownFolders(context)) {
    protectOnly(deep, folder, 'devclean keeps its own files in it');
    protect(places, folder, 'devclean keeps its own files in it');
  }
  for (const folder of userFolders(context))
    protect(places, folder, 'it is one of your own folders, such as Documents');
  for (const folder of systemFolders) protect(places, folder, `${folder} is a folder of the system`);
  for (const parent of ['/home', '/Users']) {
    for (const name of namesIn(parent)) protect(places, path.join(parent, name), 'it is a home folder');
  }
  for (const home of accountHomes()) protect(places, home, 'it is the home of another account, or holds one');
  const mounts = mountRoots();
  for (const name of namesIn(root)) {
    const folder = path.join(root, name);
    // A volume that somebody has mounted there for a cache is one.
    if (!mounts.includes(folder)) protect(places, folder, 'it lies right below the root of the file system');
  }
  const mounted = new Map<string, string>();
  for (const mount of mounts) protectOnly(mounted, mount, `it is, or is mounted at, ${mount}`);
  protect(own, context.cwd, 'you are working in it');
  protect(own, workingFolder(), 'devclean is working in it');
  for (const file of [process.argv[1], process.execPath]) {
    if (file !== undefined) protect(own, file, 'devclean is running from it');
  }
  let broken: ErrorData | undefined;
  try {
    for (const { path: at, file } of userProtection(context)) {
      const why = `you protect ${at} in ${file}`;
      users.set(at, why).set(realPathOf(at), why);
      protectOnly(deep, at, why);
      protect(own, at, why);
    }
  } catch (error) {
    broken = errorData(error);
  }
  return {
    places,
    own,
    deep,
    mounted,
    users,
    // Read when an item is looked at, and most scans of a machine without caches look at none.
    get programs() {
      return programLinks(context);
    },
    ...(broken && { broken }),
  };
}

const { root } = path.parse(process.execPath);

/** Where devclean and the framework of its commands keep settings, state and caches. */
function ownFolders({ homes, env, platform }: ToolContext): readonly string[] {
  const linux = [
    ['XDG_CONFIG_HOME', '.config'],
    ['XDG_STATE_HOME', '.local/state'],
    ['XDG_DATA_HOME', '.local/share'],
    ['XDG_CACHE_HOME', '.cache'],
  ].flatMap(([variable = '', usual = '']) => [env[variable] ?? '', path.join(homes.env, usual)]);
  const bases = {
    linux,
    darwin: [...linux, ...['Library/Application Support', 'Library/Caches'].map((name) => path.join(homes.env, name))],
    win32: [env.LOCALAPPDATA ?? '', path.join(homes.env, 'AppData/Local')],
  }[platform];
  return bases.filter((base) => path.isAbsolute(base)).map((base) => path.join(base, 'devclean'));
}

/** proc(5), passwd(5): the sixth field. Those that the account database has elsewhere are in no file. */
function accountHomes(): readonly string[] {
  let text: string;
  try {
    text = readFileSync('/etc/passwd', 'utf8');
  } catch {
    return [];
  }
  return text.split('\n').flatMap((line) => {
    const home = line.split(':')[5];
    return home !== undefined && path.isAbsolute(home) ? [home] : [];
  });
}

/** Where something is mounted that answers at once: the other end of a network may not. */
function mountRoots(): readonly string[] {
  let text: string;
  try {
    text = readFileSync('/proc/self/mountinfo', 'utf8');
  } catch {
    return [];
  }
  const remote = /^(nfs|cifs|smb|fuse|9p|afs|ceph|autofs)/;
  return parseMountInfo(text)
    .filter(({ type, path: at }) => !remote.test(type) && at !== root)
    .map(({ path: at }) => at);
}

/** A path with the links above it resolved, as far as it exists. */
function realPathOf(at: string): string {
  for (const folder of foldersUpFrom(at)) {
    try {
      return path.join(realpathSync.native(folder), path.relative(folder, at));
    } catch {
      // It is not there: the next one up.
    }
  }
  return at;
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
export function placeProtection(at: string, { places, deep, users }: ProtectedPlaces): string | undefined {
  if (at === path.dirname(at)) return 'it is the root of a file system';
  return reasonIn(places, at) ?? deepProtection(at, deep, users);
}

/** Why an item inside a cache must not go. */
export function itemProtection(at: string, protectedBy: ProtectedPlaces): string | undefined {
  const { own, users, programs } = protectedBy;
  return (
    placeProtection(at, protectedBy) ?? protectedInside(at, users) ?? reasonIn(own, at) ?? linkedProgram(at, programs)
  );
}

/** Why what was moved away from a place must not go for good; what lay there is no longer there to be looked at. */
export function heldProtection(origin: string, hold: string, { deep, users }: ProtectedPlaces): string | undefined {
  return deepProtection(origin, deep, users) ?? protectedInside(origin, users) ?? deepProtection(hold, deep, users);
}

function protectedInside(at: string, users: ProtectedPlaces['users']): string | undefined {
  return [...users].find(([place]) => isAtOrBelow(place, at))?.[1];
}

function linkedProgram(at: string, programs: ProtectedPlaces['programs']): string | undefined {
  for (const [program, link] of programs) {
    if (isAtOrBelow(program, at)) return `${link} is a link to a program in it`;
  }
  return undefined;
}

/** Why what is held open must not go, whatever path led to it. */
export function entryProtection(entry: BigIntStats, { places, own, deep }: ProtectedPlaces): string | undefined {
  const key = identityKey(entry);
  return places.get(key) ?? deep.get(key) ?? own.get(key);
}

function reasonIn(map: ReadonlyMap<string, string>, at: string): string | undefined {
  try {
    const entry = lstatSync(at, { bigint: true });
    return map.get(identityKey(entry));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // What is not there is nothing that is protected. Whatever else hinders us: it may be.
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    return `whether it is protected could not be told (${code})`;
  }
}

/** Why nothing at or below a place of the user's or one with keys may go. */
export function deepProtection(
  at: string,
  deep: ProtectedPlaces['deep'],
  users: ProtectedPlaces['users'],
): string | undefined {
  for (const [place, why] of users) {
    if (isAtOrBelow(at, place)) return why;
  }
  for (const folder of foldersUpFrom(at)) {
    const reason = reasonIn(deep, folder);
    if (reason !== undefined) return reason;
  }
  return undefined;
}
