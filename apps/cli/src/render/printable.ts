/**
 * What a terminal may be told. File names, and words of plugins and tools, can hold escape sequences that recolour,
 * retitle or rewrite the screen, or turn text around: each such character is shown as its code instead.
 */
// Of the categories Cc, Cs, Zl and Zp by their codes, as well: the names cost every start a millisecond.
const dangerous =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  /[\0-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff\u{e0000}-\u{e007f}]/gu;

export function printable(text: string): string {
  return text.replace(dangerous, (character) => {
    if (character === '\n') return '\\n';
    if (character === '\t') return '\\t';
    const code = character.codePointAt(0) ?? 0;
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
  });
}

/** A document with every string in it made printable. What is rendered goes through here as a whole, so that nothing is forgotten. */
export function printableDocument<T>(value: T): T {
  return sanitised(value) as T;
}

function sanitised(value: unknown): unknown {
  if (typeof value === 'string') return printable(value);
  if (Array.isArray(value)) return value.map(sanitised);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, sanitised(part)]));
}
