// `npm run create-provider -- TOOL [TITLE [HOMEPAGE]]`: begins a tool of the catalog, and renews what is made from it.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { newTool } from '../packages/provider-catalog/scripts/new-tool.mjs';
import { giveUp, root, setUp, start } from './set-up.mjs';

const [id = '', title = id.charAt(0).toUpperCase() + id.slice(1), homepage = `https://${id}.example/cache`] =
  process.argv.slice(2);
try {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id))
    throw new Error(`"${id}" must be lower-case letters, digits and dashes: npm run create-provider -- toy`);
  if (!homepage.startsWith('https://')) throw new Error(`"${homepage}" must be an https address`);
  const taken = ['providers.generated.ts', 'app-commands.ts'].some((name) =>
    readFileSync(path.join(root, 'apps/cli/src', name), 'utf8').includes(`'${id}'`),
  );
  if (taken) throw new Error(`"${id}" is the name of a command or of a tool that devclean knows`);
  const files = Object.entries(newTool({ id, title, homepage })).map(([name, text]) => ({
    file: path.join('packages/provider-catalog', name),
    text,
  }));
  for (const { file } of files) if (existsSync(path.join(root, file))) throw new Error(`${file} is there already`);
  await setUp();
  for (const { file, text } of files) writeFileSync(path.join(root, file), text, { flag: 'wx' });
  const formatted = await start('biome', ['check', '--write', ...files.map(({ file }) => file)]); // long names break lines
  if (formatted !== 0) throw new Error('"biome check" failed (its messages are above).');
  const code = await start('node', [path.join(root, 'scripts/generate.mjs')]);
  if (code !== 0) throw new Error('"npm run generate" failed (its messages are above).');
  process.stdout.write(`${files.map(({ file }) => file).join('\n')}

Next:
1. docs/writing-a-provider.md has the questionnaire: put the answers into the first two.
2. npm test -- packages/provider-catalog
3. Write the proof, "npm run test:catalog -- --record", and take knownFrom away; or delete the proof. Until then a test fails.
`);
} catch (error) {
  giveUp(error);
}
