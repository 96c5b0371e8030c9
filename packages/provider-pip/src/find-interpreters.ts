import { isAbsolute, join, resolve } from 'node:path';
import { type FoundBy, fillPath, foldersUpFrom, programFolders, type ToolContext } from '@devclean/core';
import { askInterpreter, mayBeRun } from './ask-interpreter.js';
import { type Interpreter, interpretersIn, isReadable, prefixOf } from './interpreter.js';
import { registeredPrefixes } from './registered-prefixes.js';

/** A folder that may hold a Python, and what led there. It need not exist. */
export interface FoundPrefix {
  readonly prefix: string;
  readonly foundBy: FoundBy;
  /** What the user starts it by, where that is how it was found. */
  readonly executable?: string;
}

export type FoundInterpreter = Interpreter & Pick<FoundPrefix, 'foundBy'>;

/**
 * Every Python with a pip in these prefixes, but for the known ones; what is found becomes known. Links lead to the same
 * prefix. Where the files do not say what Python it is, one that the user starts by name is asked.
 */
export async function interpretersOf(
  prefixes: Iterable<FoundPrefix>,
  context: ToolContext,
  known: Set<string>,
): Promise<readonly FoundInterpreter[]> {
  const found: FoundInterpreter[] = [];
  const silent: (FoundPrefix & { readonly executable: string })[] = [];
  for (const { prefix, foundBy, executable } of prefixes) {
    const real = await context.realPath(prefix);
    if (real === undefined || known.has(real)) continue;
    known.add(real);
    // An environment is known by the name that its user gave it, an installation by where it really is.
    const isVenv = await context.exists(join(prefix, 'pyvenv.cfg'));
    const own = await interpretersIn(isVenv ? prefix : real, context);
    found.push(...own.map((one) => ({ ...one, foundBy })));
    if (own.length > 0 || executable === undefined || !mayBeRun(executable, context)) continue;
    if (!(await isReadable(isVenv ? prefix : real, context))) silent.push({ prefix, foundBy, executable });
  }
  const answers = await Promise.all(silent.map(({ executable }) => askInterpreter(executable, context)));
  for (const [index, answer] of answers.entries()) {
    if (answer === undefined) continue;
    const real = (await context.realPath(answer.prefix)) ?? answer.prefix;
    if (known.has(real)) continue;
    known.add(real);
    found.push({ ...answer, foundBy: (silent[index] as FoundPrefix).foundBy });
  }
  return found;
}

/** Where the user's Pythons usually live: the active one first, then as the shell would find them. They need not exist. */
export async function usualPrefixes(context: ToolContext): Promise<readonly FoundPrefix[]> {
  const active = ['VIRTUAL_ENV', 'CONDA_PREFIX'].map((variable) => named(context.env[variable] ?? '', 'env', variable));
  const [onPath, installed] = await Promise.all([prefixesOnPath(context), installedPrefixes(context)]);
  return [...active.filter(({ prefix }) => isAbsolute(prefix)), ...onPath, ...installed];
}

/** The environments of the project that the user stands in, and of those around it. They need not exist. */
export async function projectPrefixes(context: ToolContext): Promise<readonly FoundPrefix[]> {
  const { cwd, env, projectRoots, readText } = context;
  const prefixes: FoundPrefix[] = [];
  const folders = new Set([...foldersUpFrom(cwd), ...projectRoots]);
  for (const folder of folders) {
    const venv = join(folder, '.venv');
    // uv and pipenv may write a file in its place, which says where the environment is.
    const target = (await readText(venv))?.split(/\r?\n/, 1)[0]?.trim();
    prefixes.push(named(target ? resolve(folder, target) : venv, 'project', folder));
    const others = ['venv', env.UV_PROJECT_ENVIRONMENT || 'venv'];
    prefixes.push(...others.map((name) => named(resolve(folder, name), 'project', folder)));
  }
  return prefixes;
}

function named(prefix: string, rule: FoundBy['rule'], detail: string): FoundPrefix {
  return { prefix, foundBy: { rule, detail } };
}

