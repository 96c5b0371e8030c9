import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DevcleanError } from '../errors.js';
import type { ToolContext } from '../system/tool-context.js';
import { configFolder } from './settings.js';

/** A file in which the user describes a tool; what could not be read has its reason instead of its text. */
export type StoredProviderFile =
  | { readonly file: string; readonly text: string }
  | { readonly file: string; readonly problem: string };

const largestFile = 1024 * 1024;

/** Where the files lie by which a user adds tools. It need not exist. */
export function providerFilesFolder(context: Pick<ToolContext, 'platform' | 'homes' | 'env'>): string {
  return path.join(configFolder(context), 'providers');
}

/** The files in which the user describes tools, by name; none where there is no such folder. */
export function storedProviderFiles(folder: string): readonly StoredProviderFile[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return [];
  }
  return names
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => {
      const file = path.join(folder, name);
      try {
        return { file, text: textOfProviderFile(file) };
      } catch (error) {
        return { file, problem: (error as Error).message };
      }
    });
}

/** The text of a file that is to describe a tool. Throws an `Error` with the reason where it is none. */
export function textOfProviderFile(file: string): string {
  const stats = statSync(file);
  // A FIFO waits for ever, a device never ends.
  if (!stats.isFile()) throw new Error('it is not a file');
  if (stats.size > largestFile) throw new Error('it is larger than 1 MiB');
  return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
}

/** Keeps a description of a tool under its id. An older one stays. Throws `UNWRITABLE_FILE`. */
export function storeProviderFile(folder: string, id: string, text: string): string {
  const file = path.join(folder, `${id}.json`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(file, text, { flag: 'wx', mode: 0o600 });
    return file;
  } catch (cause) {
    const isThere = (cause as NodeJS.ErrnoException).code === 'EEXIST';
    const why = isThere ? 'there is one already' : (cause as Error).message;
    throw new DevcleanError('UNWRITABLE_FILE', `The description of ${id} could not be kept as ${file}: ${why}.`, {
      hint: isThere
        ? `Take away the one that is there with "devclean providers remove ${id}".`
        : 'Make the folder writable, and try again.',
      cause,
    });
  }
}

/** Takes away a file that `storeProviderFile` kept, or that the user put there. Throws `UNWRITABLE_FILE`. */
export function removeProviderFile(file: string): void {
  try {
    rmSync(file);
  } catch (cause) {
    throw new DevcleanError('UNWRITABLE_FILE', `${file} could not be removed: ${(cause as Error).message}.`, {
      hint: 'Make the folder writable, and try again.',
      cause,
    });
  }
}
