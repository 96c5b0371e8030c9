const minute = 60 * 1000;
const units = { m: minute, h: 60 * minute, d: 24 * 60 * minute, w: 7 * 24 * 60 * minute };

/** Ten years: what is longer is a slip, and would be no date. */
const longest = 520 * units.w;

/** Milliseconds of `45m`, `12h`, `30d`, `8w` or `0`; nothing for any other text. */
export function parseDuration(text: string): number | undefined {
  if (text === '0') return 0;
  const [, count, unit] = /^(\d{1,9})([mhdw])$/.exec(text) ?? [];
  if (count === undefined) return undefined;
  const ms = Number(count) * units[unit as keyof typeof units];
  return ms <= longest ? ms : undefined;
}
