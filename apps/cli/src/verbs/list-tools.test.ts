import type { KnownProvider, Scan } from '@devclean/core';
import { expect, test } from 'vitest';
import { developer } from '../../test/machines.js';
import type { Session } from '../session.js';
import { listTools } from './list-tools.js';

/** A tool of the developer's machine whose names are read so. */
const named = (id: string, title: string, entries: () => unknown): KnownProvider =>
  ({
    origin: 'builtin',
    provider: { id, title, caches: [{ id: 'cache', entries }], entries },
  }) as unknown as KnownProvider;

const gradle = named('gradle', 'Gradle', () => {
  throw new Error('It threw up.');
});
const npm = named('npm', 'npm', async () => undefined);
const absent = named('yarn', 'Yarn', () => {
  throw new Error('nobody asks');
});
const silent = {
  origin: 'builtin',
  provider: { id: 'pip', title: 'pip', caches: [{ id: 'cache' }] },
} as unknown as KnownProvider;

function found(...ids: string[]): Scan {
  const locations = ids.map((provider) => ({
    found: { provider, cache: 'cache', path: `/home/ada/${provider}` },
    report: { state: 'recognised' },
    sections: [{ id: 'x', paths: [] }],
  }));
  return { report: developer, locations } as unknown as Scan;
}

function session(signal: AbortSignal) {
  const shown: string[] = [];
  const progress = { show: (text: string) => void shown.push(text), clear() {} };
  return { shown, session: { context: { signal, uid: 0 }, progress } as unknown as Session };
}

test('a tool that fails is said, and the others are listed, the largest first', async () => {
  const { session: one, shown } = session(new AbortController().signal);
  const listed = await listTools(one, { known: [npm, silent, absent, gradle], refused: [] }, found('gradle', 'npm'));
  expect(listed).toEqual({
    lists: [{ schema: 'devclean.list/1', provider: 'npm', entries: [], unnamed: [] }],
    notListed: [{ provider: 'gradle', because: 'It threw up.' }],
  });
  expect(shown).toEqual(['Naming what lies in Gradle (1 of 2)', 'Naming what lies in npm (2 of 2)']);
});

test('an interrupt ends it', async () => {
  const { session: one } = session(AbortSignal.abort(new Error('Interrupted.')));
  await expect(listTools(one, { known: [gradle], refused: [] }, found('gradle'))).rejects.toThrow('Interrupted.');
});
