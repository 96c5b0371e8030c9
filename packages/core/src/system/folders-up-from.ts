import path from 'node:path';

/** A folder, and every one above it up to the root, nearest first. */
export function foldersUpFrom(folder: string): readonly string[] {
  const folders = [folder];
  for (let above = path.dirname(folder); above !== folders.at(-1); above = path.dirname(above)) folders.push(above);
  return folders;
}
