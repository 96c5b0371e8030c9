import { type AppliedSetting, parseDuration } from '@devclean/core';
import type { Session } from '../session.js';

/** How long the user's settings keep what goes; nothing where they do not. `0` is what devclean does by itself. */
export function keepSetting({
  settings: { keep, file },
}: Pick<Session, 'settings'>): { keepMs: number; applied: AppliedSetting } | undefined {
  const keepMs = keep === undefined ? 0 : parseDuration(keep);
  return keep && keepMs ? { keepMs, applied: { name: 'keep', value: keep, file } } : undefined;
}
