import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DevcleanError } from '../errors.js';

/**
 * Writes files, by their paths with `/` between the names, into a folder that is not there yet or empty. Throws `UNWRITABLE_FILE`,
 * before it has written anything where something is in there.
 */
export function writeNewFolder(folder: string, files: Readonly<Record<string, string>>): void {
  try {
    mkdirSync(folder, { recursive: true });
    if (readdirSync(folder).length > 0) throw new Error('there is something in it already');
    for (const [name, text] of Object.entries(files)) {
      const file = path.join(folder, ...name.split('/'));
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text, { flag: 'wx' });
    }
  } catch (cause) {
    throw new DevcleanError('UNWRITABLE_FILE', `${folder} could not be written: ${(cause as Error).message}.`, {
      hint: 'Name another folder, or an empty one.',
      cause,
    });
  }
}
