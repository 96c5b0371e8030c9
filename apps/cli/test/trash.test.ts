import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { History, PurgePlan, PurgeResult, ScanReport, UndoResult } from '@devclean/core';
import { createHome, diffSnapshots, snapshotTree, type ThrowAwayHome } from '@devclean/testkit';
import { pipCache } from '@devclean/testkit/known-tools';
import { findTool, needs } from '@devclean/testkit/real-tools';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { devclean, devcleanAtTerminal, type RunOptions } from './devclean.js';
import { schemaErrors } from './schemas.js';

const none = { files: 0, directories: 0, apparentBytes: 0, allocatedBytes: 0, reclaimableBytes: 0, complete: true };

let home: ThrowAwayHome;
let cache: string;
let trash: string;
beforeEach(() => {
  const made = createHome({ '.cache/pip': { ...pipCache(), 'decoy.txt': 'mine\n' }, 'notes.txt': 'mine too\n' });
  onTestFinished(() => made.remove());
  home = made;
  cache = path.join(home.path, '.cache/pip');
  trash = path.join(home.path, '.local/share/Trash');
});

async function document<T extends { schema: string }>(args: readonly string[], options?: RunOptions): Promise<T> {
  const run = await devclean(home, [...args, '--json'], options);
  const parsed = JSON.parse(run.stdout) as T;
  expect(schemaErrors(parsed)).toBe('No errors');
  return parsed;
}

const purge = (options?: RunOptions) => document<PurgeResult>(['pip', 'purge', '--trash', '--yes'], options);
const said = (text: string) => text.replaceAll(/\s+/g, ' ');

/** What the trash says of a name in it, as the specification has it: percent-encoded path and local time. */
function told(at: string): { path: string; date: string } {
  const [header, ...lines] = readFileSync(at, 'utf8').split('\n');
  expect(header).toBe('[Trash Info]');
  const values = new Map(lines.map((line) => line.split('=') as [string, string]));
  return { path: decodeURIComponent(values.get('Path') ?? ''), date: values.get('DeletionDate') ?? '' };
}

/** Holds a trash to the specification: each file has its info and each info its file. Origin of each name. */
function contentOf(folder: string): ReadonlyMap<string, string> {
  expect(readdirSync(folder).sort()).toEqual(['files', 'info']);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  const names = readdirSync(path.join(folder, 'files')).sort();
  const infos = readdirSync(path.join(folder, 'info')).sort();
  expect(infos).toEqual(names.map((name) => `${name}.trashinfo`).sort());
  return new Map(names.map((name) => [name, told(path.join(folder, 'info', `${name}.trashinfo`)).path]));
}

test('what goes lies in the trash, whole, frees nothing, and comes back to the byte', async () => {
  const before = snapshotTree(cache);
  const plan = await document<PurgePlan>(['pip', 'purge', '--trash', '--dry-run']);
  expect(plan.trash).toBe(true);
  expect(plan.steps.map(({ undoable }) => undoable)).toEqual(plan.steps.map(() => true));
  expect(existsSync(trash)).toBe(false);
  const began = Date.now();
  const result = await purge();
  expect(result).toMatchObject({ removed: none, trashed: plan.expected, remaining: none });
  expect(result.outcomes.map(({ status, removed }) => [status, removed])).toEqual(plan.steps.map(() => ['done', none]));
  expect(readdirSync(cache).filter((name) => name !== 'CACHEDIR.TAG')).toEqual(['decoy.txt']);

  const origins = contentOf(trash);
  expect(result.outcomes.map(({ trashedTo = '' }) => origins.get(path.basename(trashedTo)))).toEqual(
    plan.steps.map((step) => step.path),
  );
  expect([...origins.keys()]).toContain('pip wheels');
  for (const { step, trashedTo = '' } of result.outcomes) {
    expect(path.dirname(trashedTo)).toBe(path.join(trash, 'files'));
    expect(String(lstatSync(trashedTo, { bigint: true }).ino)).toBe(plan.steps[step]?.identity?.ino);
    const { date } = told(path.join(trash, 'info', `${path.basename(trashedTo)}.trashinfo`));
    expect(date).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
    // Without a zone, a time is the machine's own.
    expect(Math.abs(new Date(date).getTime() - began)).toBeLessThan(60_000);
  }

  const [batch] = (await document<History>(['history'])).batches;
  expect(batch).toMatchObject({ state: 'trashed', removed: none, held: none, trashed: plan.expected, leftTrash: 0 });
  const scan = await document<ScanReport>(['scan', 'pip']);
  expect(scan.providers[0]?.locations.find(({ path: at }) => at === cache)?.held).toBeUndefined();

  const undone = await document<UndoResult>(['undo']);
  expect(undone.items.map(({ status }) => status)).toEqual(plan.steps.map(() => 'returned'));
  expect(undone.returned).toEqual(plan.expected);
  const differences = diffSnapshots(before, snapshotTree(cache));
  expect(differences.filter((line) => !/^changed: \.: mtime/.test(line))).toEqual([]);
  expect(contentOf(trash).size).toBe(0);
  expect((await document<History>(['history'])).batches).toMatchObject([
    { state: 'done', trashed: none, leftTrash: 0, returned: plan.steps.length },
  ]);
});

