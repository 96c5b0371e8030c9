import { closeSync, constants, openSync, readSync, statSync } from 'node:fs';
import { takeTurns } from './take-turns.js';

/** See `ToolContext.readBytes`. */
export async function readBytes(file: string, offset: number, length: number): Promise<Buffer | undefined> {
  await takeTurns();
  try {
    // A device would do something when it is opened. A FIFO that takes the file's place just now has nothing to say.
    const stats = statSync(file);
    if (!stats.isFile()) return undefined;
    const handle = openUnnoticed(file);
    try {
      // No more than there is: a length may come out of a damaged file.
      const buffer = Buffer.allocUnsafe(Math.max(0, Math.min(length, stats.size - offset)));
      let filled = 0;
      while (filled < buffer.length) {
        const count = readSync(handle, buffer, filled, buffer.length - filled, offset + filled);
        if (count === 0) break;
        filled += count;
      }
      return buffer.subarray(0, filled);
    } finally {
      closeSync(handle);
    }
  } catch {
    return undefined;
  }
}

const reading = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
const unnoticed = constants.O_NOATIME ?? 0;

/** Only Linux can read without a trace, and only for the file's owner. */
function openUnnoticed(file: string): number {
  try {
    return openSync(file, reading | unnoticed);
  } catch (error) {
    if (unnoticed === 0 || (error as NodeJS.ErrnoException).code !== 'EPERM') throw error;
    return openSync(file, reading);
  }
}
