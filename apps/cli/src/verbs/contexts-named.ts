import path from 'node:path';
import { type ContextReport, DevcleanError, type ToolContext } from '@devclean/core';
import { nearest } from '../nearest.js';

type ContextCandidate = Pick<ContextReport, 'id' | 'label' | 'executable'>;

/**
 * Ids of the contexts that were named: by id, by label, by the executable or another name of it, or by the folder that
 * the installation lies in, such as a virtual environment. Throws `UNKNOWN_CONTEXT`.
 */
export async function contextsNamed(
  named: readonly string[],
  all: readonly ContextCandidate[],
  context: ToolContext,
): Promise<string[]> {
  const ids: string[] = [];
  for (const name of named) {
    const match = all.find(({ id, executable, label }) => [id, executable, label].includes(name));
    const matches = match ? [match] : await contextsAt(name, all, context);
    if (matches.length === 0) throw unknownContext(name, all);
    ids.push(...matches.map(({ id }) => id));
  }
  return ids;
}

/** The contexts that a path of the user's leads to: those that live in a folder, or the one that a program is. */
async function contextsAt(
  name: string,
  all: readonly ContextCandidate[],
  { cwd, realPath }: ToolContext,
): Promise<readonly ContextCandidate[]> {
  if (name === '') return [];
  const named = path.resolve(cwd, name);
  const [real, beside] = await Promise.all([realPath(named), realPath(path.dirname(named))]);
  if (real === undefined) return [];
  const inside: ContextCandidate[] = [];
  const neighbours: ContextCandidate[] = [];
  const targets: ContextCandidate[] = [];
  for (const one of all) {
    if (one.executable === undefined) continue;
    const folder = await realPath(path.dirname(one.executable));
    if (folder === undefined) continue;
    if (folder === real || path.dirname(folder) === real) inside.push(one);
    if ((await realPath(one.executable)) !== real) continue;
    // An environment's python is a link to the one that it was made with: only their folders tell them apart.
    if (folder === beside) neighbours.push(one);
    if (path.join(folder, path.basename(one.executable)) === real) targets.push(one);
  }
  return [inside, neighbours, targets].find((found) => found.length > 0) ?? [];
}

function unknownContext(name: string, all: readonly ContextCandidate[]): DevcleanError {
  const ids = all.map(({ id }) => id);
  const suggestion = nearest(name, ids);
  const none = 'Leave out --context to take the caches that are there: no installation was found.';
  return new DevcleanError('UNKNOWN_CONTEXT', `There is no installation called "${name}".`, {
    hint: suggestion ? `Did you mean "${suggestion}"?` : ids.length > 0 ? `Choose one of: ${ids.join(', ')}.` : none,
  });
}
