import { DevcleanError, type RoomRequest, type ToolContext, volumeAt } from '@devclean/core';
import { parseSize } from '../size.js';
import type { Destination } from './destination-flags.js';

interface RoomFlags {
  readonly free?: string | undefined;
  readonly 'until-free'?: string | undefined;
}

/** What `--free` or `--until-free` asks for, in bytes; nothing when neither was given. */
export interface AskedRoom {
  readonly goal: RoomRequest['goal'];
  readonly bytes: number;
}

/** `--free` and `--until-free`. Throws `BAD_ARGUMENT`, also where what goes would be kept, which frees nothing. */
export function roomFlags(flags: RoomFlags, { keepMs = 0, trash }: Destination): AskedRoom | undefined {
  const { free, 'until-free': untilFree } = flags;
  const [goal, text] = free !== undefined ? (['free', free] as const) : (['until-free', untilFree] as const);
  if (text === undefined) return undefined;
  if (free !== undefined && untilFree !== undefined) {
    throw new DevcleanError('BAD_ARGUMENT', '--free and --until-free are two ways to say how much room is needed.', {
      hint: 'Leave out one of them: --free is how much is to come free, --until-free how much is to be free then.',
    });
  }
  if (trash || keepMs > 0) throw keptFreesNothing(`--${goal}`, trash ? '--trash' : '--keep');
  const bytes = parseSize(text);
  if (bytes) return { goal, bytes };
  throw new DevcleanError('BAD_ARGUMENT', `--${goal} takes a size such as 20GB, and "${text}" is none.`, {
    hint: hintFor(text),
  });
}

/** What was moved aside takes up its space until it is removed. */
export function keptFreesNothing(what: string, flag: '--trash' | '--keep'): DevcleanError {
  const until = flag === '--trash' ? 'the trash is emptied' : 'its time is over';
  return new DevcleanError('BAD_ARGUMENT', `${what} makes room, and what is kept takes up its space until ${until}.`, {
    hint: flag === '--trash' ? 'Leave out --trash.' : 'Leave out --keep, or say --keep 0.',
  });
}

function hintFor(text: string): string {
  const [, count, prefix = ''] = /^(\d+(?:\.\d+)?) ?([kmgtp]?)$/i.exec(text) ?? [];
  if (count !== undefined && Number(count) > 0) {
    const letter = prefix.toUpperCase() || 'G';
    return `Say which: ${count}${letter}B counts in thousands, ${count}${letter}iB in units of 1024.`;
  }
  return 'Sizes are 500MB or 20GB in thousands, 512MiB or 2GiB in units of 1024; a fraction is 1.5GB.';
}

/** The request for a plan: until so much is free on the file system of the home folder. Throws `UNREADABLE_FILE` where that does not say. */
export async function roomRequest({ goal, bytes }: AskedRoom, { homes }: ToolContext): Promise<RoomRequest> {
  if (goal === 'free') return { goal, bytes };
  try {
    return { goal, bytes, volume: await volumeAt(homes.env) };
  } catch (cause) {
    const message = `How much is free on the file system of ${homes.env} cannot be told.`;
    const hint = '--free 20GB frees so much, whatever is free now.';
    throw new DevcleanError('UNREADABLE_FILE', message, { hint, cause });
  }
}
