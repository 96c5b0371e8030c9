import { execFileSync } from 'node:child_process';
import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import type {} from 'vitest';

declare module 'vitest' {
  interface TaskMeta {
    /** Set by `needs`, read by the reporter that says what was left out. */
    missingTools?: string[];
  }
}

/**
 * How to tell whether a real tool can be used here. A name that is missing from this list means "on the PATH"; the
 * others are abilities of the machine rather than programs.
 */
const abilities: Record<string, () => boolean> = {
  root: isRoot,
  'an ordinary user': () => !isRoot(),
  'a second user': () => isRoot() && findTool('setpriv') !== undefined,
  'a mount namespace': () => isRoot() && runs('unshare', '--mount', 'true'),
  'a second python': () => findPythons().length > 1,
  pip: () => findPythons().some((python) => runs(python, '-m', 'pip', '--version')),
  gradle: () => findTool('gradle') !== undefined && findTool('java') !== undefined,
};

const known = new Map<string, boolean>();

/** Whether the tool can be used here; looked up once a process. */
export function hasTool(tool: string): boolean {
  const answer = known.get(tool) ?? (abilities[tool] ?? (() => findTool(tool) !== undefined))();
  known.set(tool, answer);
  return answer;
}

/**
 * The options of a test, or of a whole `describe`, that needs real tools: `test('…', needs('gradle'), () => …)`. Where one
 * is missing the test skips, and the end of the run says so; with `DEVCLEAN_REQUIRE_TOOLS=1` the run then fails.
 */
export function needs(...tools: [string, ...string[]]): { skip: boolean; meta: { missingTools?: string[] } } {
  const missingTools = tools.filter((tool) => !hasTool(tool));
  return { skip: missingTools.length > 0, meta: missingTools.length > 0 ? { missingTools } : {} };
}

/** The absolute path of a program on the PATH. */
export function findTool(name: string): string | undefined {
  return findAllTools(name)[0];
}

/** Each real interpreter that is on the PATH, once, whatever names it goes by. A shim of a version manager is no interpreter. */
export function findPythons(): string[] {
  const names = ['python3', ...Array.from({ length: 9 }, (_, index) => `python3.${index + 8}`)];
  const found = new Map<string, string>();
  for (const candidate of names.flatMap(findAllTools)) {
    try {
      const print = ['-I', '-c', 'import os, sys; print(os.path.realpath(sys.executable))'];
      const real = execFileSync(candidate, print, {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
        timeout: 10_000,
      });
      if (!found.has(real.trim())) found.set(real.trim(), candidate);
    } catch {
      // A shim without a version behind it.
    }
  }
  return [...found.keys()].map((real) => realpathSync(real));
}

function findAllTools(name: string): string[] {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  const suffixes = process.platform === 'win32' ? ['.exe', '.cmd'] : [''];
  return folders.flatMap((folder) => suffixes.map((suffix) => path.join(folder, name + suffix))).filter(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

function runs(name: string, ...args: string[]): boolean {
  try {
    execFileSync(name, args, { stdio: 'ignore', timeout: 10_000 });
    return true;
  } catch {
    return false;
  }
}
