// Lists the caches of a tool in a home, as `devclean TOOL list` does, and says on how many entries it came, by where their names are from:
// node list-cache.mjs TOOL HOME names|sizes
import path from 'node:path';
import process from 'node:process';
import { createToolContext, listEntries, scan } from '@devclean/core';
import { gradle } from '@devclean/provider-gradle';
import { npm } from '@devclean/provider-npm';
import { pip } from '@devclean/provider-pip';
import { yarn } from '@devclean/provider-yarn';

const [tool, home, what] = process.argv.slice(2);
const env = {
  HOME: home,
  PATH: '',
  GRADLE_USER_HOME: path.join(home, '.gradle'), // else that of the account
  PIP_CACHE_DIR: path.join(home, '.cache/pip'),
  YARN_CACHE_FOLDER: path.join(home, '.cache/yarn'),
  YARN_GLOBAL_FOLDER: path.join(home, '.yarn/berry'),
};
const context = await createToolContext({ env, homes: { env: home, account: home } });
const provider = { gradle, npm, pip, yarn }[tool];
const known = { provider, origin: 'builtin' };
const found = await scan([known], { context });
const counts = {};
const count = ({ nameFrom = 'the place' }) => {
  counts[nameFrom] = (counts[nameFrom] ?? 0) + 1;
};
if (what === 'sizes') for (const { report } of (await listEntries(found, known, context)).entries) count(report);
else {
  for (const section of found.locations.flatMap(({ sections }) => sections))
    for await (const entry of provider.entries(section, context) ?? []) count(entry);
}
process.stdout.write(`${JSON.stringify(counts)}\n`);
