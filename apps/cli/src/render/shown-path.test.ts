import { expect, test } from 'vitest';
import { pipe, plain, terminal } from '../../test/looks.js';
import { shownPath } from './shown-path.js';

test('the home is ~, and nothing else is', () => {
  expect(shownPath('/home/ada/.npm', terminal())).toBe('~/.npm');
  expect(shownPath('/home/ada', terminal())).toBe('~');
  expect(shownPath('/home/adam/.npm', terminal())).toBe('/home/adam/.npm');
});

test('at a terminal a long path loses its middle', () => {
  const path = '/mnt/volumes/projects/of/many/years/and/people/.gradle-user-home';
  expect(shownPath(path, terminal(), 40)).toBe('/mnt/volumes/…d/people/.gradle-user-home');
  expect(shownPath(path, plain, 40)).toBe('/mnt/volumes.../people/.gradle-user-home');
});

test('wide characters count as wide', () => {
  expect(shownPath('/数据/数据/数据/数据/数据/缓存', terminal(), 16)).toBe('/数据…/数据/缓存');
});

test('at a pipe a path is whole', () => {
  const path = `/mnt/${'x'.repeat(200)}`;
  expect(shownPath(path, pipe, 40)).toBe(path);
});
