import { existsSync, readFileSync } from 'node:fs';
import { file } from '@devclean/testkit';
import { expect, test } from 'vitest';
import { home, toySpec, userOf } from '../../test/toy.js';
import type { CachingStatus, FoundContext } from '../provider/cache-provider.js';
import { defineProvider } from '../provider/define-provider.js';
import { cachingOf, changeCaching, planCaching } from './switch-caching.js';

interface Setting {
  readonly script?: string;
  readonly contexts?: readonly Partial<FoundContext>[];
  /** What is said of each context instead of what the toy's own file says. */
  readonly statuses?: readonly Partial<CachingStatus>[];
  readonly uid?: number;
  readonly env?: Record<string, string>;
}

/** A toy that keeps in `~/off` whether it caches, and asks nothing else but what a test says. */
async function toy({ script = 'test "$1" = off && touch "$HOME/off" || rm "$HOME/off"', ...setting }: Setting = {}) {
  const program = file(`#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const made = home({ bin: { toy: program } });
  const context = await userOf(made, {
    env: { PATH: '/usr/bin:/bin', ...setting.env },
    ...(setting.uid !== undefined && { uid: setting.uid }),
  });
  const own = { label: 'toy', executable: `${made.path}/bin/toy`, version: '2.0', caching: 'unknown' as const };
  const contexts = (setting.contexts ?? [{}]).map((one, i) => ({ id: `toy${i}`, ...own, ...one }));
  const provider = defineProvider(
    toySpec({
      contexts: async () => contexts,
      caching: {
        off: ['{executable}', 'off'],
        on: ['{executable}', 'on'],
        since: '1.5',
        cost: 'It is slow.',
        status: async () => {
          const state = existsSync(`${made.path}/off`) ? 'off' : 'on';
          return contexts.map(({ id }, i) => ({
            context: id,
            state,
            file: `${made.path}/off`,
            ...setting.statuses?.[i],
          }));
        },
      },
    }),
  );
  const turn = async (to: 'on' | 'off', named: string[] = []) => {
    const change = await planCaching(provider, to, context, named);
    return change && { change, report: await changeCaching(provider, change, context, named) };
  };
  return { made, provider, context, turn, state: async () => (await cachingOf(provider, context)).state };
}

test('off and on again, and neither twice', async () => {
  const { turn, state, made } = await toy();
  expect(await state()).toBe('on');
  expect(await turn('on')).toBeUndefined();
  expect(await turn('off')).toMatchObject({
    change: { to: 'off', argv: [`${made.path}/bin/toy`, 'off'], file: `${made.path}/off` },
    report: { state: 'off', cost: 'It is slow.' },
  });
  expect(await turn('off')).toBeUndefined();
  expect((await turn('on'))?.report.state).toBe('on');
});

test('a command that changes nothing is not believed', async () => {
  expect((await (await toy({ script: 'exit 0' })).turn('off'))?.report.state).toBe('on');
});

test.each<[string, Setting, string, RegExp]>([
  ['what fails says why', { script: 'echo no room >&2; exit 1' }, 'COMMAND_FAILED', /exit code 1\. It said: no room/],
  ['what cannot be started', { contexts: [{ executable: '/no/toy' }] }, 'COMMAND_FAILED', /could not be run: .*ENOENT/],
  ['what is too old', { contexts: [{ version: '1.4' }] }, 'CACHING_DECIDED_ELSEWHERE', /toy0.* came with Toy 1\.5/],
  ['what a project brought', { contexts: [{ onlyNamed: true }] }, 'CACHING_DECIDED_ELSEWHERE', /--context toy0/],
  [
    'what something else decides',
    { statuses: [{ elsewhere: 'TOY_OFF (1)' }] },
    'CACHING_DECIDED_ELSEWHERE',
    /TOY_OFF \(1\) decides/,
  ],
  ['nobody to run', { contexts: [] }, 'CACHING_DECIDED_ELSEWHERE', /no Toy/],
  ['root by sudo', { uid: 0, env: { SUDO_UID: '1000' } }, 'UNDER_SUDO', /./],
])('%s', async (_, setting, code, message) => {
  const { turn, made } = await toy(setting);
  const failure = await turn('off').then(
    () => ({ code: 'none', message: '' }),
    (error) => error,
  );
  expect(failure).toMatchObject({ code, message: expect.stringMatching(message) });
  expect(existsSync(`${made.path}/off`)).toBe(false);
});

test('where keys lie nothing is written', async () => {
  const { turn, made, context } = await toy({ statuses: [{ file: '/usr/bin/toyrc' }], env: { GNUPGHOME: '/usr/bin' } });
  await expect(turn('off')).rejects.toMatchObject({ code: 'REFUSED' });
  expect(existsSync(`${made.path}/off`)).toBe(false);
  expect(context.env.GNUPGHOME).toBe('/usr/bin');
});

test('the named one is run, and looked at alone', async () => {
  const script = 'echo "$0" > "$HOME/ran"; touch "$HOME/off"';
  const { turn, made, provider, context } = await toy({
    script,
    contexts: [{}, { onlyNamed: true, version: '1.9' }],
    statuses: [{ state: 'off' }, {}],
  });
  expect((await cachingOf(provider, context)).state).toBe('mixed');
  expect((await turn('off', ['toy1']))?.report).toMatchObject({ state: 'off', contexts: [{ id: 'toy1' }] });
  expect(readFileSync(`${made.path}/ran`, 'utf8').trim()).toBe(`${made.path}/bin/toy`);
});

test('a tool that cannot be told says so', async () => {
  const made = home();
  const other = defineProvider(toySpec());
  await expect(cachingOf(other, await userOf(made))).rejects.toMatchObject({ code: 'CACHING_NOT_SWITCHABLE' });
});
