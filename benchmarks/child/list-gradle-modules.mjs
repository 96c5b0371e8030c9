// Lists and measures the modules of a Gradle user home, as `devclean gradle list` does, and says how many there are: node list-gradle-modules.mjs FOLDER
import path from 'node:path';
import process from 'node:process';
import { createToolContext, listEntries, scan } from '@devclean/core';
import { gradle } from '@devclean/provider-gradle';

const [location] = process.argv.slice(2);
const home = path.dirname(location);
const env = { HOME: home, PATH: '', GRADLE_USER_HOME: location };
const context = await createToolContext({ env, homes: { env: home, account: home } });
const known = { provider: gradle, origin: 'builtin' };
const { entries } = await listEntries(await scan([known], { context }), known, context);
process.stdout.write(`${JSON.stringify({ 'the place': entries.length })}\n`);
