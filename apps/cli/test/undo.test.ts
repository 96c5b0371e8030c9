import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { DoctorDocument, History, PurgePlan, PurgeResult, ScanReport, UndoResult } from '@devclean/core';
import { createHome, diffSnapshots, snapshotTree, type ThrowAwayHome } from '@devclean/testkit';
import { pipCache } from '@devclean/testkit/known-tools';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { devclean } from './devclean.js';
import { schemaErrors } from './schemas.js';

let home: ThrowAwayHome;
let cache: string;
let hold: string;
beforeEach(() => {
  const made = createHome({ '.cache/pip': { ...pipCache(), 'decoy.txt': 'mine\n' }, 'notes.txt': 'mine too\n' });
  onTestFinished(() => made.remove());
  home = made;
  cache = path.join(home.path, '.cache/pip');
  hold = path.join(home.path, `.cache/.devclean-hold-${process.geteuid?.()}`);
});

async function document<T extends { schema: string }>(...args: string[]): Promise<T> {
  const run = await devclean(home, [...args, '--json']);
  const parsed = JSON.parse(run.stdout) as T;
  expect(schemaErrors(parsed)).toBe('No errors');
  return parsed;
}

const journals = () => path.join(home.path, '.local/state/devclean/journal');

test('what was kept is listed, comes back to the byte, and is gone at once without --keep', async () => {
  // A folder that something was taken from and given back to has another time: its names and bytes are the same.
  const before = snapshotTree(cache);
  const plan = await document<PurgePlan>('pip', 'purge', '--keep', '24h', '--dry-run');
  expect(plan.steps.length, JSON.stringify(plan.skipped)).toBeGreaterThan(0);
  expect(plan.steps.map(({ undoable }) => undoable)).not.toContain(false);
  const result = await document<PurgeResult>('pip', 'purge', '--keep', '24h', '--yes');
  expect(result.removed).toEqual(plan.expected);
  expect(result.outcomes.map(({ status }) => status)).not.toContain('failed');
  const until = Date.parse(result.outcomes[0]?.heldUntil ?? '');
  expect(until - Date.parse(result.startedAt)).toBe(24 * 60 * 60 * 1000);
  expect(readdirSync(cache).filter((name) => name !== 'CACHEDIR.TAG')).toEqual(['decoy.txt']);

  const scan = await document<ScanReport>('scan', 'pip');
  expect(scan.providers[0]?.locations.find(({ path: at }) => at === cache)?.held?.files).toBe(plan.expected.files);
  const past = await document<History>('history');
  expect(past.batches).toMatchObject([
    { batch: result.batch, state: 'held', tools: ['pip'], held: plan.expected, items: plan.steps.length },
  ]);

  const undone = await document<UndoResult>('undo');
  expect(undone.items.map(({ status }) => status)).toEqual(plan.steps.map(() => 'returned'));
  const differences = diffSnapshots(before, snapshotTree(cache));
  expect(differences.filter((line) => !/^changed: \.: mtime/.test(line))).toEqual([]);
  expect(existsSync(hold)).toBe(false);
  expect((await document<History>('history')).batches).toMatchObject([{ state: 'done', returned: plan.steps.length }]);
  expect(await devclean(home, ['undo'])).toMatchObject({ code: 1, stdout: '' });

  const gone = await devclean(home, ['pip', 'purge', '--yes', '--keep', '0']);
  expect(gone.code).toBe(0);
  expect(gone.stderr).toContain('It cannot be undone.');
  expect(existsSync(hold)).toBe(false);
  expect((await devclean(home, ['history'])).stdout).toMatch(/pip +removed\n.*pip +brought back\n/);
});

test('for people it says how long, and how to bring it back or free it', async () => {
  const run = await devclean(home, ['pip', 'purge', '--yes', '--keep', '2d']);
  expect(run.stderr).toContain('It is held first, and can be brought');
  expect(run.stdout).toMatch(/^Took away [\d.]+ [kM]?B in \d+ files\.\nIt takes up its space until .* UTC\./);
  expect(run.stdout).toMatch(/"devclean undo\s[0-9a-f]{12}"/);
  expect((await devclean(home, ['history'])).stdout).toMatch(/held until /);
  expect((await devclean(home, ['undo'])).stdout).toMatch(/^Brought back /);
});

test('the doctor tells what is held; and when something else took it away, all that removes says so once', async () => {
  const { batch } = await document<PurgeResult>('pip', 'purge', '--yes', '--keep', '1h', '--section', 'wheels');
  const { healthy, journal } = await document<DoctorDocument>('doctor');
  expect(healthy).toBe(true);
  expect(journal).toMatchObject({ batches: 1, findings: [{ problem: 'held', wrong: false, batch }] });
  rmSync(hold, { recursive: true });
  expect((await document<DoctorDocument>('doctor')).journal.findings).toMatchObject([{ problem: 'hold-missing' }]);
  const undo = await devclean(home, ['undo']);
  expect(undo).toMatchObject({ code: 1, stdout: '' });
  expect(undo.stderr.replaceAll(/\s+/g, ' ')).toContain('Something else took it away, and it cannot be brought back.');
  expect((await devclean(home, ['pip', 'purge', '--yes'])).stderr).not.toContain('took it away');
  expect((await devclean(home, ['history'])).stdout).toMatch(/lost: something else took it\s+away/);
  expect((await document<DoctorDocument>('doctor')).journal).toEqual({ batches: 2, findings: [] });
});

