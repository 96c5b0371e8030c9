import { basename, dirname, join } from 'node:path';
import { type FoundContext, type FoundPath, oncePerContext, type ToolContext } from '@devclean/core';
import { mayBeRun } from './ask-interpreter.js';
import { cacheFolders } from './cache-folders.js';
import { cachingOf } from './caching-of.js';
import {
  type FoundPrefix,
  interpretersOf,
  prefixesInSelfcheck,
  projectPrefixes,
  usualPrefixes,
} from './find-interpreters.js';
import type { Interpreter } from './interpreter.js';
import { isPlace, readPipSettings } from './pip-settings.js';

/** The pips of this machine and the folders that they cache in. */
export interface Installations {
  readonly contexts: readonly FoundContext[];
  readonly folders: readonly FoundPath[];
  /**
   * Those that may be run to ask them something: found where the user keeps Pythons. A `.venv` may have come with a
   * clone, and a note in a shared cache may lead anywhere; those are only ever read.
   */
  readonly askable: readonly FoundContext[];
  /** By the id of their context. */
  readonly interpreters: ReadonlyMap<string, Interpreter>;
}

/**
 * Looks where Pythons usually live, then at the interpreters that the caches so found remember, and so on until
 * nothing new comes up. Without any pip, the cache is where this user's next pip would look for it.
 */
export const findInstallations = oncePerContext(async (context): Promise<Installations> => {
  const withoutPip = cacheFolders(await readPipSettings(context), context);
  const contexts: FoundContext[] = [];
  const folders: FoundPath[] = [];
  const seen = new Set<string>();
  const interpreters = new Map<string, Interpreter>();
  const add = async (prefixes: readonly FoundPrefix[]): Promise<void> => {
    for (const interpreter of await interpretersOf(prefixes, context, seen)) {
      const settings = await readPipSettings(context, interpreter);
      const own = cacheFolders(settings, context, interpreter);
      const { id, label } = nameOf(interpreter, context, contexts);
      const { executable, pip: version, foundBy } = interpreter;
      contexts.push({
        id,
        label,
        executable,
        version,
        foundBy: [foundBy],
        ...(own[0] && { location: own[0].path }),
        ...cachingOf(settings, context, interpreter),
      });
      folders.push(...own.map((folder) => ({ ...folder, contexts: [id] })));
      interpreters.set(id, interpreter);
    }
  };

  await add(await usualPrefixes(context));
  const askable = contexts.filter(({ executable = '' }) => mayBeRun(executable, context));
  await add(await projectPrefixes(context));
  const looked = new Set<string>();
  for (;;) {
    const next = [...withoutPip, ...folders].find(({ path }) => isPlace(path, context.platform) && !looked.has(path));
    if (next === undefined) break;
    looked.add(next.path);
    await add(await prefixesInSelfcheck(next.path, context));
  }

  const doubted = contexts.map((one) => (askable.includes(one) ? one : { ...one, onlyNamed: true }));
  if (contexts.length > 0) return { contexts: doubted, folders, askable, interpreters };
  return { contexts, folders: withoutPip.map((folder) => ({ ...folder, contexts: [] })), askable, interpreters };
});

/** What a person calls it: `python3.11`, `pyenv:3.12.1`, `venv:/srv/app/.venv`. The first to claim an id keeps it. */
function nameOf(
  { prefix, kind, name }: Interpreter,
  { env, homes }: ToolContext,
  taken: readonly FoundContext[],
): { id: string; label: string } {
  const version = name
    .replace(/^python/, 'Python ')
    .replace(/^pypy/, 'PyPy ')
    .trim();
  const pyenv = join(env.PYENV_ROOT || join(homes.env, '.pyenv'), 'versions');
  const folder = basename(prefix);
  const named =
    kind === 'venv'
      ? { id: `venv:${prefix}`, label: `virtual environment ${prefix}` }
      : kind === 'conda'
        ? { id: `conda:${prefix}`, label: `conda environment ${prefix}` }
        : dirname(prefix) === pyenv
          ? { id: `pyenv:${folder}`, label: `${version} of pyenv (${folder})` }
          : { id: name, label: `${version} in ${prefix}` };
  return taken.some(({ id }) => id === named.id) ? { ...named, id: `${name}:${prefix}` } : named;
}
