import { lstatSync } from 'node:fs';
import { FolderStream, type ListedEntry, listFolder } from './list-folder.js';

/**
 * The entries of one folder as listing tells them, none of them looked at: for whoever only wants names. Names are bytes,
 * written as latin1.
 *
 * @throws the system's error when the folder cannot be read.
 */
export function* listNames(path: Buffer): Generator<ListedEntry> {
  const listed = listFolder(path, lstatSync(path));
  if (!(listed instanceof FolderStream)) {
    yield* listed;
    return;
  }
  try {
    for (let entry = listed.next(); entry !== undefined; entry = listed.next()) yield entry;
  } finally {
    listed.close();
  }
}
