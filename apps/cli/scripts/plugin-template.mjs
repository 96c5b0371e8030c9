// Makes src/plugin-template.generated.ts, what `devclean providers new` writes, from examples/provider-plugin: the example's words
// become blanks, so that filling them with the example's words gives the example again.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const example = path.resolve(import.meta.dirname, '../../../examples/provider-plugin');
const made = ['node_modules', 'dist', '.turbo'];

/** What stands in the example for each blank, the longer first. */
export const exampleWords = {
  homepage: 'https://black.readthedocs.io/en/stable/usage_and_configuration/file_collection_and_discovery.html',
  summary: 'What Black knows of the files that it has formatted',
  VARIABLE: 'BLACK',
  title: 'Black',
  id: 'black',
};

/** The files of the example, by their paths with `/` between the names. */
export function exampleFiles() {
  const files = {};
  const walk = (folder) => {
    for (const entry of readdirSync(path.join(example, folder), { withFileTypes: true })) {
      const name = path.posix.join(folder, entry.name);
      if (made.includes(entry.name)) continue;
      if (entry.isDirectory()) walk(name);
      else files[name] = readFileSync(path.join(example, name), 'utf8');
    }
  };
  walk('');
  return Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The file, relative to the repository's root, and its text. */
export function pluginTemplate() {
  const entries = Object.entries(exampleFiles()).map(
    ([name, text]) => `  ${JSON.stringify(withBlanks(name))}: ${JSON.stringify(withBlanks(text))},`,
  );
  const lines = [
    '// Written by scripts/plugin-template.mjs from examples/provider-plugin. Do not edit: "npm run generate" does it.',
    'export const PLUGIN_TEMPLATE: Readonly<Record<string, string>> = {',
    ...entries,
    '};',
    '',
  ];
  return { output: 'apps/cli/src/plugin-template.generated.ts', text: lines.join('\n') };
}

function withBlanks(text) {
  return Object.entries(exampleWords).reduce((before, [blank, word]) => before.replaceAll(word, `{{${blank}}}`), text);
}
