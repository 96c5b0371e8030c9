import { constants } from 'node:buffer';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { DevcleanError } from '../errors.js';
import type { PurgePlan } from '../plan/purge-plan.js';

const hint = 'Give --plan-out a path that you may write to. Nothing was removed.';

/**
 * Writes a plan where the user said, for the user's eyes only. An older plan there is replaced, any other file is not.
 * Throws `UNWRITABLE_FILE`.
 */
export async function writePlanFile(file: string, plan: PurgePlan): Promise<void> {
  const text = `${JSON.stringify(plan, undefined, 2)}\n`;
  try {
    await writeFile(file, text, { mode: 0o600, flag: 'wx' }).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
      if (!(await isPlanFile(file))) throw new Error('there is a file already, and it is no plan');
      await writeFile(file, text);
    });
  } catch (cause) {
    throw new DevcleanError(
      'UNWRITABLE_FILE',
      `The plan could not be written to ${file}: ${(cause as Error).message}.`,
      { hint, cause },
    );
  }
}

async function isPlanFile(file: string): Promise<boolean> {
  try {
    return /^\s*\{\s*"schema":\s*"devclean\.plan\//.test(await readWhole(file));
  } catch {
    return false;
  }
}

/** The text of a plan file. Throws `UNREADABLE_FILE`. */
export async function readPlanFile(file: string): Promise<string> {
  try {
    return await readWhole(file);
  } catch (cause) {
    throw new DevcleanError('UNREADABLE_FILE', `The plan ${file} could not be read: ${(cause as Error).message}.`, {
      hint: 'Give the path of a file that --plan-out wrote.',
      cause,
    });
  }
}

async function readWhole(file: string): Promise<string> {
  const entry = await stat(file);
  // A device never ends, and a FIFO waits for ever.
  if (!entry.isFile()) throw new Error('it is not a file');
  if (entry.size > constants.MAX_STRING_LENGTH) throw new Error('it is too large for a plan');
  return readFile(file, 'utf8');
}
