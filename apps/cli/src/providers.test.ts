import { defineProvider } from '@devclean/core';
import type { Interfaces } from '@oclif/core';
import { describe, expect, test } from 'vitest';
import { loadProviders } from './providers.js';

const sbt = defineProvider({
  apiVersion: 1,
  id: 'sbt',
  title: 'sbt',
  homepage: 'https://www.scala-sbt.org',
  summary: 'Scala builds',
  caches: [
    {
      kind: 'folder',
      id: 'ivy',
      locations: [{ from: 'default', path: { linux: '~/.ivy2/cache' } }],
      fingerprint: { anyOf: ['org.scala-lang'] },
      sections: [{ id: 'jars', title: 'Jars', paths: ['*'], safety: 'safe', cost: 'They are downloaded again.' }],
    },
  ],
});

/** oclif's config as far as providers need it: what plugins answer to the hook. */
function plugins(...answers: { name: string; answer?: unknown; error?: Error }[]): Interfaces.Config {
  const asked = async (event: string, question: unknown) => {
    expect([event, question]).toEqual(['devclean:providers', { apiVersion: 1 }]);
    return {
      successes: answers
        .filter(({ error }) => !error)
        .map(({ name, answer }) => ({ plugin: { name }, result: answer })),
      failures: answers.flatMap(({ name, error }) => (error ? [{ plugin: { name }, error }] : [])),
    };
  };
  return { runHook: asked } as unknown as Interfaces.Config;
}

const ids = ({ known }: Awaited<ReturnType<typeof loadProviders>>) =>
  known.map(({ provider, origin }) => `${provider.id} ${origin}`);

test("a plugin's provider stands beside our own, marked as a plugin's", async () => {
  const providers = await loadProviders(plugins({ name: 'devclean-sbt', answer: [sbt] }));
  expect(ids(providers)).toContain('pip builtin');
  expect(ids(providers)).toContain('sbt plugin');
  expect(providers.refused).toEqual([]);
});

test('a tool that was named is loaded alone', async () => {
  expect(ids(await loadProviders(plugins({ name: 'devclean-sbt', answer: [sbt] }), { tools: ['sbt'] }))).toEqual([
    'sbt plugin',
  ]);
  expect(ids(await loadProviders(plugins(), { tools: ['pip'] }))).toEqual(['pip builtin']);
});

test('a tool that was excluded is not there', async () => {
  expect(ids(await loadProviders(plugins(), { exclude: ['pip'] }))).not.toContain('pip builtin');
});

describe('a plugin is refused, as a finding, when it', () => {
  test.each([
    ['fails', { error: new Error('boom') }, 'boom'],
    ['takes the name of a tool', { answer: [{ ...sbt, id: 'pip' }] }, 'that name is taken'],
    ['takes the name of a command', { answer: [{ ...sbt, id: 'scan' }] }, 'that name is taken'],
    ['was made for another version', { answer: [{ ...sbt, apiVersion: 2 }] }, 'made for another devclean'],
    ['answers nonsense', { answer: 'sbt' }, 'did not answer with a provider'],
    ['answers nothing', { answer: undefined }, 'did not answer with a provider'],
  ])('%s', async (_, answer, message) => {
    const { known, refused } = await loadProviders(plugins({ name: 'devclean-evil', ...answer }));
    expect(known.some(({ origin }) => origin === 'plugin')).toBe(false);
    expect(refused).toMatchObject([{ id: 'devclean-evil', origin: 'plugin', state: 'failed' }]);
    expect(refused[0]?.error?.message).toContain(message);
  });

  test('takes the name of another plugin', async () => {
    const { known, refused } = await loadProviders(
      plugins({ name: 'one', answer: [sbt] }, { name: 'two', answer: [sbt] }),
    );
    expect(known.filter(({ origin }) => origin === 'plugin')).toHaveLength(1);
    expect(refused.map(({ id }) => id)).toEqual(['two']);
  });
});

test('a name that is nobody’s is an error with the nearest one', async () => {
  await expect(loadProviders(plugins(), { tools: ['pipp'] })).rejects.toMatchObject({
    code: 'UNKNOWN_TOOL',
    message: 'There is no tool called "pipp".',
    hint: 'Did you mean "pip"?',
  });
});
