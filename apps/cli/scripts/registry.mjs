// Writes src/providers.generated.ts: the cards of the providers that this package depends on, inlined, and how to load
// each. So help and the manifest know every tool without loading any provider's code.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const app = path.resolve(import.meta.dirname, '..');
export const registryFile = path.join(app, 'src', 'providers.generated.ts');

/** The file's text, from the built packages of the providers. */
export async function registryText() {
  const { dependencies } = JSON.parse(readFileSync(path.join(app, 'package.json'), 'utf8'));
  const packages = Object.keys(dependencies).filter((name) => name.startsWith('@devclean/provider-'));
  const entries = [];
  for (const name of packages) {
    const exported = Object.entries(await import(name)).filter(([, value]) => value?.apiVersion === 1 && value.caches);
    for (const [identifier, { id, title, homepage, summary }] of exported) {
      entries.push({ id, text: entryText({ id, title, homepage, summary }, name, identifier) });
    }
  }
  entries.sort((a, b) => (a.id < b.id ? -1 : 1));
  return [
    '// Written by scripts/registry.mjs from the providers in package.json. Do not edit: run "pnpm generate".',
    "import type { RegisteredProvider } from './providers.js';",
    '',
    entries.length === 0
      ? 'export const REGISTRY: readonly RegisteredProvider[] = [];'
      : `export const REGISTRY: readonly RegisteredProvider[] = [\n${entries.map(({ text }) => text).join('\n')}\n];`,
    '',
  ].join('\n');
}

function entryText(card, name, identifier) {
  const fields = Object.entries(card).map(([key, value]) => `      ${key}: ${quoted(value)},`);
  const load = `    load: async () => (await import('${name}')).${identifier},`;
  return ['  {', '    card: {', ...fields, '    },', load, '  },'].join('\n');
}

function quoted(text) {
  return text.includes("'") && !text.includes('"') ? `"${text}"` : `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  writeFileSync(registryFile, await registryText());
}
