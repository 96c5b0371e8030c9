import type { Look } from './look.js';

/** A bar of `share` (0 to 1) of `width` columns. Whatever is not nothing shows at least its thinnest mark. */
export function bar(share: number, width: number, { signs }: Look): string {
  const steps = signs.bar.length;
  const full = signs.bar[steps - 1] ?? '';
  if (!(share > 0) || width === 0) return '';
  const eighths = Math.max(1, Math.round(Math.min(1, share) * width * steps));
  const rest = eighths % steps;
  return full.repeat(Math.floor(eighths / steps)) + (rest === 0 ? '' : (signs.bar[rest - 1] ?? ''));
}
