/** Options by section, in the file's order; names are lower case. */
export type PipConf = ReadonlyMap<string, ReadonlyMap<string, string>>;

/**
 * Reads `pip.conf` as Python's `RawConfigParser` does. INI readers of the JavaScript world differ where it matters:
 * to Python a `#` after a value belongs to the value, `:` separates as well as `=`, an indented line continues the
 * value, and a section or an option that stands twice is an error.
 *
 * Nothing when Python would refuse the file: no pip that reads it runs at all then.
 * See https://docs.python.org/3/library/configparser.html#supported-ini-file-structure
 */
export function parsePipConf(text: string): PipConf | undefined {
  // Python keeps a byte order mark, and so misses the first section's header.
  if (text.startsWith('\uFEFF')) return undefined;

  const sections = new Map<string, Map<string, string[]>>();
  const defaults = new Map<string, string[]>();
  let options: Map<string, string[]> | undefined;
  let value: string[] | undefined;
  let indent = 0;

  for (const line of text.split(/\r\n|\r|\n/)) {
    const content = line.trim();
    if (content.startsWith('#') || content.startsWith(';')) continue;
    if (content === '') {
      value?.push('');
      continue;
    }
    const lineIndent = line.search(/\S/);
    if (value !== undefined && lineIndent > indent) {
      value.push(content);
      continue;
    }
    indent = lineIndent;

    const section = /^\[(.+)\]/.exec(content)?.[1];
    if (section !== undefined) {
      if (sections.has(section)) return undefined;
      options = section === 'DEFAULT' ? defaults : new Map();
      if (section !== 'DEFAULT') sections.set(section, options);
      value = undefined;
      continue;
    }
    const [, name, first] = /^(.*?)\s*[=:]\s*(.*)$/.exec(content) ?? [];
    const key = name?.toLowerCase();
    if (options === undefined || !key || first === undefined || options.has(key)) return undefined;
    value = [first];
    options.set(key, value);
  }

  return new Map(
    [...sections].map(([section, own]) => [
      section,
      new Map([...defaults, ...own].map(([name, lines]) => [name, lines.join('\n').trimEnd()])),
    ]),
  );
}
