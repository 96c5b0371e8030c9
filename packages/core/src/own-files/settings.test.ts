import { execFileSync } from 'node:child_process';
import { link } from '@devclean/testkit';
import { needs } from '@devclean/testkit/real-tools';
import { describe, expect, test } from 'vitest';
import { home, userOf } from '../../test/toy.js';
import { readSettings, userProtection } from './settings.js';

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

test('the other settings are of this environment’s file alone, with every path made absolute', async () => {
  const made = home({
    'cfg/devclean/settings.json': `{
      // what I never need
      "exclude": ["gradle"], "keep": "24h", "color": "never",
      "projects": ["~/work"], "locations": { "pip": ["/data/pip", "~/pip"] } /* on the large disk */
    }`,
    [file]: '{"exclude":["npm"],"keep":"1h"}',
  });
  const context = await userOf(made, { env: { XDG_CONFIG_HOME: `${made.path}/cfg` } });
  expect(readSettings(context)).toEqual({
    file: `${made.path}/cfg/devclean/settings.json`,
    keep: '24h',
    color: 'never',
    exclude: ['gradle'],
    projects: [`${made.path}/work`],
    locations: [
      { tool: 'pip', path: '/data/pip' },
      { tool: 'pip', path: `${made.path}/pip` },
    ],
  });
});

test('nothing is set where there is no file', async () => {
  const made = home();
  const nothing = { file: `${made.path}/${file}`, exclude: [], projects: [], locations: [] };
  expect(readSettings(await userOf(made))).toEqual(nothing);
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
    ['half of one', '{"protect": ["~/wo', `${file}:1:14: it is no JSON here: unexpected end of string`],
    ['an empty one', '', `${file}:1:1: it is no JSON here: value expected`],
    ['a comma too many', '{\n  "protect": [],\n}', `${file}:3:1: it is no JSON here`],
    ['more brackets than anyone reads', '['.repeat(100_000), 'Maximum call stack'],
    ['a list', [], 'it must hold an object'],
    ['nothing', 'null', 'it must hold an object'],
    [
      'another word',
      { protected: ['~/work'] },
      `${file}:1:2: it says "protected", which means nothing; it may say protect`,
    ],
    ['a word twice', '{"protect": ["~/work"],\n "protect": []}', `${file}:2:2: it says "protect" twice`],
    ['a name of every object', '{"__proto__": 1, "constructor": 2}', 'it says "constructor", which means nothing'],
    [
      'a time that is none',
      { keep: '1 day' },
      '"keep" must be a time such as "24h" ("45m", "12h", "30d", "8w"), or "0"',
    ],
    ['a time that is a number', { keep: 0 }, 'and 0 is none'],
    ['a colour', { color: 'red' }, '"color" must be one of "auto", "always", "never", and "red" is none'],
    ['a tool and no list', { exclude: 'gradle' }, '"exclude" must be a list of tools: ["gradle"]'],
    [
      'a tool that can be none',
      { exclude: ['npm', 'Gradle!'] },
      '"exclude" must be a list of tools, and "Gradle!" is none',
    ],
    ['a relative project', { projects: ['work'] }, '"projects" names "work", which begins with neither / nor ~/'],
    ['a location of nobody', { locations: ['/data'] }, '"locations" must say whose cache each folder is'],
    [
      'a relative location',
      { locations: { pip: ['pip'] } },
      '"locations" of pip names "pip", which begins with neither',
    ],
    ['a location and no list', { locations: { pip: '/data' } }, '"locations" of pip must be a list of paths'],
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
