import { expect, test } from 'vitest';
import { isFileName, parseFileName } from './distribution.js';

test.for([
  ['numpy-2.1.3-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl', 'numpy', '2.1.3', 'wheel'],
  ['foo_bar-1.0-1_build-py3-none-any.whl', 'foo_bar', '1.0', 'wheel'],
  ['torch-2.1.0+cu118-cp311-cp311-linux_x86_64.whl', 'torch', '2.1.0+cu118', 'wheel'],
  ['numpy-2.1.3-py3-none-any.whl.metadata', 'numpy', '2.1.3', 'metadata'],
  ['foo-bar-1.0.tar.gz', 'foo-bar', '1.0', 'sdist'],
  ['foo-1.0-rc1.zip', 'foo', '1.0-rc1', 'sdist'],
  ['py-1.11.0.tar.bz2', 'py', '1.11.0', 'sdist'],
  ['backports.ssl-match-3.5.0.1.tgz', 'backports.ssl-match', '3.5.0.1', 'sdist'],
  ['foo-1.0-py2.7.egg', 'foo', '1.0', 'unknown'],
  ['numpy-1.6.1.win32-py2.7.exe', 'numpy', '1.6.1', 'unknown'],
] as const)('%s is %s %s, a %s', ([fileName, name, version, kind]) => {
  expect(parseFileName(fileName)).toEqual({ name, version, kind });
});

test('the project tells where its name ends', () => {
  expect(parseFileName('a-1-2.tar.gz', 'A_1')).toMatchObject({ name: 'a-1', version: '2' });
  expect(parseFileName('pytz-deprecation-shim-2004b.tar.gz', 'pytz_deprecation.shim')).toMatchObject({
    version: '2004b',
  });
});

test.for([
  '',
  'index.html',
  '-.whl',
  'numpy.whl',
  'repo-main.zip',
  '../x-1.0.tar.gz',
  'x\u001b[2J-1.0.tar.gz',
  'x-1.0',
])('%j says nothing', (fileName) => {
  expect(parseFileName(fileName)).toBeUndefined();
});

test('what would move the cursor or leave the folder is no file’s name', () => {
  expect(['a\u0007', 'a/b', 'a\\b', 'a\u202eb', '', '\n'].filter(isFileName)).toEqual([]);
  expect(['a b.zip', 'naïve-1.0.tar.gz'].filter(isFileName)).toHaveLength(2);
});
