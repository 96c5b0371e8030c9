import path from 'node:path';

/** Every folder from the one where the user stands up to the root. */
export function foldersAbove(folder: string): readonly string[] {
  const folders = [folder];
  for (let parent = path.dirname(folder); parent !== folders.at(-1); parent = path.dirname(parent))
    folders.push(parent);
  return folders;
}
