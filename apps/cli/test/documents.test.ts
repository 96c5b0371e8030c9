import { createHome, type ThrowAwayHome } from '@devclean/testkit';
import { developerHome } from '@devclean/testkit/known-tools';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { devclean } from './devclean.js';
import { schemaErrors } from './schemas.js';

let home: ThrowAwayHome;
beforeAll(() => {
  home = createHome(developerHome());
});
afterAll(() => home.remove());

test.each([
  [['scan'], 'devclean.scan/1', 0],
  [['scan', 'pip'], 'devclean.scan/1', 0],
  [['pip', 'info'], 'devclean.info/1', 0],
  [['pip', 'path'], 'devclean.path/1', 0],
  [['config'], 'devclean.config/1', 0],
  [['explain', 'pip/http'], 'devclean.explain/1', 0],
  [['providers'], 'devclean.providers/1', 0],
  [['plugins'], 'devclean.plugins/1', 0],
  [['plugins', 'list'], 'devclean.plugins/1', 0],
  [['doctor'], 'devclean.doctor/1', 0],
  [['history'], 'devclean.history/1', 0],
  [['undo'], 'devclean.error/1', 1],
  [['sweep', '--dry-run'], 'devclean.plan/1', 0],
  [['sweep', '--plan-out', 'plan.json'], 'devclean.plan/1', 0],
  [['pip', 'purge'], 'devclean.error/1', 2],
  [['nosuch'], 'devclean.error/1', 2],
  [['pip', 'purge', '--yes'], 'devclean.result/1', 0],
])('%j --json prints one document of its schema, and nothing else', async (args, schema, code) => {
  const run = await devclean(home, [...args, '--json']);
  const document = JSON.parse(run.stdout);
  expect(document.schema).toBe(schema);
  expect(schemaErrors(document)).toBe('No errors');
  expect(run.code).toBe(code);
  expect(run.stderr).toBe('');
});
