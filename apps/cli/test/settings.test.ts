import { readFileSync } from 'node:fs';
import type { PurgePlan, PurgeResult, ScanReport } from '@devclean/core';
import { createHome, treeHash } from '@devclean/testkit';
import { pipCache } from '@devclean/testkit/known-tools';
import { Ajv } from 'ajv';
import { expect, onTestFinished, test } from 'vitest';
import { devclean } from './devclean.js';

const settingsFile = '.config/devclean/settings.json';

function homeWith(settings: string) {
  const made = createHome({ '.cache/pip': pipCache(), [settingsFile]: settings });
  onTestFinished(() => made.remove());
  return made;
}

test('what the settings protect is neither planned nor removed', async () => {
  const home = homeWith('{ "protect": ["~/.cache/pip/http-v2"] }');
  const before = treeHash(`${home.path}/.cache/pip/http-v2`);
  const planned = await devclean(home, ['pip', 'purge', '--dry-run', '--json']);
  const { skipped } = JSON.parse(planned.stdout) as PurgePlan;
  expect(skipped).toMatchObject([
    { section: 'http', reason: 'protected', detail: expect.stringContaining(settingsFile) },
  ]);
  const run = await devclean(home, ['pip', 'purge', '--yes', '--json']);
  expect(run.code).toBe(1);
  const { outcomes } = JSON.parse(run.stdout) as PurgeResult;
  expect(outcomes.map(({ status }) => status)).not.toContain('failed');
  expect(outcomes.length).toBeGreaterThan(0);
  expect(treeHash(`${home.path}/.cache/pip/http-v2`)).toBe(before);
});

test('settings that cannot be used remove nothing, and say what to do', async () => {
  const home = homeWith('{ "protected": ["~/.cache/pip/http-v2"] }');
  const plan = `${home.root}/plan.json`;
  const before = treeHash(home.root);
  for (const args of [
    ['pip', 'purge', '--yes'],
    ['sweep', '--yes'],
    ['sweep', '--dry-run'],
    ['apply', plan, '--yes'],
  ]) {
    const run = await devclean(home, [...args, '--json']);
    expect(run.code, args.join(' ')).toBe(2);
    expect(JSON.parse(run.stdout)).toMatchObject({
      code: 'BAD_SETTINGS',
      message: expect.stringContaining(settingsFile),
      hint: 'Correct the file, or move it away if you protect nothing.',
    });
  }
  const scanned = await devclean(home, ['scan', 'pip', '--json']);
  expect(scanned.code).toBe(0);
  const { warnings, providers } = JSON.parse(scanned.stdout) as ScanReport;
  expect(warnings).toMatchObject([{ code: 'BAD_SETTINGS' }]);
  expect(providers[0]?.locations[0]).toMatchObject({ state: 'recognised' });
  const shown = await devclean(home, ['scan', 'pip']);
  expect(shown.stderr).toContain('settings cannot be used');
  expect(shown.stdout).toContain('would free nothing now');
  expect(treeHash(home.root)).toBe(before);
});

test('the schema of the settings knows what the program reads', () => {
  const file = new URL('../schemas/devclean.settings-1.schema.json', import.meta.url);
  const valid = new Ajv({ strict: true }).compile(JSON.parse(readFileSync(file, 'utf8')));
  expect([{}, { protect: ['~/a', '/b'] }, { protect: '~/a' }, { protect: [1] }, []].map((one) => valid(one))).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});
