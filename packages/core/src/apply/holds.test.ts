import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { openDirectory } from '@devclean/disk';
import type { Tree } from '@devclean/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { home, request, toy, userOf } from '../../test/toy.js';
import { planPurge } from '../plan/plan-purge.js';
import type { PurgeStep } from '../plan/purge-plan.js';
import { scan } from '../scan/scan.js';
import { BatchLog } from './batch-log.js';
import { Holds } from './holds.js';

/** A planned item, and the holds of its location, after the guard has said yes and before anything has moved. */
async function guarded(around: Tree = {}) {
  const made = home({ ...around, '.cache/toy/store': { a: 'cache' } });
  const context = await userOf(made);
  const [step] = planPurge(await scan([toy], { context }), [toy], request()).steps as [PurgeStep];
  const cache = `${made.path}/.cache/toy`;
  const root = openDirectory(cache);
  const holds = new Holds({ path: cache, provider: 'toy', root }, context, undefined);
  onTestFinished(() => {
    holds.close();
    root.close();
  });
  const replace = () => {
    renameSync(`${cache}/store`, `${made.path}/moved`);
    mkdirSync(`${cache}/store`);
    writeFileSync(`${cache}/store/mine`, 'mine');
  };
  return {
    cache,
    beside: `${made.path}/.cache`,
    replace,
    take: () => holds.take(step, { parent: root, name: 'store' }, new BatchLog('0123456789ab', context, () => {})),
  };
}

test('an item is moved out of sight, whole', async () => {
  const { cache, take } = await guarded();
  const moved = take();
  if (moved === 'another') throw new Error('it was the planned one');
  expect(readdirSync(cache)).toEqual([]);
  expect(readdirSync(moved.parent.at(moved.name))).toEqual(['a']);
});

test('what took its place at the last moment is put back', async () => {
  const { cache, beside, replace, take } = await guarded();
  replace();
  expect(take()).toBe('another');
  expect(readFileSync(`${cache}/store/mine`, 'utf8')).toBe('mine');
  expect(
    readdirSync(beside)
      .filter((name) => name.startsWith('.devclean'))
      .flatMap((name) => readdirSync(`${beside}/${name}`)),
  ).toEqual([]);
});

test('what took its place is not removed in place either, where nothing can be moved', async () => {
  const { cache, replace, take } = await guarded({ '.git': {} });
  replace();
  expect(take()).toBe('another');
  expect(readFileSync(`${cache}/store/mine`, 'utf8')).toBe('mine');
});

test('an item that is gone is not said to be removed', async () => {
  for (const around of [{}, { '.git': {} }]) {
    const { cache, beside, take } = await guarded(around);
    renameSync(`${cache}/store`, `${beside}/moved`);
    expect(take()).toBe('another');
  }
});
