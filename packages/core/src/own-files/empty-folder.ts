import { mkdtemp, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * Runs something with a new empty folder of ours, which is gone afterwards; whatever was put into it stays, it is not
 * ours. On a full disk, which is the usual reason to run, the root of the file system has to do.
 */
export async function withEmptyFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'devclean-')).catch(() => undefined);
  try {
    return await use(folder ?? path.parse(process.execPath).root);
  } finally {
    if (folder !== undefined) await rmdir(folder).catch(() => undefined);
  }
}
