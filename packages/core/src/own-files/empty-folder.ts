import { mkdtemp, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Runs something with a new empty folder of ours, which is gone afterwards. Whatever was put into it stays: it is not ours. */
export async function withEmptyFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'devclean-'));
  try {
    return await use(folder);
  } finally {
    await rmdir(folder).catch(() => undefined);
  }
}
