import { readFile, writeFile } from 'node:fs/promises';
import { DevcleanError } from '../errors.js';
import type { PurgePlan } from '../plan/purge-plan.js';

const hint = 'Nothing was removed. Give --plan-out a path that you may write to.';

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
    return /^\s*\{\s*"schema":\s*"devclean\.plan\//.test(await readFile(file, 'utf8'));
  } catch {
    return false;
  }
}

/** The text of a plan file. Throws `UNREADABLE_FILE`. */
export async function readPlanFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new DevcleanError('UNREADABLE_FILE', `The plan ${file} could not be read: ${(cause as Error).message}.`, {
      hint: 'Give the path of a file that --plan-out wrote.',
      cause,
    });
  }
}
