import { expect, test } from 'vitest';
import { home, userOf } from '../../test/toy.js';
import { below, fillPath, templateProblem } from './path-template.js';

const user = (env: Record<string, string>, more = {}) =>
  userOf(home(), { env: { TMPDIR: '', ...env }, homes: { env: '/home/u', account: '/accounts/u' }, ...more });

test.each([
  ['/var/cache/toy', {}, { path: '/var/cache/toy' }],
  ['~/.toy', {}, { path: '/home/u/.toy' }],
  ['~', {}, { path: '/home/u' }],
  ['~other/.toy', {}, { path: '~other/.toy' }],
  ['{account}/.toy', {}, { path: '/accounts/u/.toy' }],
  ['/tmp/toy-{uid}', {}, { path: '/tmp/toy-1000' }],
  ['{xdg-cache}/toy', {}, { path: '/home/u/.cache/toy' }],
  ['{xdg-data}/toy', {}, { path: '/home/u/.local/share/toy' }],
  ['{xdg-config}/toy', {}, { path: '/home/u/.config/toy' }],
  ['{xdg-cache}/toy', { XDG_CACHE_HOME: '/big/cache' }, { path: '/big/cache/toy', variable: 'XDG_CACHE_HOME' }],
  ['{xdg-cache}/toy', { XDG_CACHE_HOME: '/' }, { path: '/toy', variable: 'XDG_CACHE_HOME' }],
  ['{xdg-cache}/toy', { XDG_CACHE_HOME: '/x/../y' }, { path: '/x/../y/toy', variable: 'XDG_CACHE_HOME' }],
  ['{xdg-cache}/toy', { XDG_CACHE_HOME: '' }, { path: '/home/u/.cache/toy' }],
  ['{xdg-cache}/toy', { XDG_CACHE_HOME: ' ' }, { path: '/home/u/.cache/toy' }],
  ['{xdg-cache}/toy', { XDG_CACHE_HOME: 'relative' }, { path: '/home/u/.cache/toy' }],
  ['{xdg-cache}/toy', { XDG_CACHE_HOME: '/home/u/.cache/' }, { path: '/home/u/.cache/toy' }],
  ['{local-app-data}/toy', { LOCALAPPDATA: '/local' }, { path: '/local/toy' }],
  ['{local-app-data}/toy', {}, { path: '/home/u/AppData/Local/toy' }],
  ['{app-data}/toy', {}, { path: '/home/u/AppData/Roaming/toy' }],
  ['{temp}/toy', {}, { path: '/tmp/toy' }],
  ['{temp}/toy', { TMPDIR: '/scratch' }, { path: '/scratch/toy' }],
  ['{temp}toy', {}, { path: '{temp}toy' }],
])('%s with %o is %o', async (template, env, filled) => {
  expect(fillPath(template, await user(env, { uid: 1000 }))).toEqual(filled);
});

test.each(['/a', '~/a', '{xdg-cache}/a', 'C:\\a', '{temp}'])('%s is a template', (template) => {
  expect(templateProblem(template)).toBeUndefined();
});

test.each([
  ['{home}/a', 'begins with {home}, which is nothing that devclean knows'],
  ['a/b', 'does not begin with /, a drive, ~ or a {name}'],
  ['', 'does not begin with /, a drive, ~ or a {name}'],
])('%j is none', (template, problem) => {
  expect(templateProblem(template)).toContain(problem);
});

test('what begins with a name that means nothing leads nowhere', async () => {
  const context = await user({});
  expect(() => fillPath('{home}/a', context)).toThrow(expect.objectContaining({ code: 'BAD_PROVIDER' }));
});

test('a path below another is joined as it was written, so that what is wrong with it stays to be seen', () => {
  expect(below('/a/../b/', 'c/..')).toBe('/a/../b/c/..');
  expect(below('relative', '/c')).toBe('relative/c');
  expect(below('/', 'c')).toBe('/c');
  expect(below('/a', undefined)).toBe('/a');
});
