import { readFileSync } from 'node:fs';
import path from 'node:path';
import { providerCommands } from '@devclean/plugin-kit';
import { expect, test } from 'vitest';
import { errorsTable } from '../scripts/errors-table.mjs';
import { pluginTemplate } from '../scripts/plugin-template.mjs';
import { registry } from '../scripts/registry.mjs';
import { settingsTable } from '../scripts/settings-table.mjs';
import { toolsTables } from '../scripts/tools-table.mjs';
import { APP_COMMANDS } from '../src/app-commands.js';
import { COMMANDS } from '../src/commands.js';
import { REGISTRY } from '../src/providers.generated.js';

test('the registry, the tables of tools, settings and errors, and the template of plugins are what their sources say (npm run generate)', async () => {
  for (const { output, text } of [
    await registry(),
    ...(await toolsTables()),
    settingsTable(),
    errorsTable(),
    pluginTemplate(),
  ]) {
    expect(readFileSync(path.resolve(import.meta.dirname, '../../..', output), 'utf8'), output).toBe(text);
  }
});

test('no tool takes the name of a command, or of another tool', () => {
  const ids = [...APP_COMMANDS, ...REGISTRY.map(({ card }) => card.id)];
  expect(new Set(ids).size).toBe(ids.length);
});

test('every tool has its commands under its name, and none has one in the manifest', () => {
  for (const { card } of REGISTRY) {
    const ids = Object.keys(providerCommands(card));
    expect(ids).toEqual(expect.arrayContaining([card.id, `${card.id}:info`, `${card.id}:path`, `${card.id}:purge`]));
    expect(Object.keys(COMMANDS)).not.toEqual(expect.arrayContaining([card.id]));
  }
});
