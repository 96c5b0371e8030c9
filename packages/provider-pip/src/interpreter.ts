import { basename, dirname, join } from 'node:path';
import type { ToolContext } from '@devclean/core';

/** A Python that has a pip. */
export interface Interpreter {
  /** Python's `sys.prefix`, where the site's `pip.conf` lies. */
  readonly prefix: string;
  readonly kind: 'installation' | 'venv' | 'conda';
  /** As the folder of its library is called: `python3.11`, `pypy3.10`. On Windows, where it is not, `python`. */
  readonly name: string;
  readonly executable: string;
  /** pip's version. */
  readonly pip: string;
}

/**
 * The Pythons with a pip that live in a prefix; `/usr` may have several. Read from the layout: nothing is run.
 * See https://docs.python.org/3/library/site.html and https://docs.python.org/3/library/venv.html
 */
export async function interpretersIn(prefix: string, context: ToolContext): Promise<readonly Interpreter[]> {
  const isVenv = await context.exists(join(prefix, 'pyvenv.cfg'));
  const isConda = !isVenv && (await context.exists(join(prefix, 'conda-meta')));
  const kind = isVenv ? 'venv' : isConda ? 'conda' : 'installation';

  const found: Interpreter[] = [];
  for (const library of await librariesIn(prefix, context)) {
    // A virtual environment borrows the standard library. In a Debian `/usr/lib`, `python3` holds packages only.
    if (!isVenv && !(await context.exists(join(library, 'os.py')))) continue;
    const name = context.platform === 'win32' ? 'python' : basename(library);
    const executable = await executableIn(prefix, name, context);
    if (executable === undefined) continue;
    const pip = await pipVersion(sitePackages(prefix, library, kind, context), context);
    if (pip !== undefined) found.push({ prefix, kind, name, executable, pip });
  }
  return found;
}

/** Whether the files of a prefix tell what Python it is: its standard library is where every Python's is. */
export async function isReadable(prefix: string, context: ToolContext): Promise<boolean> {
  if (await context.exists(join(prefix, 'pyvenv.cfg'))) return true;
  for (const library of await librariesIn(prefix, context)) {
    if (await context.exists(join(library, 'os.py'))) return true;
  }
  return false;
}

/**
 * The prefix of the Python that an executable starts, as Python finds it: a `pyvenv.cfg` beside or above the executable
 * decides, otherwise links are followed. A shim (pyenv, asdf) leads to a folder without a library, and so to no Python.
 */
export async function prefixOf(executable: string, context: ToolContext): Promise<string | undefined> {
  const folder = dirname(executable);
  for (const prefix of [folder, dirname(folder)]) {
    if (await context.exists(join(prefix, 'pyvenv.cfg'))) return prefix;
  }
  const real = await context.realPath(executable);
  return real && (context.platform === 'win32' ? dirname(real) : dirname(dirname(real)));
}

async function librariesIn(prefix: string, context: ToolContext): Promise<readonly string[]> {
  if (context.platform === 'win32') return [join(prefix, 'Lib')];
  const libraries = new Map<string, string>();
  for (const folder of ['lib', 'lib64']) {
    for (const name of await context.list(join(prefix, folder))) {
      // Fedora keeps packages in `lib` and the standard library in `lib64`: the later one, then, is the one to look at.
      if (!/^(python|pypy)\d(\.\d+)?t?$/.test(name)) continue;
      const library = join(prefix, folder, name);
      if (!libraries.has(name) || (await context.exists(join(library, 'os.py')))) libraries.set(name, library);
    }
  }
  return [...libraries.values()];
}

async function executableIn(prefix: string, name: string, context: ToolContext): Promise<string | undefined> {
  const candidates =
    context.platform === 'win32'
      ? [join(prefix, 'Scripts', 'python.exe'), join(prefix, 'python.exe')]
      : [name, name.startsWith('pypy') ? 'pypy3' : 'python3', 'python'].map((file) => join(prefix, 'bin', file));
  for (const candidate of candidates) if (await context.exists(candidate)) return candidate;
  return undefined;
}

/** Where pip may be installed, in the order of `sys.path`. */
function sitePackages(
  prefix: string,
  library: string,
  kind: Interpreter['kind'],
  { platform, homes, env }: ToolContext,
): readonly string[] {
  const name = basename(library);
  const userBase = env.PYTHONUSERBASE ?? join(homes.env, '.local');
  const user = [
    join(userBase, 'lib', name, 'site-packages'),
    join(homes.env, 'Library', 'Python', name.replace('python', ''), 'lib', 'python', 'site-packages'),
  ];
  return [
    ...(kind === 'venv' || platform === 'win32' ? [] : user),
    join(prefix, 'local', 'lib', name, 'dist-packages'),
    join(prefix, 'local', 'lib', name, 'site-packages'),
    join(library, 'site-packages'),
    join(prefix, 'lib', name, 'site-packages'),
    join(prefix, 'lib', 'python3', 'dist-packages'),
  ];
}

async function pipVersion(folders: readonly string[], context: ToolContext): Promise<string | undefined> {
  for (const folder of folders) {
    // What `pip --version` says; the folder of metadata beside it may be one that an upgrade left behind.
    const source = await context.readText(join(folder, 'pip', '__init__.py'));
    const version = source && /^__version__ = ["']([^"']+)["']/m.exec(source)?.[1];
    if (version) return version;
  }
  return undefined;
}
