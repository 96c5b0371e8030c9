// Makes the table of tools in the README, between its two marks, from the providers that this package depends on.
import { readFileSync } from 'node:fs';
import path from 'node:path';

const app = path.resolve(import.meta.dirname, '..');
const readme = path.resolve(app, '../../README.md');
const [begin, end] = ['<!-- tools: written by "npm run generate" -->', '<!-- /tools -->'];

/** The README, relative to the repository's root, and its text with the table renewed. */
export async function toolsTable() {
  const { dependencies } = JSON.parse(readFileSync(path.join(app, 'package.json'), 'utf8'));
  const packages = Object.keys(dependencies).filter((name) => name.startsWith('@devclean/provider-'));
  const rows = [];
  for (const name of packages.sort()) {
    for (const provider of Object.values(await import(name)).filter(
      (value) => value?.apiVersion === 1 && value.caches,
    )) {
      const sections = provider.caches.flatMap((cache) => cache.sections);
      sections.forEach(({ id, title, safety, cost }, i) => {
        const tool = i === 0 ? `[${provider.title}](${provider.homepage})` : '';
        rows.push(`| ${tool} | \`${id}\`: ${title} | ${safety} | ${cost} |`);
      });
    }
  }
  const table = ['| tool | part | to lose it is | what happens next |', '|---|---|---|---|', ...rows];
  const text = readFileSync(readme, 'utf8');
  const [before, after] = [text.split(begin)[0], text.split(end)[1]];
  if (before === text || after === undefined) throw new Error(`README.md has lost its marks ${begin} and ${end}`);
  return { output: 'README.md', text: `${before}${begin}\n${table.join('\n')}\n${end}${after}` };
}
