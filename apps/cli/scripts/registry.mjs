// Makes src/providers.generated.ts: the cards of the providers that this package depends on, inlined, and how to load
// each. So help knows every tool without loading any provider's code.
import { readFileSync } from 'node:fs';
import path from 'node:path';

const app = path.resolve(import.meta.dirname, '..');
const catalog = '@devclean/provider-catalog';

/** The file, relative to the repository's root, and its text, made from the built packages of the providers. */
export async function registry() {
  const { dependencies } = JSON.parse(readFileSync(path.join(app, 'package.json'), 'utf8'));
  const packages = Object.keys(dependencies).filter((name) => name.startsWith('@devclean/provider-'));
  const entries = [];
  for (const name of packages) {
    const exported = Object.entries(await import(name)).filter(([, value]) => value?.apiVersion === 1 && value.caches);
    for (const [identifier, { id, title, homepage, summary, knownFrom }] of exported) {
      entries.push({
        id,
        text: entryText({ id, title, homepage, summary, ...(knownFrom && { knownFrom }) }, name, identifier),
      });
    }
  }
  entries.sort((a, b) => (a.id < b.id ? -1 : 1));
  const lines = [
    '// Written by scripts/registry.mjs from the providers in package.json. Do not edit: "npm run generate" does it.',
    "import type { RegisteredProvider } from './providers.js';",
    '',
    '/** Each `import()` takes its time, also of what has been loaded; and this has sixty tools. */',
    `let loaded: Promise<typeof import('${catalog}')> | undefined;`,
    'function catalog() {',
    `  loaded ??= import('${catalog}');`,
    '  return loaded;',
    '}',
    '',
    entries.length === 0
      ? 'export const REGISTRY: readonly RegisteredProvider[] = [];'
      : `export const REGISTRY: readonly RegisteredProvider[] = [\n${entries.map(({ text }) => text).join('\n')}\n];`,
    '',
  ];
  return { output: 'apps/cli/src/providers.generated.ts', text: lines.join('\n') };
}

function entryText(card, name, identifier) {
  const fields = Object.entries(card).map(([key, value]) => `      ${key}: ${quoted(value)},`);
  const from = name === catalog ? 'catalog()' : `import('${name}')`;
  const load = `    load: async () => (await ${from}).${identifier},`;
  return ['  {', '    card: {', ...fields, '    },', load, '  },'].join('\n');
}

function quoted(text) {
  return text.includes("'") && !text.includes('"')
    ? `"${text}"`
    : `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
