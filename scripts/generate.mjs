// `npm run generate`: writes the files that are made from others. They are committed; a test fails when they are not current.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pluginTemplate } from '../apps/cli/scripts/plugin-template.mjs';
import { catalogIndex } from '../packages/provider-catalog/scripts/catalog-index.mjs';
import { giveUp, root, setUp } from './set-up.mjs';

try {
  for (const file of [catalogIndex(), pluginTemplate()]) write(file); // before the build, which needs them
  await setUp();
  const { documents, writtenFileSchemas, schemasOf } = await import('./schemas.mjs');
  const { registry } = await import('../apps/cli/scripts/registry.mjs');
  const { settingsTable } = await import('../apps/cli/scripts/settings-table.mjs');
  const { errorsTable } = await import('../apps/cli/scripts/errors-table.mjs');
  const { toolsTables } = await import('../apps/cli/scripts/tools-table.mjs');
  const files = [
    await registry(),
    ...(await toolsTables()),
    settingsTable(),
    errorsTable(),
    ...schemasOf(root, documents),
    ...writtenFileSchemas(root),
  ];
  for (const file of files) write(file);
} catch (error) {
  giveUp(error);
}

function write({ output, text }) {
  mkdirSync(path.dirname(path.join(root, output)), { recursive: true });
  writeFileSync(path.join(root, output), text);
  process.stderr.write(`${output}\n`);
}
