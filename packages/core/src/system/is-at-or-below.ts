import path from 'node:path';

/** Whether a path is another or lies below it. Both are absolute and normal; `/` and drives may be the outer one. */
export function isAtOrBelow(inner: string, outer: string): boolean {
  if (!inner.startsWith(outer)) return false;
  return inner.length === outer.length || isSeparator(outer.at(-1)) || isSeparator(inner[outer.length]);
}

function isSeparator(character: string | undefined): boolean {
  return character === '/' || character === path.sep;
}
