import { DevcleanError, parseDuration } from '@devclean/core';

/** `--older-than` as the core takes it; nothing when it was not given. Throws `BAD_ARGUMENT`. */
export function olderThanFlag(
  { 'older-than': text }: { readonly 'older-than'?: string | undefined },
  now: Date = new Date(),
): { usedBefore?: string } {
  if (text === undefined) return {};
  const ms = parseDuration(text);
  if (ms) return { usedBefore: new Date(now.getTime() - ms).toISOString() };
  throw new DevcleanError('BAD_ARGUMENT', `--older-than takes a time such as 30d, and "${text}" is none.`, {
    hint: 'Write minutes as 45m, hours as 12h, days as 30d, weeks as 8w.',
  });
}
