import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { DevcleanError, exitCodeOf, readPlan } from '@devclean/core';
import type { Interfaces } from '@oclif/core';
import { loadProviders } from '../providers.js';
import { factsFromProviders, renderPlan } from '../render/plan.js';
import { openSession, type OutputFlags } from '../session.js';
import { carryOut, type ConfirmationFlags } from './carry-out.js';

/** `devclean apply PLAN.json`: carries out a plan that was written before, as far as nothing has changed since. */
export async function runApply(config: Interfaces.Config, file: string, flags: OutputFlags & ConfirmationFlags): Promise<void> {
  const session = await openSession(flags);
  const plan = readPlan(await textOf(path.resolve(session.context.cwd, file), file), session.context);
  const tools = [...new Set(plan.steps.map(({ provider }) => provider))];
  const { known } = tools.length === 0 ? { known: [] } : await loadProviders(config, { tools });
  const facts = factsFromProviders(known);
  if (flags['dry-run']) {
    process.exitCode = exitCodeOf(plan);
    if (session.json) return session.emit(plan);
    return session.print(renderPlan(plan, facts, session.out));
  }
  await carryOut(session, plan, known, facts, flags);
}

async function textOf(file: string, shown: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const why = code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : `it cannot be read (${code})`;
    throw new DevcleanError('UNREADABLE_FILE', `The plan ${shown} could not be read: ${why}.`, {
      hint: '"devclean sweep --plan-out FILE" writes a plan.',
      cause: error,
    });
  }
}
