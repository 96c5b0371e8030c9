import { applyPlan } from '../src/apply/apply-plan.js';
import { undoBatch } from '../src/apply/undo-batch.js';
import { DevcleanError } from '../src/errors.js';
import { planPurge } from '../src/plan/plan-purge.js';
import { scan } from '../src/scan/scan.js';
import { createToolContext } from '../src/system/create-tool-context.js';
import type { ToolContext } from '../src/system/tool-context.js';
import { inChild } from './child.js';
import { request, toy } from './toy.js';

/** Runs code in a process of its own that is killed at its n-th call of one kind, of those on the given paths. Whether it came that far. */
export async function killedAt(
  code: string,
  home: string,
  { call, nth, paths = [] }: { call: string; nth: number; paths?: readonly string[] },
): Promise<boolean> {
  try {
    await inChild(code, home, injecting([call], `signal=SIGKILL:when=${nth}`, paths));
    return false;
  } catch (error) {
    if ((error as { signal?: string }).signal !== 'SIGKILL') throw error;
    return true;
  }
}

/** What goes before a program, so that the calls named meet what `inject` says: on any path, or on the given ones. */
export function injecting(calls: readonly string[], inject: string, paths: readonly string[] = []): string[] {
  const only = paths.flatMap((path) => ['-P', path]);
  const injected = calls.flatMap((call) => ['-e', `inject=${call}:${inject}`]);
  return ['strace', '-f', '-qq', '-o', '/dev/null', '-e', `trace=${calls}`, ...only, ...injected];
}

/** The user of `inChild`, in this process: to start one for each look takes longer than all the rest. */
export function userInChild(home: string): Promise<ToolContext> {
  return createToolContext({
    env: { HOME: home },
    homes: { env: home, account: home },
    cwd: '/',
    platform: 'linux',
  });
}

/** What `purge` is in a child. */
export async function purgeToy(home: string, options: { keepMs?: number; trash?: boolean } = {}): Promise<void> {
  const context = await userInChild(home);
  const plan = planPurge(await scan([toy], { context }), [toy], request());
  await applyPlan(plan, [toy], { context, ...options });
}

/** Brings back what is held, if anything is. */
export async function undoToy(home: string): Promise<void> {
  try {
    await undoBatch(undefined, { context: await userInChild(home) });
  } catch (error) {
    if (!(error instanceof DevcleanError && error.code === 'NOTHING_HELD')) throw error;
  }
}