test('for an ordinary user with a data folder elsewhere it lies there', needs('a second user'), async () => {
  const data = path.join(home.root, 'data');
  const { env } = home;
  const asNobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
  execFileSync('chown', ['-R', '65534:65534', home.root]);
  const options = { through: asNobody, env: { ...env, XDG_DATA_HOME: data } };
  const { outcomes, trashed } = await purge(options);
  expect(outcomes.map(({ status }) => status)).not.toContain('failed');
  expect(contentOf(path.join(data, 'Trash')).size).toBe(outcomes.length);
  expect(lstatSync(path.join(data, 'Trash/files')).uid).toBe(65_534);
  expect((await document<UndoResult>(['undo'], options)).returned).toEqual(trashed);
});

test('people are told that the space is not free yet, before and after', async () => {
  const run = await devclean(home, ['pip', 'purge', '--trash', '--yes']);
  expect(run.code).toBe(0);
  expect(said(run.stderr)).toContain('to the trash. The disk space comes free only when the trash is emptied');
  expect(said(run.stdout)).toMatch(
    /^Moved [\d.]+ [kM]B in \d+ files to the trash\. It takes up its space until the trash is emptied\. Until then "devclean undo [0-9a-f]{12}" brings it back\./,
  );
  expect(`${run.stdout}${run.stderr}`).not.toMatch(/\bfreed?\s[\d.]+|frees|free space|cannot be undone/i);
  expect((await devclean(home, ['history'])).stdout).toMatch(/^[0-9a-f]{12} .* [1-9][\d.]* [kM]B +pip +in the trash\n/);
  expect((await devclean(home, ['undo'])).stdout).toMatch(/^Brought back /);
});

test('the question asks what will be done', needs('script'), async () => {
  const run = await devcleanAtTerminal(home, ['pip', 'purge', '--trash'], 'n\n');
  expect(run.stdout).toMatch(/Move [\d.]+ [kM]B to the trash now\?/);
  expect(existsSync(trash)).toBe(false);
  expect(existsSync(path.join(cache, 'wheels'))).toBe(true);
});

test.each([
  [['--trash'], /This would move [\d.]+ [kM]B to the trash,/],
  [['--keep', '24h'], /This would take away [\d.]+ [kM]B,/],
  [[], /This would free [\d.]+ [kM]B,/],
])('without a terminal and --yes, %j says what would be done', async (flags, words) => {
  const run = await devclean(home, ['pip', 'purge', ...flags]);
  expect(run.code).toBe(2);
  expect(said(run.stderr)).toMatch(words);
});

test.each([
  [['pip', 'purge', '--trash', '--keep', '24h', '--yes']],
  [['sweep', '--trash', '--keep', '0', '--dry-run']],
  [['apply', 'plan.json', '--trash', '--keep', '24h', '--yes']],
])('%j asks for two things at once', async (args) => {
  const run = await devclean(home, [...args, '--json']);
  expect(run.code).toBe(2);
  expect(JSON.parse(run.stdout)).toMatchObject({ schema: 'devclean.error/1', code: 'BAD_ARGUMENT' });
});

test('a sweep takes it as well', async () => {
  const { outcomes } = await document<PurgeResult>(['sweep', 'pip', '--trash', '--yes']);
  expect(outcomes.map(({ status }) => status)).not.toContain('failed');
  expect(contentOf(trash).size).toBe(outcomes.length);
});

test.each([
  ['with --trash, moves to the trash', ['--trash'], [], true],
  ['without it, moves there when it is applied with it', [], ['--trash'], true],
  ['with --trash, is held when it is applied with --keep', ['--trash'], ['--keep', '1h'], false],
])('a plan that was made %s', async (_, made, applied, inTrash) => {
  await devclean(home, ['pip', 'purge', '--plan-out', 'plan.json', ...made]);
  const result = await document<PurgeResult>(['apply', 'plan.json', '--yes', ...applied]);
  expect(result.outcomes.length).toBeGreaterThan(0);
  for (const { status, trashedTo, heldUntil } of result.outcomes) {
    expect([status, trashedTo !== undefined, heldUntil !== undefined]).toEqual(['done', inTrash, !inTrash]);
  }
  expect('trashed' in result).toBe(inTrash);
  expect(existsSync(trash)).toBe(inTrash);
  expect((await document<UndoResult>(['undo'])).items.map(({ status }) => status)).not.toContain('failed');
});

