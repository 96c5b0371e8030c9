import { DevcleanError, type KnownProvider } from '@devclean/core';
import type { Providers } from '../providers.js';

/** The provider of the one tool that a command is about. Throws `PROVIDER_FAILED` where it could not be loaded. */
export function theProvider(tool: string, { known, refused }: Providers): KnownProvider {
  const [one] = known;
  if (one !== undefined) return one;
  const why = refused[0]?.error?.message ?? `The provider ${tool} could not be loaded.`;
  throw new DevcleanError('PROVIDER_FAILED', why, { hint: 'Run "devclean doctor" to check every provider.' });
}
