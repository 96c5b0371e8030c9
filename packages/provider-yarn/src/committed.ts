import path from 'node:path';
import { type FoundPath, foldersUpFrom, programFolders, type ToolContext } from '@devclean/core';

/**
 * Whether git would miss nothing in a folder. `free`: none of its files is tracked, and all are ignored. `kept`: some are not.
 * `unknown`: git is missing, fails, or its settings make it do more than look.
 */
async function whatGitSays(folder: string, context: ToolContext): Promise<'free' | 'kept' | 'unknown'> {
  const tree = await workTree(folder, context);
  if (tree === undefined) return 'unknown';
  // Settings from elsewhere, and what may have git fetch objects that it lacks.
  const settings = await context.readText(path.join(tree, '.git/config'));
  if (settings === undefined || /include|promisor|partialclone|sparse|worktree/i.test(settings)) return 'unknown';
  const git = await gitOutside(tree, context);
  if (git === undefined) return 'unknown';
  const quiet = ['core.fsmonitor=false', 'core.hooksPath=/dev/null', 'protocol.allow=never'];
  const options = ['--no-optional-locks', ...quiet.flatMap((setting) => ['-c', setting])];
  const files = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', '.'];
  const said = await context.query([git, ...options, '-C', folder, ...files]);
  if (said === undefined) return 'unknown';
  return said === '' ? 'free' : 'kept';
}

/** Settings can lead into a repository; what somebody has committed there is theirs. The tool's own places are no repository's. */
export async function withoutCommitted(
  found: readonly FoundPath[],
  context: ToolContext,
): Promise<readonly FoundPath[]> {
  return Promise.all(
    found.map(async (one) => {
      if (one.foundBy.rule === 'default' || !path.isAbsolute(one.path)) return one;
      if (!(await context.exists(one.path)) || (await workTree(one.path, context)) === undefined) return one;
      return withVerdict(one, context);
    }),
  );
}

/** The same, with the reason for which it is never taken, where there is one. */
export async function withVerdict(found: FoundPath, context: ToolContext): Promise<FoundPath> {
  const said = await whatGitSays(found.path, context);
  return said === 'free' ? found : { ...found, kept: reasons[said] };
}

const reasons = {
  kept: 'it is part of a project: git tracks files in it, or does not ignore them',
  unknown: 'it may be part of a project: git does not say that it ignores it',
} as const;

async function workTree(folder: string, context: ToolContext): Promise<string | undefined> {
  for (const above of foldersUpFrom((await context.realPath(folder)) ?? folder)) {
    if (await context.exists(path.join(above, '.git'))) return above;
  }
  return undefined;
}

/** The first git on the PATH, unless it is one that the repository brings. */
async function gitOutside(tree: string, context: ToolContext): Promise<string | undefined> {
  const name = context.platform === 'win32' ? 'git.exe' : 'git';
  for (const folder of programFolders(context)) {
    const git = path.join(folder, name);
    const real = await context.realPath(git);
    if (real === undefined) continue;
    return [git, real].some((at) => foldersUpFrom(at).includes(tree)) ? undefined : git;
  }
  return undefined;
}