test('a name that is taken in the trash gets a number', async () => {
  await purge();
  home.write({ '.cache/pip': pipCache() });
  await purge();
  const origins = contentOf(trash);
  expect(origins.get('pip wheels 2')).toBe(path.join(cache, 'wheels'));
  expect(origins.get('pip wheels')).toBe(path.join(cache, 'wheels'));
});

test('nothing new is replaced: what had its place comes back beside it', async () => {
  await purge();
  mkdirSync(path.join(cache, 'wheels'));
  writeFileSync(path.join(cache, 'wheels/new'), 'new');
  const { items } = await document<UndoResult>(['undo']);
  expect(items.find(({ section }) => section === 'wheels')).toMatchObject({
    status: 'beside',
    at: path.join(cache, 'wheels.undone-1'),
  });
  expect(readdirSync(path.join(cache, 'wheels'))).toEqual(['new']);
  expect(contentOf(trash).size).toBe(0);
});

test('where the folder that it was in is gone, it stays in the trash, and undo says so', async () => {
  const { outcomes } = await purge();
  rmSync(cache, { recursive: true });
  const run = await devclean(home, ['undo']);
  expect(run.code).toBe(1);
  expect(said(run.stdout)).toContain('It stays in the trash');
  expect(contentOf(trash).size).toBe(outcomes.length);
});

test('what the trash has not any more is not said to be there, nor brought back', async () => {
  const { batch, outcomes } = await purge();
  for (const { trashedTo = '' } of outcomes) {
    rmSync(trashedTo, { recursive: true });
    rmSync(path.join(trash, 'info', `${path.basename(trashedTo)}.trashinfo`));
  }
  expect((await document<History>(['history'])).batches).toMatchObject([
    { state: 'done', trashed: none, removed: none, leftTrash: outcomes.length },
  ]);
  expect((await devclean(home, ['history'])).stdout).toContain('not in the trash any more');
  expect(await document(['undo'])).toMatchObject({ code: 'NOTHING_HELD' });
  const { items } = await document<UndoResult>(['undo', batch]);
  for (const { status, error } of items) {
    expect([status, error?.code]).toEqual(['failed', 'CANNOT_RETURN']);
    expect(error?.message).toContain('not in the trash any more');
  }
});

test('a trash that was removed whole is not said to have anything', async () => {
  const { outcomes } = await purge();
  renameSync(trash, `${trash}.old`);
  const gone = [{ state: 'done', leftTrash: outcomes.length }];
  expect((await document<History>(['history'])).batches).toMatchObject(gone);
  mkdirSync(trash, { mode: 0o700 });
  expect((await document<History>(['history'])).batches).toMatchObject(gone);
});

test('something else under its name in the trash stays there', async () => {
  const { batch, outcomes } = await purge();
  const { trashedTo = '' } = outcomes.find((outcome) => outcome.trashedTo?.endsWith('wheels')) ?? {};
  // A new folder gets the number of one that is removed.
  renameSync(trashedTo, path.join(home.path, 'moved'));
  mkdirSync(trashedTo);
  writeFileSync(path.join(trashedTo, 'mine'), 'mine');
  const { items } = await document<UndoResult>(['undo', batch]);
  expect(items.filter(({ status }) => status === 'failed')).toMatchObject([{ section: 'wheels' }]);
  expect(readdirSync(trashedTo)).toEqual(['mine']);
  expect([...contentOf(trash).keys()]).toEqual(['pip wheels']);
});

test('what another program threw away under its name, with the number that it had, stays there', async () => {
  const { batch, outcomes } = await purge();
  const { trashedTo = '' } = outcomes.find((outcome) => outcome.trashedTo?.endsWith('wheels')) ?? {};
  const info = path.join(trash, 'info', `${path.basename(trashedTo)}.trashinfo`);
  writeFileSync(info, readFileSync(info, 'utf8').replace(batch, 'other'));
  const { items } = await document<UndoResult>(['undo']);
  expect(items.filter(({ status }) => status === 'failed')).toMatchObject([{ section: 'wheels' }]);
  expect([...contentOf(trash).keys()]).toEqual(['pip wheels']);
  expect((await document<History>(['history'])).batches).toMatchObject([{ state: 'done', leftTrash: 1 }]);
});

test('--free does not empty the trash', async () => {
  const { batch, outcomes } = await purge();
  const error = await document(['history', '--free', batch, '--yes']);
  expect(error).toMatchObject({ code: 'NOTHING_HELD', hint: expect.stringContaining('Empty the trash') });
  expect(contentOf(trash).size).toBe(outcomes.length);
});

