import { link } from '@devclean/testkit';
import { expect, test } from 'vitest';
import { home, userOf } from '../../test/toy.js';
import { locationProblem, sight } from './location-path.js';

test.each([
  ['', 'absolute'],
  ['.', 'absolute'],
  ['cache/pip', 'absolute'],
  ['~/x', 'absolute'],
  ['$HOME/x', 'absolute'],
  ['/home/u/.cache/../..', '".."'],
  ['/home/u/..', '".."'],
  ['/a\nb', 'control characters'],
  ['/a\tb', 'control characters'],
  ['/a\u001b[2Jb', 'control characters'],
  ['/a\0b', 'control characters'],
  ['/a\u009bb', 'control characters'],
  [`/${'a'.repeat(5000)}`, '3,000 bytes'],
  ['/proc/self/root/home', 'system folder'],
  ['/proc', 'system folder'],
  ['//proc/1/cwd', 'system folder'],
  ['/./dev/fd/3', 'system folder'],
  ['/dev/shm', 'system folder'],
  ['/sys/kernel', 'system folder'],
])('%j cannot name a cache', async (value, problem) => {
  expect(locationProblem(value, await userOf(home()))).toContain(problem);
});

test.each(['/', '/home/u/.cache/pip', '/a//b/./c/', '/with space /ü', '/a..b', '/process', '/dev/shm/cache', '/%20'])(
  '%j may',
  async (value) => {
    expect(locationProblem(value, await userOf(home()))).toBeUndefined();
  },
);

test('links above are resolved, a link at the end is left, and spelling does not matter', async () => {
  const { path } = home({ disk: { toy: { store: {} } }, cache: link('disk'), last: link('disk/toy') });
  const real = { is: 'there', path: `${path}/disk/toy` };
  expect(sight(`${path}/cache/toy`)).toEqual(real);
  expect(sight(`${path}//./cache/toy///`)).toEqual(real);
  expect(sight(`${path}/last`)).toEqual({ is: 'there', path: `${path}/last` });
  expect(sight(`${path}/last/`)).toEqual({ is: 'there', path: `${path}/last` });
  expect(sight(`${path}/last/store`)).toEqual({ is: 'there', path: `${path}/disk/toy/store` });
  expect(sight('/')).toEqual({ is: 'there', path: '/' });
});

test('what is not there is absent, and a folder above that is a file is too', async () => {
  const { path } = home({ file: '' });
  expect(sight(`${path}/nowhere`)).toEqual({ is: 'absent' });
  expect(sight(`${path}/nowhere/deeper`)).toEqual({ is: 'absent' });
  expect(sight(`${path}/file/deeper`)).toEqual({ is: 'absent' });
});

test('links in a circle are not absent: nobody can tell', async () => {
  const { path } = home({ one: link('two'), two: link('one') });
  expect(sight(`${path}/one/toy`)).toEqual({ is: 'unreadable', path: `${path}/one/toy` });
});
