import stringWidth from 'string-width';
import { bar } from './bar.js';
import type { Look } from './look.js';

/** A bar of `share` (0 to 1) of `width` columns, with what is left of it. */
export function gauge(share: number, width: number, look: Look): string {
  const { colors, signs } = look;
  const filled = bar(share, width, look);
  return colors.cyan(filled) + colors.dim(signs.track.repeat(Math.max(0, width - stringWidth(filled))));
}
