import type { ThrowAwayHome } from '@devclean/testkit';
import { type ApplyOptions, applyPlan } from '../packages/core/src/apply/apply-plan.js';
import type { PurgeResult } from '../packages/core/src/apply/purge-result.js';
import { planPurge } from '../packages/core/src/plan/plan-purge.js';
import type { PurgePlan } from '../packages/core/src/plan/purge-plan.js';
import type { PurgeRequest } from '../packages/core/src/provider/cache-provider.js';
import { scan } from '../packages/core/src/scan/scan.js';
import type { KnownProvider, Scan } from '../packages/core/src/scan/scan-result.js';
import { request, toy, userOf } from '../packages/core/test/toy.js';

interface Asked {
  readonly env?: Readonly<Record<string, string>>;
  readonly known?: readonly KnownProvider[];
  readonly asked?: Partial<PurgeRequest>;
  /** Done between plan and apply; may give another plan. */
  readonly between?: (plan: PurgePlan) => PurgePlan | undefined;
  readonly onEvent?: ApplyOptions['onEvent'];
}

interface Purged {
  readonly found: Scan;
  readonly plan: PurgePlan;
  readonly result: PurgeResult;
  /** What became of each step: `store: done`, or the reason or the error's code. */
  readonly outcomes: readonly string[];
}

/** A whole purge of the toy's cache in a home, in this process, its state folder in the home. */
export async function purge(
  made: ThrowAwayHome,
  { env = {}, known = [toy], asked = {}, between, onEvent }: Asked = {},
): Promise<Purged> {
  const context = await userOf(made, { env: { ...env, XDG_STATE_HOME: `${made.path}/.local/state` } });
  const found = await scan(known, { context });
  const planned = planPurge(found, known, request(asked));
  const plan = between?.(planned) ?? planned;
  const result = await applyPlan(plan, known, { context, ...(onEvent && { onEvent }) });
  const outcomes = result.outcomes.map(
    ({ step, status, reason, error }) =>
      `${plan.steps[step]?.section}: ${status === 'done' ? 'done' : (reason ?? error?.code)}`,
  );
  return { found, plan, result, outcomes };
}