test('a trash that others may enter is not used: nothing goes, and it says why and what to do', async () => {
  mkdirSync(trash, { recursive: true });
  chmodSync(trash, 0o755);
  const before = snapshotTree(cache);
  const run = await devclean(home, ['pip', 'purge', '--trash', '--yes']);
  expect(run.code).toBe(1);
  expect(said(run.stdout)).toMatch(/Nothing was moved to the trash\..*others may enter .*; "chmod 700" closes it/);
  expect(said(run.stdout)).toContain(
    'Use --keep 24h to hold it instead; without either it is removed for good. It is untouched.',
  );
  expect(diffSnapshots(before, snapshotTree(cache))).toEqual([]);
  expect(readdirSync(trash)).toEqual([]);
});

test('without a journal nothing goes to the trash', async () => {
  home.write({ '.local/state': 'a file' });
  const { outcomes, trashed } = await purge();
  const ends = outcomes.map(({ status, error }) => [status, error?.code]);
  expect(ends).toEqual(outcomes.map(() => ['failed', 'CANNOT_TRASH']));
  expect(ends.length).toBeGreaterThan(0);
  expect(trashed).toEqual(none);
  expect(contentOf(trash).size).toBe(0);
  expect(existsSync(path.join(cache, 'wheels'))).toBe(true);
});

describe('a cache on another file system', needs('a mount namespace'), () => {
  test('goes to the trash of that one', async () => {
    const prepare = 'cp -a "$0" "$0.copy"; mount -t tmpfs tmpfs "$0"; cp -a "$0.copy/." "$0"; chmod 755 "$0"';
    const inside = `${prepare}; "$@"; cd "$0/.Trash-0"; find files -maxdepth 1 | sort >&2; cat info/*wheels.trashinfo >&2`;
    const through = [
      'unshare',
      '--mount',
      '--propagation',
      'private',
      'sh',
      '-ec',
      inside,
      path.join(home.path, '.cache'),
    ];
    const run = await devclean(home, ['pip', 'purge', '--trash', '--yes'], { through });
    expect(run.code, run.stderr).toBe(0);
    expect(run.stderr).toMatch(/^files\/pip wheels$/m);
    // Below the top of its file system the path is relative to that.
    expect(run.stderr).toMatch(/^Path=pip\/wheels$/m);
    expect(existsSync(trash)).toBe(false);
  });
});

describe('other programs of the trash', () => {
  const run = (tool: string, args: readonly string[], input = '') =>
    execFileSync(findTool(tool) ?? tool, args, {
      env: { ...home.env, PATH: process.env.PATH },
      cwd: home.path,
      encoding: 'utf8',
      input,
    });

  test('trash-cli lists what went', needs('trash-list'), async () => {
    const { plan } = await purge();
    const listed = run('trash-list', []).trim().split('\n');
    expect(listed.map((line) => line.slice(20)).sort()).toEqual(plan.steps.map((step) => step.path).sort());
  });

  test('trash-cli brings it back, and undo has nothing more to do', needs('trash-restore'), async () => {
    const before = snapshotTree(cache);
    const { outcomes } = await purge();
    // One at a time: ranges are not known to older ones.
    for (const _ of outcomes) run('trash-restore', [cache], '0\n');
    const differences = diffSnapshots(before, snapshotTree(cache));
    expect(differences.filter((line) => !/^changed: \.: mtime/.test(line))).toEqual([]);
    expect(contentOf(trash).size).toBe(0);
    expect(await document(['undo'])).toMatchObject({ code: 'NOTHING_HELD' });
  });

  test('trash-cli empties it', needs('trash-empty'), async () => {
    const { outcomes } = await purge();
    run('trash-empty', []);
    expect(contentOf(trash).size).toBe(0);
    expect((await document<History>(['history'])).batches).toMatchObject([{ leftTrash: outcomes.length }]);
  });

  test('gio shares the trash with it', needs('gio'), async () => {
    home.write({ 'pip wheels': 'of a person', 'ünï cödé\n%': 'a name' });
    run('gio', ['trash', path.join(home.path, 'pip wheels'), path.join(home.path, 'ünï cödé\n%')]);
    const theirs = contentOf(trash);
    expect(theirs.get('pip wheels')).toBe(path.join(home.path, 'pip wheels'));
    const { outcomes } = await purge();
    const origins = contentOf(trash);
    expect(origins.size).toBe(outcomes.length + theirs.size);
    expect(origins.get('pip wheels 2')).toBe(path.join(cache, 'wheels'));
    await document(['undo']);
    expect(contentOf(trash)).toEqual(theirs);
  });
});
