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
