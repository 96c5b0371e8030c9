// Makes src/index.ts from the files in src/tools: the catalog is what lies there.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const tools = path.resolve(import.meta.dirname, '../src/tools');

/** The file, relative to the repository's root, and its text. Throws for a tool's file that exports no one thing. */
export function catalogIndex() {
  const lines = readdirSync(tools)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => name.slice(0, -'.ts'.length))
    .sort() // as biome has it: `electron` before `electron-builder`
    .map((name) => {
      const exported = [...readFileSync(path.join(tools, `${name}.ts`), 'utf8').matchAll(/^export const (\w+)/gm)];
      if (exported.length !== 1) throw new Error(`src/tools/${name}.ts must export one provider, and nothing else`);
      return `export { ${exported[0][1]} } from './tools/${name}.js';`;
    });
  const begin =
    '// Written by scripts/catalog-index.mjs from the files in tools. Do not edit: "npm run generate" does it.';
  return { output: 'packages/provider-catalog/src/index.ts', text: `${[begin, ...lines].join('\n')}\n` };
}
