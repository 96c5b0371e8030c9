import {
  type CacheEntry,
  createToolContext,
  defineProvider,
  type FoundSection,
  type PurgeRequest,
  scan,
} from '@devclean/core';
import { createHome, file, type Tree } from '@devclean/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { planRoom } from './plan-room.js';

const day = (number: number) => new Date(Date.UTC(2026, 0, number));
/** 64 kB, last used on a day of January. */
const used = (number: number) => file('x'.repeat(65_536), { mtime: day(number) });

const tree: Tree = {
  store: { 'ant-1': used(1), 'bee-1': used(4), 'cow-1': used(9), rest: used(2) },
  logs: { 'a.log': used(3) },
  built: { 'dog-1': used(1), 'elk-1': used(2) },
};

/** A tool that names what lies in `store` and `built` as NAME-VERSION, and notes for which it was asked. */
async function machine(asked: Partial<PurgeRequest>) {
  const made = createHome({ '.cache/toy': tree });
  onTestFinished(() => made.remove());
  const listed: string[] = [];
  const section = (id: string, safety: 'safe' | 'costly') =>
    ({ id, title: id, paths: [id], safety, cost: 'Comes back.' }) as const;
  const provider = defineProvider({
    apiVersion: 1,
    id: 'toy',
    title: 'Toy',
    homepage: 'https://toy.example',
    summary: 'Plays.',
    caches: [
      {
        kind: 'folder',
        id: 'toy',
        locations: [{ from: 'default', path: { linux: '{xdg-cache}/toy' } }],
        fingerprint: { anyOf: ['store'] },
        sections: [section('store', 'safe'), section('logs', 'safe'), section('built', 'costly')],
        entries: ({ id, paths: [folder = ''] }: FoundSection, context) => {
          if (id === 'logs') return undefined;
          listed.push(id);
          return (async function* (): AsyncGenerator<CacheEntry> {
            for (const name of (await context.list(folder)).filter((one) => one.includes('-')))
              yield { name, kind: 'toy', paths: [`${folder}/${name}`] };
          })();
        },
      },
    ],
  });
  const known = [{ provider, origin: 'builtin' }] as const;
  const context = await createToolContext({
    platform: 'linux',
    env: { HOME: made.path, XDG_STATE_HOME: `${made.root}/state` },
    homes: { env: made.path, account: made.path },
    cwd: made.path,
  });
  const found = await scan(known, { context });
  const request: PurgeRequest = {
    sections: [],
    allow: 'costly',
    leftovers: false,
    locations: [],
    contexts: [],
    exclude: [],
    ...asked,
  };
  const progress = { show: () => undefined, clear: () => undefined };
  const plan = await planRoom(found, { known, refused: [] }, request, { context, progress } as never);
  return { plan, listed, steps: plan.steps.map(({ path = '' }) => path.slice(`${made.path}/.cache/toy/`.length)) };
}

const kilobytes = (count: number) => ({ room: { goal: 'free', bytes: count * 1000 } }) as const;

test('what was used longest ago goes, wherever it lies; only sections that could decide it are listed', async () => {
  const { steps, listed, plan } = await machine(kilobytes(120));
  expect(steps).toEqual(['store/ant-1', 'logs']);
  expect(listed).toEqual(['store']);
  expect(plan.skipped).toContainEqual(expect.objectContaining({ section: 'store', reason: 'enough-freed' }));
});

test('a section whose entries are not enough goes whole, with what has no name in it', async () => {
  const { steps, plan } = await machine({ ...kilobytes(300), allow: 'safe' });
  expect(steps).toEqual(['logs', 'store']);
  expect(plan.room).toMatchObject({ neededBytes: 300_000, more: [] });
});

test('what is safer than the last that goes is not listed: all of it goes', async () => {
  const { steps, listed } = await machine(kilobytes(380));
  expect(steps).toEqual(['logs', 'store', 'built/dog-1']);
  expect(listed).toEqual(['built']);
});

test('nothing is listed where all has to go, or nothing', async () => {
  const all = await machine(kilobytes(9000));
  expect(all.steps).toEqual(['logs', 'store', 'built']);
  expect(all.listed).toEqual([]);
  expect(all.plan.room?.certainBytes).toBe(all.plan.expected.reclaimableBytes);
  const volume = { path: '/', dev: '1', freeBytes: 5 };
  const none = await machine({ room: { goal: 'until-free', bytes: 5, volume } });
  expect(none).toMatchObject({ steps: [], listed: [] });
});
