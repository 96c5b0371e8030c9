import { readFileSync, statSync } from 'node:fs';
import {
  type ConfigDocument,
  type PurgePlan,
  type PurgeResult,
  problemsOfSettings,
  type ScanReport,
} from '@devclean/core';
import { createHome, treeHash } from '@devclean/testkit';
import { npmCache, pipCache } from '@devclean/testkit/known-tools';
import { Ajv } from 'ajv';
import { expect, onTestFinished, test } from 'vitest';
import { devclean } from './devclean.js';
import { schemaErrors } from './schemas.js';

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

test('what is left out, and what is kept, is said with the settings that say so, and a flag wins', async () => {
  const home = homeWith(`{ "exclude": ["npm", "nmp"], "keep": "12h" } // mine`);
  home.write({ '.npm': npmCache() });
  const scanned = JSON.parse((await devclean(home, ['scan', '--json'])).stdout) as ScanReport;
  const file = `${home.path}/${settingsFile}`;
  expect(scanned.providers.map(({ id }) => id)).not.toContain('npm');
  expect(scanned.settings).toEqual([{ name: 'exclude', value: ['npm'], file }]);
  expect(scanned.warnings).toMatchObject([{ code: 'UNKNOWN_TOOL', message: expect.stringContaining('"nmp"') }]);

  const swept = await devclean(home, ['sweep', '--dry-run', '--json']);
  const plan = JSON.parse(swept.stdout) as PurgePlan;
  expect(schemaErrors(plan)).toBe('No errors');
  expect(plan.keepMs).toBe(12 * 60 * 60 * 1000);
  expect(plan.settings?.map(({ name }) => name)).toEqual(['exclude', 'keep']);
  expect(plan.skipped).toContainEqual(
    expect.objectContaining({ provider: 'npm', detail: 'left out by your settings' }),
  );
  expect(swept.stderr).toContain('"nmp"');

  const named = await devclean(home, ['sweep', 'npm', '--keep', '0', '--dry-run']);
  expect(named.stdout).toContain('It cannot be undone.');
  expect(named.stdout).not.toContain('your settings');
});

test('settings are set, read and unset at the command line', async () => {
  const home = createHome({ work: {} });
  onTestFinished(() => home.remove());
  const file = `${home.path}/${settingsFile}`;
  const set = await devclean(home, ['config', 'set', 'protect', 'work', '--json'], { cwd: home.path });
  const document = JSON.parse(set.stdout) as ConfigDocument;
  expect(schemaErrors(document)).toBe('No errors');
  expect(document).toMatchObject({
    file,
    exists: true,
    changed: true,
    settings: [{ value: [`${home.path}/work`], line: 2 }],
  });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  for (const [args, code] of [
    [['set', 'keep', 'soon'], 'BAD_ARGUMENT'],
    [['set', 'exclude', 'gradel'], 'UNKNOWN_TOOL'],
    [['get', 'protct'], 'BAD_ARGUMENT'],
  ] as const) {
    const refused = await devclean(home, ['config', ...args, '--json']);
    expect(refused.code).toBe(2);
    expect(JSON.parse(refused.stdout)).toMatchObject({ code, hint: expect.any(String) });
  }
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ protect: [`${home.path}/work`] });
  const unset = await devclean(home, ['config', 'unset', 'protect', 'work'], { cwd: home.path });
  expect(unset.stdout).toBe(`protect is nothing. No longer: ~/work.\n`);
});

test('the schema of the settings knows what the program reads', () => {
  const schema = new URL('../schemas/devclean.settings-1.schema.json', import.meta.url);
  const valid = new Ajv({ strict: true }).compile(JSON.parse(readFileSync(schema, 'utf8')));
  const context = { platform: 'linux', env: {}, homes: { env: '/home/u', account: '/home/u' } } as const;
  const right = [
    {},
    { $schema: 'x', protect: ['~/a', '/b', '~'] },
    { keep: '24h', color: 'auto', exclude: ['gradle'], projects: ['/w'], locations: { pip: ['/data'], npm: [] } },
  ];
  const wrong = [
    [],
    { protected: [] },
    { protect: '~/a' },
    { protect: [1] },
    { protect: ['a'] },
    { keep: 24 },
    { keep: '1h30m' },
    { color: 'red' },
    { exclude: 'gradle' },
    { projects: ['~ada/work'] },
    { locations: ['/data'] },
    { locations: { pip: '/data' } },
  ];
  for (const one of [...right, ...wrong]) {
    const isRight = right.includes(one as (typeof right)[number]);
    expect(valid(one), JSON.stringify(one)).toBe(isRight);
    expect(problemsOfSettings(JSON.stringify(one), context).problems.length === 0, JSON.stringify(one)).toBe(isRight);
  }
});