async function prefixesOnPath(context: ToolContext): Promise<readonly FoundPrefix[]> {
  const inFolder = async (folder: string): Promise<readonly FoundPrefix[]> => {
    const names = (await context.list(folder)).filter((name) => /^(python|pypy)(\d+(\.\d+)?)?t?(\.exe)?$/.test(name));
    const prefixes = await Promise.all(names.map((name) => prefixOf(join(folder, name), context)));
    return prefixes.flatMap((prefix, index) =>
      prefix === undefined
        ? []
        : [{ ...named(prefix, 'env', `PATH: ${folder}`), executable: join(folder, names[index] as string) }],
    );
  };
  // At once: one after the other, waiting for the disk is most of what a scan of a small home does.
  return (await Promise.all(programFolders(context).map(inFolder))).flat();
}

/** Folders that hold a prefix each, and whose they are. `*` stands for any name, or the rest of one. */
function usualPlaces(context: ToolContext): readonly (readonly [whose: string, ...patterns: readonly string[]])[] {
  const { env, homes, platform } = context;
  const home = homes.env;
  const data = fillPath('{xdg-data}', context).path;
  const pyenv = env.PYENV_ROOT || join(home, '.pyenv');
  const pipx = [
    env.PIPX_HOME || join(data, 'pipx'),
    join(home, '.local/pipx'),
    ...(platform === 'darwin' ? [join(home, 'Library/Application Support/pipx')] : []),
    ...(platform === 'win32' ? [join(home, 'pipx'), join(localData(context), 'pipx/pipx')] : []),
  ];
  const everywhere = [
    ['pyenv', join(pyenv, 'versions/*'), join(pyenv, 'versions/*/envs/*')],
    ['uv', join(env.UV_PYTHON_INSTALL_DIR || join(data, 'uv/python'), '*')],
    ['pipx', ...pipx.flatMap((folder) => [join(folder, 'shared'), join(folder, 'venvs/*')])],
    ['virtualenvwrapper', join(env.WORKON_HOME || join(home, '.virtualenvs'), '*')],
    ['pipenv', join(data, 'virtualenvs/*')],
    ['asdf', join(env.ASDF_DATA_DIR || join(home, '.asdf'), 'installs/python/*')],
    ['mise', join(env.MISE_DATA_DIR || join(data, 'mise'), 'installs/python/*')],
  ] as const;
  switch (platform) {
    case 'linux':
      return [
        ...everywhere,
        ['the system', '/usr', '/usr/local'],
        ['Homebrew', '/home/linuxbrew/.linuxbrew/opt/python@*', join(home, '.linuxbrew/opt/python@*')],
      ];
    case 'darwin': {
      const brews = ['/opt/homebrew', '/usr/local'];
      return [
        ...everywhere,
        ['Homebrew', ...brews.map((brew) => `${brew}/opt/*/Frameworks/Python.framework/Versions/*`)],
        ['python.org', '/Library/Frameworks/Python.framework/Versions/*'],
        // Not `/usr/bin/python3`: without the developer tools that one opens a dialog.
        [
          'Apple’s developer tools',
          ...['/Library/Developer/CommandLineTools', '/Applications/Xcode.app/Contents/Developer'].map(
            (tools) => `${tools}/Library/Frameworks/Python3.framework/Versions/*`,
          ),
        ],
        ['MacPorts', '/opt/local/Library/Frameworks/Python.framework/Versions/*'],
      ];
    }
    case 'win32':
      return [
        ...everywhere,
        ['python.org', join(localData(context), 'Programs/Python/*'), ...programFiles(context)],
        ['the Python install manager', join(localData(context), 'Python/*')],
        ['uv', join(env.APPDATA || join(home, 'AppData/Roaming'), 'uv/data/python/*')],
        ['pyenv', join(home, '.pyenv/pyenv-win/versions/*')],
      ];
  }
}

function localData({ env, homes }: ToolContext): string {
  return env.LOCALAPPDATA || join(homes.env, 'AppData/Local');
}

