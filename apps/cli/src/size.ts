const decimal = ['kb', 'mb', 'gb', 'tb', 'pb'];
const binary = ['kib', 'mib', 'gib', 'tib', 'pib'];

/** Bytes of `500MB` (decimal) or `2GiB` (binary), with a fraction or without; nothing for any other text, or for more than can be counted. */
export function parseSize(text: string): number | undefined {
  const [, count, unit = ''] = /^(\d+(?:\.\d+)?) ?([a-z]+)$/i.exec(text) ?? [];
  const factor = factorOf(unit.toLowerCase());
  if (count === undefined || factor === undefined) return undefined;
  const bytes = Math.round(Number(count) * factor);
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}

function factorOf(unit: string): number | undefined {
  if (unit === 'b') return 1;
  if (decimal.includes(unit)) return 1000 ** (decimal.indexOf(unit) + 1);
  return binary.includes(unit) ? 1024 ** (binary.indexOf(unit) + 1) : undefined;
}
