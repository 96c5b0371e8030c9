import { sep } from 'node:path';

/** The names of a path below a folder. */
export function belowIn(folder: string, path: string): readonly string[] {
  return path.slice(folder.length + 1).split(sep);
}
