import path from 'node:path';
import { PLUGIN_TEMPLATE } from './plugin-template.generated.js';

/** What a new plugin says of its tool before its author has looked anything up. */
export interface PluginWords {
  readonly id: string;
  readonly title: string;
  /** The tool's own documentation of its cache. */
  readonly homepage: string;
  readonly summary: string;
}

/** The files of a whole plugin, by their paths with `/` between the names. */
export function newPlugin(words: PluginWords): Record<string, string> {
  const blanks: Record<string, string> = { ...words, VARIABLE: words.id.toUpperCase().replaceAll('-', '_') };
  const filled = (text: string, escaped = (word: string) => word) =>
    text.replaceAll(/\{\{(\w+)\}\}/g, (blank, name: string) => escaped(blanks[name] ?? blank));
  return Object.fromEntries(
    Object.entries(PLUGIN_TEMPLATE).map(([name, text]) => [
      filled(name),
      filled(text, escapes[path.posix.extname(name)]),
    ]),
  );
}

/** How a word stands between quotes. */
const escapes: Readonly<Record<string, (word: string) => string>> = {
  '.ts': (word) => word.replaceAll('\\', '\\\\').replaceAll("'", "\\'"),
  '.json': (word) => JSON.stringify(word).slice(1, -1),
};
