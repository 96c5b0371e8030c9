import type { CacheProvider } from '@devclean/core';

/** The event by which the app asks its plugins for their providers. */
export const PROVIDERS_EVENT = 'devclean:providers';

export interface ProvidersQuestion {
  readonly apiVersion: 1;
}

export type ProvidersHook = (question: ProvidersQuestion) => Promise<readonly CacheProvider[]>;

/**
 * A plugin's answer to the app. The provider's code is loaded only when the app asks, so that `--help` costs nothing.
 * A version of the question that this kit does not know is answered with nothing.
 */
export function providersHook(load: () => Promise<CacheProvider>): ProvidersHook {
  return async ({ apiVersion }) => (apiVersion === 1 ? [await load()] : []);
}
