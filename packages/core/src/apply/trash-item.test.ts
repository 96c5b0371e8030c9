import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { openDirectory } from '@devclean/disk';
import { diffSnapshots, snapshotTree } from '@devclean/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { home, request, toy, userOf } from '../../test/toy.js';
import { stateFolder } from '../own-files/state-folder.js';
import { planPurge } from '../plan/plan-purge.js';
import type { PurgeStep } from '../plan/purge-plan.js';
import { scan } from '../scan/scan.js';
import { applyPlan } from './apply-plan.js';
import { BatchLog } from './batch-log.js';
import { readBatches } from './batches.js';
import { recoverBatches } from './recover-batches.js';
import { trashItem } from './trash-item.js';

/** A planned item, after the guard has said yes and before anything has moved. */
async function guarded() {
  const made = home({ '.cache/toy/store': { a: 'cache' } });
  const context = await userOf(made);
  const plan = planPurge(await scan([toy], { context }), [toy], request());
  const cache = `${made.path}/.cache/toy`;
  const parent = openDirectory(cache);
  onTestFinished(() => parent.close());
  const log = new BatchLog('0123456789ab', context, () => {});
  return {
    context,
    plan,
    cache,
    trash: `${made.path}/.local/share/Trash`,
    take: () => trashItem(plan.steps[0] as PurgeStep, { parent, name: 'store' }, log, context),
    states: () => readBatches(context).flatMap(({ items }) => items.map(({ state }) => state)),
  };
}

const inTrash = (trash: string) => [readdirSync(`${trash}/files`).sort(), readdirSync(`${trash}/info`).sort()];

test('the planned item goes, and the journal says so', async () => {
  const { take, trash, cache, states } = await guarded();
  expect(take()).toEqual({ at: `${trash}/files/toy store` });
  expect(inTrash(trash)).toEqual([['toy store'], ['toy store.trashinfo']]);
  expect(readdirSync(cache)).toEqual([]);
  expect(states()).toEqual(['trashed']);
});

test('what was put in its place at the last moment goes back', async () => {
  const { take, trash, cache, states } = await guarded();
  renameSync(`${cache}/store`, `${cache}/../moved`);
  mkdirSync(`${cache}/store`);
  writeFileSync(`${cache}/store/mine`, 'mine');
  expect(take()).toBe('another');
  expect(readdirSync(`${cache}/store`)).toEqual(['mine']);
  expect(inTrash(trash)).toEqual([[], []]);
  expect(states()).toEqual(['untouched']);
});

test.each([
  ['files', 'toy store'],
  ['info', 'toy store.trashinfo'],
])('a name that something has in "%s" is not taken', async (part, name) => {
  const { take, trash } = await guarded();
  mkdirSync(`${trash}/${part}`, { recursive: true, mode: 0o700 });
  writeFileSync(`${trash}/${part}/${name}`, 'theirs');
  expect(take()).toEqual({ at: `${trash}/files/toy store 2` });
  expect(readFileSync(`${trash}/${part}/${name}`, 'utf8')).toBe('theirs');
});

/** A run that ended right after it had moved its one item to the trash. */
async function interrupted() {
  const { context, plan, cache, trash, states } = await guarded();
  const { batch } = await applyPlan(plan, [toy], { context, trash: true });
  const journal = `${stateFolder(context)}/journal/${batch}.jsonl`;
  const lines = readFileSync(journal, 'utf8').split('\n');
  expect(lines[2]).toContain('"trashed"');
  writeFileSync(journal, `${lines.slice(0, 2).join('\n')}\n`);
  const notices: string[] = [];
  const file = `${trash}/files/toy store`;
  return {
    cache,
    trash,
    file,
    info: `${trash}/info/toy store.trashinfo`,
    notices,
    states,
    goBack: () => renameSync(file, `${cache}/store`),
    replace: () => {
      renameSync(file, `${cache}/../moved`);
      mkdirSync(file);
      writeFileSync(`${file}/mine`, 'mine');
    },
    recover: () => recoverBatches(context, (event) => event.type === 'notice' && notices.push(event.message)),
  };
}

const moved = [['toy store'], ['toy store.trashinfo']];

test('an item that came to the trash before a run ended stays there', async () => {
  const { trash, recover, states } = await interrupted();
  await recover();
  await recover();
  expect(inTrash(trash)).toEqual(moved);
  expect(states()).toEqual(['trashed']);
});

test.each([
  ['whole', (text: string) => text],
  ['half written', (text: string) => text.slice(0, 30)],
  ['empty', () => ''],
])('a .trashinfo of an item that never came is removed: %s', async (_, written) => {
  const { trash, cache, info, goBack, recover, states } = await interrupted();
  goBack();
  writeFileSync(info, written(readFileSync(info, 'utf8')));
  await recover();
  expect(inTrash(trash)).toEqual([[], []]);
  expect(readdirSync(cache)).toEqual(['store']);
  expect(states()).toEqual(['untouched']);
});

test('what cannot be told waits until it can', async () => {
  const { trash, recover, states } = await interrupted();
  chmodSync(trash, 0o755);
  await recover();
  expect(states()).toEqual(['intent']);
  chmodSync(trash, 0o700);
  await recover();
  expect(states()).toEqual(['trashed']);
});

test.each([
  ['is gone', false],
  ['was made anew', true],
])('where the trash of a home %s, there is nothing to end', async (_, anew) => {
  const { trash, recover, states } = await interrupted();
  renameSync(trash, `${trash}.old`);
  if (anew) mkdirSync(trash, { mode: 0o700 });
  await recover();
  expect(states()).toEqual(['untouched']);
});

test.each([
  ['has thrown away', true],
  ['is about to throw away', false],
])('what another program %s under the name stays, with what it says of it', async (_, isThere) => {
  const { trash, cache, file, info, goBack, recover, states } = await interrupted();
  goBack();
  writeFileSync(info, '[Trash Info]\nPath=/theirs\nDeletionDate=2026-01-01T00:00:00\n');
  if (isThere) writeFileSync(file, 'theirs');
  const before = snapshotTree(trash);
  await recover();
  expect(diffSnapshots(before, snapshotTree(trash))).toEqual([]);
  expect(readdirSync(cache)).toEqual(['store']);
  expect(states()).toEqual(['untouched']);
});

test('an item without what the trash has to say of it goes back', async () => {
  const { trash, cache, info, recover, states } = await interrupted();
  rmSync(info);
  await recover();
  expect(inTrash(trash)).toEqual([[], []]);
  expect(readdirSync(cache)).toEqual(['store']);
  expect(states()).toEqual(['untouched']);
});

test('something else that was moved goes back to the place that it had', async () => {
  const { trash, cache, replace, recover, states } = await interrupted();
  replace();
  await recover();
  expect(inTrash(trash)).toEqual([[], []]);
  expect(readdirSync(`${cache}/store`)).toEqual(['mine']);
  expect(states()).toEqual(['untouched']);
});

test('something else whose place is taken stays in the trash, and is told of', async () => {
  const { trash, cache, file, replace, recover, notices } = await interrupted();
  replace();
  mkdirSync(`${cache}/store`);
  writeFileSync(`${cache}/store/new`, 'new');
  await recover();
  expect(inTrash(trash)).toEqual(moved);
  expect(readdirSync(file)).toEqual(['mine']);
  expect(readdirSync(`${cache}/store`)).toEqual(['new']);
  expect(notices).toEqual([expect.stringContaining('it could not go back')]);
});
