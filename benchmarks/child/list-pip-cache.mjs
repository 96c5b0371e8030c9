// Lists a pip cache and says on how many entries it came, by where their names are from: node list-pip-cache.mjs FOLDER
import process from 'node:process';
import { createToolContext } from '@devclean/core';
import { pip } from '@devclean/provider-pip';

const [location] = process.argv.slice(2);
const context = await createToolContext({
  env: { HOME: location, PATH: '' },
  homes: { env: location, account: location },
});
const section = { provider: 'pip', cache: 'pip', location, id: 'http', paths: [`${location}/http-v2`] };
const found = {};
for await (const { nameFrom } of pip.entries(section, context)) found[nameFrom] = (found[nameFrom] ?? 0) + 1;
process.stdout.write(`${JSON.stringify(found)}\n`);
