import { DevcleanError } from '../errors.js';
import type { CacheProvider, FolderProvider, ProviderSpec } from './cache-provider.js';
import { completeProvider } from './complete-provider.js';
import { specProblems } from './spec-problems.js';

/** Completes a spec into a provider in which nothing is missing. Throws `BAD_PROVIDER` when the spec contradicts itself. */
export function defineProvider(spec: ProviderSpec & Pick<FolderProvider, 'caches'>): FolderProvider;
export function defineProvider(spec: ProviderSpec): CacheProvider;
export function defineProvider(spec: ProviderSpec): CacheProvider {
  const problems = specProblems(spec);
  if (problems.length > 0) {
    throw new DevcleanError('BAD_PROVIDER', `The provider "${spec.id}" is wrong: ${problems.join('; ')}.`, {
      hint: 'Tell its authors.',
    });
  }
  return completeProvider(spec);
}
