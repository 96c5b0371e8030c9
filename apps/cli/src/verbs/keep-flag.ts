import { DevcleanError } from '@devclean/core';
import { parseDuration } from '../duration.js';

/** `--keep` as the core takes it; nothing when it was not given. Throws `BAD_ARGUMENT`. */
export function keepFlag({ keep }: { readonly keep?: string | undefined }): { keepMs?: number } {
  if (keep === undefined) return {};
  const keepMs = parseDuration(keep);
  if (keepMs !== undefined) return { keepMs };
  throw new DevcleanError('BAD_ARGUMENT', `--keep takes a time such as 24h, and "${keep}" is none.`, {
    hint: 'Minutes are 45m, hours 12h, days 30d, weeks 8w; 0 keeps nothing.',
  });
}
