import { execFileSync } from 'node:child_process';
import { link } from '@devclean/testkit';
import { needs } from '@devclean/testkit/real-tools';
import { describe, expect, test } from 'vitest';
import { home, userOf } from '../../test/toy.js';
import { userProtection } from './settings.js';

const file = '.config/devclean/settings.json';

async function protectionOf(content: unknown, env: Record<string, string> = {}) {
  const made = home({ [file]: typeof content === 'string' ? content : JSON.stringify(content) });
  return { made, paths: userProtection(await userOf(made, { env })).map(({ path }) => path) };
}

test('what the user protects is read from devclean’s settings', async () => {
  const { made, paths } = await protectionOf({ $schema: 'x', protect: ['~', '~/work/', '/srv//data/../data', '/~'] });
  expect(paths).toEqual([made.path, `${made.path}/work`, '/srv/data', '/~']);
});

test.each([{}, { protect: [] }, '\uFEFF{}'])('%j protects nothing', async (content) => {
  expect((await protectionOf(content)).paths).toEqual([]);
});

test('no file is no protection', async () => {
  expect(userProtection(await userOf(home()))).toEqual([]);
  expect(userProtection(await userOf(home({ '.config': 'a file' })))).toEqual([]);
});

test('XDG_CONFIG_HOME moves the file, and the one of the account holds all the same', async () => {
  const made = home({ 'cfg/devclean/settings.json': '{"protect":["~/a"]}', [file]: '{"protect":["~/b"]}' });
  const context = await userOf(made, { env: { XDG_CONFIG_HOME: `${made.path}/cfg` } });
  expect(userProtection(context)).toEqual([
    { path: `${made.path}/a`, file: `${made.path}/cfg/devclean/settings.json` },
    { path: `${made.path}/b`, file: `${made.path}/${file}` },
  ]);
});

test.each([
  ['darwin', 'Library/Application Support'],
  ['win32', 'AppData/Local'],
] as const)('on %s it lies in %s', async (platform, folder) => {
  const made = home({ [`${folder}/devclean/settings.json`]: '{"protect":["~/a"]}' });
  expect(userProtection(await userOf(made, { platform }))).toMatchObject([{ path: `${made.path}/a` }]);
});

describe('a file that cannot be relied upon is an error:', () => {
  test.each<[string, unknown, string]>([
    ['half of one', '{"protect": ["~/wo', 'it is no JSON'],
    ['an empty one', '', 'it is no JSON'],
    ['a list', [], 'it must hold an object'],
    ['nothing', 'null', 'it must hold an object'],
    ['another word', { protected: ['~/work'] }, 'it says "protected", which means nothing; "protect" is'],
    ['one path and no list', { protect: '~/work' }, '"protect" must be a list of paths'],
    ['a number for a path', { protect: [1] }, 'and 1 is none'],
    ['an empty path', { protect: [''] }, 'and "" is none'],
    ['a relative path', { protect: ['work'] }, '"protect" names "work", which begins with neither / nor ~/'],
    ['somebody’s home', { protect: ['~ada/work'] }, 'begins with neither / nor ~/'],
    ['a zero byte', { protect: ['/a\0b'] }, 'a zero byte'],
  ])('%s', async (_, content, problem) => {
    await expect(protectionOf(content)).rejects.toMatchObject({
      code: 'BAD_SETTINGS',
      message: expect.stringContaining(problem),
      hint: expect.stringContaining('Correct the file'),
    });
    await expect(protectionOf(content)).rejects.toThrow(file);
  });

  test.each([
    ['a folder', {}, 'it is not a file'],
    ['a link to nothing', link('nowhere'), 'ENOENT'],
  ])('%s', async (_, content, problem) => {
    const context = await userOf(home({ [file]: content }));
    expect(() => userProtection(context)).toThrow(problem);
  });

  test('a pipe, and nobody waits for it', needs('mkfifo'), async () => {
    const made = home({ '.config/devclean': {} });
    execFileSync('mkfifo', [`${made.path}/${file}`]);
    const context = await userOf(made);
    expect(() => userProtection(context)).toThrow('it is not a file');
  });
});
