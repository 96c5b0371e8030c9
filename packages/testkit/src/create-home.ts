import { chmodSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { type Tree, writeTree } from './write-tree.js';

/** A temporary folder that plays home. */
export interface ThrowAwayHome {
  /** The home itself: absolute, every link resolved. */
  readonly path: string;
  /** The temporary folder around it, which also holds `tmp` (the tools' `TMPDIR`) and whatever a test puts beside the home. */
  readonly root: string;
  /**
   * A whole environment for a child process in which every tool stays inside `root`. It is built up from a short
   * list of harmless variables instead of taken over and cleaned, so that no setting of this machine leads out of it.
   */
  readonly env: Readonly<Record<string, string>>;
  /** Writes files below the home. */
  write(tree: Tree): void;
  /** Removes the temporary folder. Only ever the one that was made here; a second call does nothing. */
  remove(): void;
}

const prefix = 'devclean-home-';

/** What a child process needs of the real machine: to find programs, to speak a language, to start on Windows. */
const inherited = [
  'PATH',
  'PATHEXT',
  'SystemRoot',
  'SYSTEMROOT',
  'windir',
  'ComSpec',
  'COMSPEC',
  'LANG',
  'LC_ALL',
  'TZ',
  'JAVA_HOME',
  'DEVCLEAN_REQUIRE_TOOLS',
];

export function createHome(tree: Tree = {}): ThrowAwayHome {
  const root = mkdtempSync(join(realpathSync(tmpdir()), prefix));
  const { dev, ino } = lstatSync(root, { bigint: true });
  const path = join(root, 'home');
  mkdirSync(path);
  mkdirSync(join(root, 'tmp'));
  writeTree(path, tree);

  return {
    path,
    root,
    env: environment(root, path),
    write: (more) => writeTree(path, more),
    remove: () => {
      const stat = lstatSync(root, { bigint: true, throwIfNoEntry: false });
      if (stat === undefined) return;
      const ours = stat.isDirectory() && stat.dev === dev && stat.ino === ino;
      if (!ours || !basename(root).startsWith(prefix) || dirname(realpathSync(root)) !== realpathSync(tmpdir())) {
        throw new Error(`${root} is not the folder that this test made: it is left alone`);
      }
      makeWritable(root);
      rmSync(root, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

function environment(root: string, home: string): Record<string, string> {
  const env: Record<string, string> = {};
  for (const name of inherited) {
    const value = process.env[name];
    if (value !== undefined) env[name] = value;
  }
  const temp = join(root, 'tmp');
  Object.assign(env, {
    HOME: home,
    TMPDIR: temp,
    TMP: temp,
    TEMP: temp,
    XDG_CACHE_HOME: join(home, '.cache'), // the only variable that Yarn 1 heeds as root
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_DATA_HOME: join(home, '.local', 'share'),
    XDG_STATE_HOME: join(home, '.local', 'state'),
    XDG_CONFIG_DIRS: join(root, 'etc', 'xdg'), // the machine's own pip.conf must not redirect a test
    // npm's global settings lie beside the real Node; upper case, because npm exports only lower case to its children.
    NPM_CONFIG_USERCONFIG: join(home, '.npmrc'),
    NPM_CONFIG_GLOBALCONFIG: join(root, 'etc', 'npmrc'),
    NPM_CONFIG_PREFIX: join(home, '.npm-global'),
    PNPM_HOME: join(home, '.local', 'share', 'pnpm'),
    YARN_GLOBAL_FOLDER: join(home, '.yarn', 'berry'),
    YARN_IGNORE_PATH: '1',
    COREPACK_ENABLE_PROJECT_SPEC: '0',
    GRADLE_USER_HOME: join(home, '.gradle'),
    JAVA_TOOL_OPTIONS: `-Duser.home=${home}`, // a JVM takes its home from the account database, whatever HOME says
    PYTHONDONTWRITEBYTECODE: '1',
    GIT_CONFIG_NOSYSTEM: '1',
  });
  if (process.platform === 'win32') {
    Object.assign(env, {
      USERPROFILE: home,
      APPDATA: join(home, 'AppData', 'Roaming'),
      LOCALAPPDATA: join(home, 'AppData', 'Local'),
    });
  }
  return env;
}

/** Without write permission on a folder, an ordinary user cannot remove what is in it. */
function makeWritable(path: string): void {
  const folders = [path];
  for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
    if ((lstatSync(next).mode & 0o700) !== 0o700) chmodSync(next, 0o700);
    for (const entry of readdirSync(next, { withFileTypes: true })) {
      if (entry.isDirectory()) folders.push(join(next, entry.name));
    }
  }
}
