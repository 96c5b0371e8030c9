// Makes the table of docs/settings.md, between its two marks, from what the program knows of its settings.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { knownSettings } from '@devclean/core';

const root = path.resolve(import.meta.dirname, '../../..');
const output = 'docs/settings.md';
const [begin, end] = ['<!-- settings: written by "npm run generate" -->', '<!-- /settings -->'];

/** The page's path, relative to the repository's root, and its text. */
export function settingsTable() {
  const rows = Object.entries(knownSettings).map(
    ([name, { kind, values = [], standard, says }]) =>
      `| \`${name}\` | ${holds[kind] ?? values.map((one) => `\`"${one}"\``).join(', ')} | \`${JSON.stringify(standard)}\` | ${says} |`,
  );
  const table = ['| setting | holds | without it | what it does |', '|---|---|---|---|', ...rows];
  const text = readFileSync(path.join(root, output), 'utf8');
  const [before, after] = [text.split(begin)[0], text.split(end)[1]];
  if (before === text || after === undefined) throw new Error(`${output} has lost its marks ${begin} and ${end}`);
  return { output, text: `${before}${begin}\n${table.join('\n')}\n${end}${after}` };
}

const holds = {
  time: 'a time: `"45m"`, `"12h"`, `"30d"`, `"8w"`, `"0"`',
  tools: 'tools: `["gradle"]`',
  paths: 'paths, absolute or `~/…`',
  'paths by tool': 'paths by tool: `{ "pip": ["/data/pip"] }`',
};
