import { DevcleanError } from '../errors.js';
import type { ToolContext } from '../system/tool-context.js';

/** Who says in which variable that root is somebody else: sudo(8), doas(1), pkexec(1). An ordinary user's are not believed. */
const lenders: ReadonlyMap<string, string> = new Map([
  ['SUDO_UID', 'sudo'],
  ['DOAS_USER', 'doas'],
  ['PKEXEC_UID', 'pkexec'],
]);

/**
 * Throws `UNDER_SUDO` where somebody has become root for this command only: the caches meant are that person's, and root
 * would remove in folders that others can rearrange. Real root, as in a container, carries none of these variables.
 *
 * @param command What to run instead, as it would be typed.
 */
export function refuseSudo({ uid, env }: Pick<ToolContext, 'uid' | 'env'>, command?: string): void {
  if (uid !== 0) return;
  for (const [variable, program] of lenders) {
    if (env[variable] === undefined) continue;
    const yourself = `Run it as yourself, without ${program}`;
    throw new DevcleanError('UNDER_SUDO', `Under ${program} nothing is removed: your caches are yours, not root's.`, {
      hint: command === undefined ? `${yourself}.` : `${yourself}: ${command}`,
    });
  }
}