function programFiles({ env }: ToolContext): readonly string[] {
  const folders = [env.PROGRAMFILES ?? env.ProgramFiles, env['PROGRAMFILES(X86)'] ?? env['ProgramFiles(x86)']];
  return folders.flatMap((folder) => (folder ? [join(folder, 'Python*')] : []));
}

async function installedPrefixes(context: ToolContext): Promise<readonly FoundPrefix[]> {
  const places = usualPlaces(context).map(async ([whose, ...patterns]) => {
    const prefixes = await Promise.all(patterns.map((pattern) => spread(pattern, context)));
    return prefixes.flat().map((prefix) => named(prefix, 'default', whose));
  });
  const [prefixes, conda, registered] = await Promise.all([
    Promise.all(places),
    condaPrefixes(context),
    registeredPrefixes(context),
  ]);
  const inRegistry = registered.map(({ prefix, key }) => named(prefix, 'config', key));
  return [...prefixes.flat(), ...conda, ...inRegistry];
}

async function spread(pattern: string, context: ToolContext): Promise<readonly string[]> {
  const star = /^(.*?)[/\\]([^/\\*]*)\*(?=[/\\]|$)(.*)$/.exec(pattern);
  if (star === null) return [pattern];
  const [, folder = '', begin = '', rest = ''] = star;
  const names = (await context.list(folder)).filter((name) => name.startsWith(begin));
  return (await Promise.all(names.map((name) => spread(join(folder, name) + rest, context)))).flat();
}

/** Where conda's installers put it. */
const condaFolders = ['miniconda3', 'anaconda3', 'miniforge3', 'mambaforge', 'micromamba'];

/** conda notes every environment that it makes, some of them long gone; an installer's own folder is in no such note. */
async function condaPrefixes(context: ToolContext): Promise<readonly FoundPrefix[]> {
  const { env, homes, platform } = context;
  const list = join(homes.env, '.conda/environments.txt');
  const noted = ((await context.readText(list)) ?? '')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(isAbsolute)
    .map((prefix) => named(prefix, 'config', list));
  const above = {
    linux: [homes.env, '/opt'],
    darwin: [homes.env, '/opt'],
    win32: [homes.env, localData(context), env.PROGRAMDATA || env.ProgramData || ''],
  }[platform];
  const roots = [
    ...above.filter(isAbsolute).flatMap((folder) => condaFolders.map((name) => join(folder, name))),
    ...(platform === 'win32' ? [] : ['/opt/conda']),
    ...(platform === 'darwin' ? ['/opt/homebrew/Caskroom/miniconda/base', '/usr/local/Caskroom/miniconda/base'] : []),
    env.MAMBA_ROOT_PREFIX ?? '',
  ].filter(isAbsolute);
  const environments = await Promise.all(roots.map((root) => spread(join(root, 'envs/*'), context)));
  return [...noted, ...[...roots, ...environments.flat()].map((prefix) => named(prefix, 'default', 'conda'))];
}

/**
 * The prefixes that ran pip with this cache: pip remembers for each when it last looked for a newer pip.
 * No pip ever removes these notes, so many lead nowhere.
 */
export async function prefixesInSelfcheck(location: string, context: ToolContext): Promise<readonly FoundPrefix[]> {
  const prefixes: FoundPrefix[] = [];
  const folder = join(location, 'selfcheck');
  for (const name of await context.list(folder)) {
    if (!/^[0-9a-f]{56}$/.test(name)) continue;
    const note = await context.readBytes(join(folder, name), 0, 8192);
    const key = note && keyOf(new TextDecoder().decode(note));
    if (key !== undefined && isAbsolute(key)) prefixes.push(named(key, 'tool', `pip’s notes in ${folder}`));
  }
  return prefixes;
}

function keyOf(note: string): string | undefined {
  try {
    const { key } = JSON.parse(note);
    return typeof key === 'string' ? key : undefined;
  } catch {
    return undefined;
  }
}
