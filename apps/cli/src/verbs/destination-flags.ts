import { DevcleanError, parseDuration } from '@devclean/core';

/** What becomes of what goes, where the flags say more than that it goes. */
export interface Destination {
  /** Milliseconds. */
  readonly keepMs?: number;
  readonly trash?: true;
}

/** `--keep` and `--trash` as the core takes them. Throws `BAD_ARGUMENT`. */
export function destinationFlags(
  { keep, trash }: { readonly keep?: string | undefined; readonly trash?: boolean },
  platform: NodeJS.Platform = process.platform,
): Destination {
  if (trash && keep !== undefined) {
    throw new DevcleanError('BAD_ARGUMENT', '--keep and --trash are two ways to be able to bring something back.', {
      hint: 'Leave out one of them: --keep ends by itself and frees the space then, the trash is emptied by you.',
    });
  }
  if (trash && platform === 'win32') {
    throw new DevcleanError(
      'BAD_ARGUMENT',
      'devclean cannot reach the recycle bin of Windows, so there is no --trash.',
      {
        hint: 'Use --keep 24h, which holds what goes for a while.',
      },
    );
  }
  if (trash) return { trash };
  if (keep === undefined) return {};
  const keepMs = parseDuration(keep);
  if (keepMs !== undefined) return { keepMs };
  throw new DevcleanError('BAD_ARGUMENT', `--keep takes a time such as 24h, and "${keep}" is none.`, {
    hint: 'Write minutes as 45m, hours as 12h, days as 30d, weeks as 8w; 0 keeps nothing.',
  });
}
