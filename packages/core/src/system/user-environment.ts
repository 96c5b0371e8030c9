import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { processEnvironment } from './processes.js';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The user's own variables. npm exports its whole configuration to everything it runs (`npm run`, `npx`), so inside
 * npm an `npm_config_cache` may be a passing `--cache`, or the setting of the project that devclean is started from.
 * On Linux the user's own value is read from the environment that npm itself was started with; elsewhere it is left out.
 */
export async function userEnvironment(env: Environment = process.env): Promise<Environment> {
  if (env.npm_execpath === undefined && env.npm_command === undefined) return env;
  const own = Object.entries(env).filter(([name]) => !isNpmConfig(name));
  const before = Object.entries(await environmentBeforeNpm()).filter(([name]) => isNpmConfig(name));
  const searched = env.PATH === undefined ? [] : [['PATH', withoutProjects(env.PATH)] as const];
  return Object.fromEntries([...own, ...before, ...searched]);
}

/** npm puts the project's own programs before the user's: a project's yarn is not an installation of the user's. */
function withoutProjects(search: string): string {
  const folders = search.split(path.delimiter);
  return folders
    .filter((folder) => !/[/\\](node_modules[/\\]\.bin|node-gyp-bin)[/\\]?$/.test(folder))
    .join(path.delimiter);
}

function isNpmConfig(name: string): boolean {
  return /^npm_config_/i.test(name);
}

/** The environment of the nearest ancestor that no npm started: npm itself. */
async function environmentBeforeNpm(): Promise<Environment> {
  for (let pid = process.ppid; pid > 1; ) {
    try {
      const environment = await processEnvironment(pid);
      if (!environment?.has('npm_execpath')) return Object.fromEntries(environment ?? []);
      pid = parentOf(await readFile(`/proc/${pid}/stat`, 'utf8'));
    } catch {
      return {};
    }
  }
  return {};
}

/** proc_pid_stat(5): the command's name is in parentheses and may hold anything; the parent is the second field after it. */
function parentOf(stat: string): number {
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}
