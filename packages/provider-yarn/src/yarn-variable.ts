import type { ToolContext } from '@devclean/core';

/**
 * The user's variable of this name in any letter case, as both Yarns read theirs; of several spellings the last counts.
 * Empty means unset.
 */
export function yarnVariable(name: string, context: ToolContext): { name: string; value: string } | undefined {
  const [spelled, value] =
    Object.entries(context.env).findLast(([key, text]) => key.toLowerCase() === name && text?.trim()) ?? [];
  return spelled === undefined || value === undefined ? undefined : { name: spelled, value };
}

/** Every folder from the one where the user stands up to the root. */
export function foldersAbove(folder: string, parentOf: (folder: string) => string): readonly string[] {
  const folders = [folder];
  for (let parent = parentOf(folder); parent !== folders.at(-1); parent = parentOf(parent)) folders.push(parent);
  return folders;
}