test('nothing new is replaced: what had its place comes back beside it', async () => {
  await devclean(home, ['pip', 'purge', '--yes', '--keep', '1h', '--section', 'wheels']);
  mkdirSync(path.join(cache, 'wheels'));
  writeFileSync(path.join(cache, 'wheels/new'), 'new');
  const { items } = await document<UndoResult>('undo');
  expect(items).toMatchObject([{ status: 'beside', at: path.join(cache, 'wheels.undone-1') }]);
  expect(readdirSync(path.join(cache, 'wheels'))).toEqual(['new']);
  expect(existsSync(path.join(cache, 'wheels.undone-1'))).toBe(true);
});

test('where the cache itself is gone, it comes back beside the hold', async () => {
  await devclean(home, ['pip', 'purge', '--yes', '--keep', '1h', '--section', 'wheels']);
  rmSync(cache, { recursive: true });
  // What a journal names is not followed through a link.
  symlinkSync(home.root, cache);
  const { items } = await document<UndoResult>('undo');
  expect(items).toMatchObject([{ status: 'beside', at: path.join(home.path, '.cache/wheels.undone-1') }]);
});

test('--free gives the space back early, after a question', async () => {
  const { batch, removed } = await document<PurgeResult>('pip', 'purge', '--yes', '--keep', '8w');
  expect(await devclean(home, ['history', '--free', batch])).toMatchObject({ code: 2 });
  expect(existsSync(hold)).toBe(true);
  const { freed, batches } = await document<History>('history', '--free', batch, '--yes');
  expect(freed).toEqual({ batch, removed });
  expect(batches).toMatchObject([{ state: 'done', removed }]);
  expect(existsSync(hold)).toBe(false);
  expect(await devclean(home, ['undo', batch])).toMatchObject({ code: 1 });
});

test.each([
  [['undo', '0123456789ab'], 'UNKNOWN_BATCH', 2],
  [['undo', '../../etc'], 'UNKNOWN_BATCH', 2],
  [['history', '--free', '0123456789ab', '--yes'], 'UNKNOWN_BATCH', 2],
  [['undo'], 'NOTHING_HELD', 1],
  [['pip', 'purge', '--keep', 'soon', '--yes'], 'BAD_ARGUMENT', 2],
])('%j is %s', async (args, code, exit) => {
  const run = await devclean(home, [...args, '--json']);
  expect(JSON.parse(run.stdout)).toMatchObject({ schema: 'devclean.error/1', code });
  expect(run.code).toBe(exit);
});

test('a state folder that cannot be written stops no purge, but nothing is kept without a record', async () => {
  writeFileSync(path.join(home.path, '.local'), 'a file');
  const kept = await devclean(home, ['pip', 'purge', '--yes', '--keep', '1h', '--section', 'wheels']);
  expect(kept.code).toBe(1);
  expect(kept.stdout).toContain('Use --keep 0');
  expect(existsSync(path.join(cache, 'wheels'))).toBe(true);
  const run = await devclean(home, ['pip', 'purge', '--yes']);
  expect(run.code).toBe(0);
  expect(run.stderr).toContain('The journal could not be written');
  expect(existsSync(path.join(cache, 'wheels'))).toBe(false);
  expect(existsSync(hold)).toBe(false);
});

test('a plan that was written can be carried out with --keep', async () => {
  await devclean(home, ['pip', 'purge', '--plan-out', 'plan.json']);
  const run = await devclean(home, ['apply', 'plan.json', '--yes', '--keep', '1h']);
  expect(run.stderr).toContain('It is held first, and can be brought');
  expect((await document<UndoResult>('undo')).items.length).toBeGreaterThan(0);
});

test('the journal is for its owner only, and one that was meddled with is left alone', async () => {
  const { batch } = await document<PurgeResult>('pip', 'purge', '--yes', '--keep', '1h');
  const file = path.join(journals(), `${batch}.jsonl`);
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace('"type":"intent"', '"type":"Intent"'));
  expect((await document<History>('history')).batches).toMatchObject([{ batch, state: 'damaged' }]);
  const run = await devclean(home, ['undo']);
  expect(run.code).toBe(1);
  expect(run.stderr).toContain('is damaged in line 2');
  const doctor = await devclean(home, ['doctor']);
  expect(doctor.code).toBe(1);
  expect(doctor.stdout.replaceAll(/\s+/g, ' ')).toContain(`wrong The journal of batch ${batch} is damaged in line 2.`);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(journals()).mode & 0o777).toBe(0o700);
  expect(existsSync(hold)).toBe(true);
});
