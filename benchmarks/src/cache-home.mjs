import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildTree } from './build-tree.mjs';

/** The trees that pass for a cache of a tool that devclean knows: where below the home, and what else proves it. */
export const caches = {
  pip: { tool: 'pip', location: '.cache/pip', tree: '.cache/pip', removable: ['.cache/pip/http-v2'] },
  npm: {
    tool: 'npm',
    location: '.npm',
    tree: '.npm/_cacache',
    removable: ['.npm/_cacache/content-v2', '.npm/_cacache/index-v5'],
  },
  gradle: {
    tool: 'gradle',
    location: '.gradle',
    tree: '.gradle/caches/modules-2/files-2.1',
    proof: '.gradle/caches/modules-2/modules-2.lock',
    removable: ['.gradle/caches/modules-2'],
  },
  // Few folders to a file, for which Gradle's place stands in: Go's own cache is none that devclean knows.
  go: {
    tool: 'gradle',
    location: '.gradle',
    tree: '.gradle/caches/modules-2/files-2.1',
    proof: '.gradle/caches/modules-2/modules-2.lock',
    removable: ['.gradle/caches/modules-2'],
  },
};

/** An empty home, with the environment in which every tool stays inside of it. It is built up, not cleaned. */
export function createCacheHome(scratch, name) {
  const folder = path.join(scratch.path, name);
  const home = path.join(folder, 'home');
  const temporary = path.join(folder, 'tmp');
  for (const each of [home, temporary]) mkdirSync(each, { recursive: true });
  return {
    path: home,
    env: {
      PATH: `${path.dirname(process.execPath)}:/usr/bin:/bin`,
      HOME: home,
      TMPDIR: temporary,
      XDG_CACHE_HOME: path.join(home, '.cache'),
      XDG_CONFIG_HOME: path.join(home, '.config'),
      XDG_DATA_HOME: path.join(home, '.local/share'),
      XDG_STATE_HOME: path.join(home, '.local/state'),
      XDG_CONFIG_DIRS: path.join(folder, 'etc/xdg'),
      NPM_CONFIG_USERCONFIG: path.join(home, '.npmrc'),
      NPM_CONFIG_GLOBALCONFIG: path.join(folder, 'etc/npmrc'),
      NPM_CONFIG_PREFIX: path.join(home, '.npm-global'),
      YARN_GLOBAL_FOLDER: path.join(home, '.yarn/berry'),
      GRADLE_USER_HOME: path.join(home, '.gradle'),
      JAVA_TOOL_OPTIONS: `-Duser.home=${home}`,
      NO_COLOR: '1',
    },
    /** Adds the cache of one tree, with so many files. */
    fill(tree, count) {
      const { tree: place, proof } = caches[tree];
      const parent = path.dirname(path.join(home, place));
      mkdirSync(parent, { recursive: true });
      const built = buildTree(tree, count, path.join(home, place), scratch);
      if (proof !== undefined) writeFileSync(path.join(home, proof), Buffer.from([3, ...Buffer.alloc(16)]));
      return built;
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}
