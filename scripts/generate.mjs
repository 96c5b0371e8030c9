// `npm run generate`: writes the files that are made from others. They are committed; a test fails when they are not current.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { giveUp, root, setUp } from './set-up.mjs';

try {
  await setUp();
  const { documents, schemasOf } = await import('./schemas.mjs');
  const { registry } = await import('../apps/cli/scripts/registry.mjs');
  const { toolsTable } = await import('../apps/cli/scripts/tools-table.mjs');
  for (const { output, text } of [await registry(), await toolsTable(), ...schemasOf(root, documents)]) {
    mkdirSync(path.dirname(path.join(root, output)), { recursive: true });
    writeFileSync(path.join(root, output), text);
    process.stderr.write(`${output}\n`);
  }
} catch (error) {
  giveUp(error);
}
