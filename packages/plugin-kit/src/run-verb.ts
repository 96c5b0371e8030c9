import { DevcleanError } from '@devclean/core';
import type { Interfaces } from '@oclif/core';

/** The event by which a provider's command asks the app to do its work. */
export const RUN_EVENT = 'devclean:run';

export type ProviderVerb = 'info' | 'path' | 'list' | 'remove' | 'purge' | 'caching';

/** What a provider's command hands to the app. Plain data: the two may come from different copies of this package. */
export interface RunRequest {
  readonly apiVersion: 1;
  readonly verb: ProviderVerb;
  /** The provider's id. */
  readonly provider: string;
  /** The words behind the command: names, patterns. */
  readonly words?: readonly string[];
  /** The flags as oclif parsed them, by name. */
  readonly flags: Readonly<Record<string, unknown>>;
}

/**
 * Hands a verb to the app, which finds the provider, does the work, prints it, and sets the exit code. Rejects with
 * whatever the app rejects with.
 */
export async function runVerb(config: Interfaces.Config, request: RunRequest): Promise<void> {
  const { successes, failures } = await config.runHook(RUN_EVENT, { ...request });
  const [failure] = failures;
  if (failure !== undefined) throw failure.error;
  if (successes.length === 0) {
    throw new DevcleanError('BAD_PROVIDER', 'This command is a plugin of devclean and works inside it only.', {
      hint: 'Call it through devclean.',
    });
  }
}
