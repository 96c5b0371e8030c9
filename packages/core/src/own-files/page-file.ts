import { open, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { DevcleanError } from '../errors.js';

/**
 * Writes a page where the user said, for the user's eyes only: it tells what lies in a home. An older page that begins with the same words
 * is replaced, and stays whole until the new one is; any other file is not. Throws `UNWRITABLE_FILE`.
 */
export async function writePageFile(file: string, page: string, beginning: string): Promise<void> {
  let begun: string | undefined;
  try {
    const there = await beginningOf(file, beginning.length);
    if (there !== undefined && there !== beginning)
      throw new Error('there is something already, and devclean has not made it');
    const place = there === undefined ? file : await realpath(file);
    const target = there === undefined ? file : `${place}.${process.pid}.new`;
    await writeFile(target, '', { mode: 0o600, flag: 'wx' });
    begun = target;
    await writeFile(target, page);
    if (target !== place) await rename(target, place);
  } catch (cause) {
    // A disk that is full leaves half of it.
    if (begun !== undefined) await rm(begun, { force: true });
    throw new DevcleanError('UNWRITABLE_FILE', `${file} could not be written: ${(cause as Error).message}.`, {
      hint: 'Name another file with -o.',
      cause,
    });
  }
}

/** The first characters of what is there, nothing where there is nothing, and no characters where it is no file. */
async function beginningOf(file: string, length: number): Promise<string | undefined> {
  try {
    // A FIFO waits for ever.
    if (!(await stat(file)).isFile()) return '';
    const handle = await open(file, 'r');
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, 0);
      return buffer.toString('utf8', 0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? undefined : '';
  }
}
