import path from 'node:path';
import { exitCodeOf, readPlan, readPlanFile, userProtection } from '@devclean/core';
import type { Interfaces } from '@oclif/core';
import { loadProviders } from '../providers.js';
import { factsFromProviders, renderPlan } from '../render/plan.js';
import { type OutputFlags, openSession, type Session } from '../session.js';
import { type ConfirmationFlags, carryOut, withDestination } from './carry-out.js';
import { destinationFlags } from './destination-flags.js';
import { refuseToRemove } from './refuse-to-remove.js';

export interface ApplyFlags extends OutputFlags, ConfirmationFlags {
  readonly location?: readonly string[] | undefined;
}

/** `devclean apply PLAN.json`: carries out a plan that was written before, as far as nothing has changed since. */
export async function runApply(config: Interfaces.Config, file: string, flags: ApplyFlags): Promise<void> {
  const destination = destinationFlags(flags);
  const session = await openSession(flags);
  if (!flags['dry-run']) refuseToRemove(session);
  userProtection(session.context);
  const plan = readPlan(await readPlanFile(path.resolve(session.context.cwd, file)), session.context);
  const tools = [...new Set(plan.steps.map(({ provider }) => provider))];
  const { known } = tools.length === 0 ? { known: [] } : await loadProviders(config, { tools });
  const facts = factsFromProviders(known);
  if (flags['dry-run']) {
    process.exitCode = exitCodeOf(plan);
    if (session.json) return session.emit(plan);
    return session.print(renderPlan(withDestination(plan, destination), facts, session.out));
  }
  const locations = await realPaths(session, flags.location ?? []);
  await carryOut(session, { plan, known, facts, locations, destination }, flags);
}

/** A plan does not carry what the user named when it was made: whoever applies it names it again. */
async function realPaths({ context }: Session, named: readonly string[]): Promise<string[]> {
  return Promise.all(
    named.map(async (place) => {
      const absolute = path.resolve(context.cwd, place);
      return (await context.realPath(absolute)) ?? absolute;
    }),
  );
}
