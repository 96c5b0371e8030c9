/**
 * Reads a `.yarnrc` of Yarn 1: one `key value` a line, either of them bare or in double quotes, a colon allowed
 * between them. A file that is not of this form answers nothing, as in Yarn, which then ignores it.
 * https://classic.yarnpkg.com/en/docs/yarnrc
 */
export function parseYarnrc(text: string): ReadonlyMap<string, string> {
  const settings = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const words = /^\s*("(?:[^"\\]|\\.)*"|[^\s":#]+):?\s+("(?:[^"\\]|\\.)*"|[^\s"]\S*)\s*$/.exec(line);
    const [, key, value] = words ?? [];
    if (key !== undefined && value !== undefined) settings.set(unquote(key), unquote(value));
    else if ((line.match(/(?<!\\)"/g)?.length ?? 0) % 2 === 1) return new Map();
  }
  return settings;
}

function unquote(word: string): string {
  if (!word.startsWith('"')) return word;
  try {
    return String(JSON.parse(word));
  } catch {
    return word.slice(1, -1);
  }
}
