// `npm run version-packages`: turns the changesets into a version and its entries in the changelogs. All packages have the same version.
// The example asks for devclean's packages by version, as an author elsewhere does, and what `devclean providers new` writes is made from it.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { giveUp, root, start } from './set-up.mjs';

try {
  await run('changeset', ['version']);
  const { version } = JSON.parse(readFileSync(path.join(root, 'apps/cli/package.json'), 'utf8'));
  const example = path.join(root, 'examples/provider-plugin/package.json');
  const text = readFileSync(example, 'utf8');
  writeFileSync(example, text.replaceAll(/("@devclean\/[a-z-]+": "\^)[^"]+"/g, `$1${version}"`));
  await run('biome', ['check', '--write', '.']); // changesets writes package.json its own way
  await run('pnpm', ['install', '--lockfile-only']);
  await run(process.execPath, [path.join(root, 'scripts/generate.mjs')]);
  process.stdout.write(`${version}\n`);
} catch (error) {
  giveUp(error);
}

async function run(name, args) {
  if ((await start(name, args)) !== 0) throw new Error(`"${name} ${args[0]}" failed (its messages are above).`);
}
