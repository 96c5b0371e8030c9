import { isAbsolute, join, resolve } from 'node:path';
import { fillPath, foldersUpFrom, programFolders, type ToolContext } from '@devclean/core';
import { type Interpreter, interpretersIn, prefixOf } from './interpreter.js';

/** Every Python with a pip in these prefixes, but for the known ones; what is found becomes known. Links lead to the same prefix. */
export async function interpretersOf(
  prefixes: Iterable<string>,
  context: ToolContext,
  known: Set<string>,
): Promise<readonly Interpreter[]> {
  const found: Interpreter[] = [];
  for (const prefix of prefixes) {
    const real = await context.realPath(prefix);
    if (real === undefined || known.has(real)) continue;
    known.add(real);
    // An environment is known by the name that its user gave it, an installation by where it really is.
    const isVenv = await context.exists(join(prefix, 'pyvenv.cfg'));
    found.push(...(await interpretersIn(isVenv ? prefix : real, context)));
  }
  return found;
}

/** Where the user's Pythons usually live: the active one first, then as the shell would find them. They need not exist. */
export async function usualPrefixes(context: ToolContext): Promise<readonly string[]> {
  const { VIRTUAL_ENV = '', CONDA_PREFIX = '' } = context.env;
  const [onPath, installed] = await Promise.all([prefixesOnPath(context), installedPrefixes(context)]);
  return [...[VIRTUAL_ENV, CONDA_PREFIX].filter(isAbsolute), ...onPath, ...installed];
}

/** The environments of the project that the user stands in, and of those around it. They need not exist. */
export async function projectPrefixes({ cwd, readText }: ToolContext): Promise<readonly string[]> {
  const prefixes: string[] = [];
  for (const folder of foldersUpFrom(cwd)) {
    const venv = join(folder, '.venv');
    // uv and pipenv may write a file in its place, which says where the environment is.
    const target = (await readText(venv))?.split(/\r?\n/, 1)[0]?.trim();
    prefixes.push(target ? resolve(folder, target) : venv);
  }
  return prefixes;
}

async function prefixesOnPath(context: ToolContext): Promise<readonly string[]> {
  const inFolder = async (folder: string): Promise<readonly (string | undefined)[]> => {
    const names = (await context.list(folder)).filter((name) => /^(python|pypy)(\d+(\.\d+)?)?t?(\.exe)?$/.test(name));
    return Promise.all(names.map((name) => prefixOf(join(folder, name), context)));
  };
  // At once: one after the other, waiting for the disk is most of what a scan of a small home does.
  const prefixes = (await Promise.all(programFolders(context).map(inFolder))).flat();
  return prefixes.filter((prefix) => prefix !== undefined);
}

/** Folders that hold a prefix each. What `*` stands for is any name. */
async function installedPrefixes(context: ToolContext): Promise<readonly string[]> {
  const { env, homes, platform } = context;
  const data = fillPath('{xdg-data}', context).path;
  const pyenv = env.PYENV_ROOT || join(homes.env, '.pyenv');
  const everywhere = [
    join(pyenv, 'versions/*'),
    join(pyenv, 'versions/*/envs/*'),
    join(env.UV_PYTHON_INSTALL_DIR || join(data, 'uv/python'), '*'),
    join(env.PIPX_HOME || join(data, 'pipx'), 'shared'),
    join(homes.env, '.local/pipx/shared'),
    join(env.WORKON_HOME || join(homes.env, '.virtualenvs'), '*'),
    join(homes.env, '.asdf/installs/python/*'),
    join(data, 'mise/installs/python/*'),
  ];
  const byPlatform = {
    linux: ['/usr', '/usr/local'],
    darwin: [
      ...['/opt/homebrew', '/usr/local'].map((brew) => `${brew}/opt/*/Frameworks/Python.framework/Versions/*`),
      '/Library/Frameworks/Python.framework/Versions/*',
      '/Library/Developer/CommandLineTools/Library/Frameworks/Python3.framework/Versions/*',
    ],
    win32: [
      join(env.LOCALAPPDATA || join(homes.env, 'AppData/Local'), 'Programs/Python/*'),
      join(env.APPDATA || join(homes.env, 'AppData/Roaming'), 'uv/data/python/*'),
    ],
  };
  const patterns = [...everywhere, ...byPlatform[platform]];
  const [prefixes, conda] = await Promise.all([
    Promise.all(patterns.map((pattern) => spread(pattern, context))),
    condaPrefixes(context),
  ]);
  return [...prefixes.flat(), ...conda];
}

async function spread(pattern: string, context: ToolContext): Promise<readonly string[]> {
  const star = /^(.*?)[/\\]\*(?=[/\\]|$)(.*)$/.exec(pattern);
  if (star === null) return [pattern];
  const [, folder = '', rest = ''] = star;
  const names = await context.list(folder);
  return (await Promise.all(names.map((name) => spread(join(folder, name) + rest, context)))).flat();
}

/** conda notes every environment that it makes; some are long gone. */
async function condaPrefixes({ homes, readText }: ToolContext): Promise<readonly string[]> {
  const noted = (await readText(join(homes.env, '.conda/environments.txt'))) ?? '';
  return noted
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(isAbsolute);
}

/**
 * The prefixes that ran pip with this cache: pip remembers for each when it last looked for a newer pip.
 * No pip ever removes these notes, so many lead nowhere.
 */
export async function prefixesInSelfcheck(location: string, context: ToolContext): Promise<readonly string[]> {
  const prefixes: string[] = [];
  const folder = join(location, 'selfcheck');
  for (const name of await context.list(folder)) {
    if (!/^[0-9a-f]{56}$/.test(name)) continue;
    const note = await context.readBytes(join(folder, name), 0, 8192);
    const key = note && keyOf(new TextDecoder().decode(note));
    if (key !== undefined && isAbsolute(key)) prefixes.push(key);
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
