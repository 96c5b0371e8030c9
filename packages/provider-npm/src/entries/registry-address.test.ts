import { describe, expect, test } from 'vitest';
import { addressed, pathParts } from './registry-address.js';

const at = (address: string, isDocument = false) => {
  const { parts: _, ...found } = addressed(pathParts(address), isDocument) ?? { parts: 0 };
  return found;
};

describe('a tarball', () => {
  test.each([
    ['https://r.example/lodash/-/lodash-4.17.21.tgz', 'lodash', '4.17.21'],
    ['https://r.example/@babel/core/-/core-7.26.0.tgz', '@babel/core', '7.26.0'],
    ['https://r.example/@babel%2fcore/-/core-7.26.0.tgz', '@babel/core', '7.26.0'],
    ['https://r.example/@babel%2Fcore/-/@babel%2Fcore-7.26.0.tgz', '@babel/core', '7.26.0'],
    ['https://r.example/@babel/core/-/@babel/core-7.26.0.tgz', '@babel/core', '7.26.0'],
    ['https://r.example/api/npm/all/left-pad/-/left-pad-1.3.0.tgz?sig=a', 'left-pad', '1.3.0'],
    ['https://r.example/api/v4/projects/7/packages/npm/@a/b/-/@a/b-1.0.0-rc.1.tgz', '@a/b', '1.0.0-rc.1'],
    ['https://r.example/~/11/@jsr/std__path/1.0.8.tgz', '@jsr/std__path', '1.0.8'],
    [`https://r.example/download/@acme/ui/2.0.1/${'0a'.repeat(32)}`, '@acme/ui', '2.0.1'],
    ['https://r.example/is-1.0.0/-/is-1.0.0-2.0.0.tgz', 'is-1.0.0', '2.0.0'],
  ])('%s', (address, name, version) => {
    expect(at(address)).toMatchObject({ kind: 'tarball', name, version });
  });

  test.each([
    'https://r.example/lodash/-/other-4.17.21.tgz',
    'https://r.example/lodash/-/lodash-latest.tgz',
    'https://r.example/archive/main.tar.gz',
    'https://r.example/%E0%A4%A/-/x.tgz',
    'https://r.example/',
    'no address',
  ])('%s does not say which', (address) => {
    expect(at(address)).toEqual({});
  });
});

describe('a document', () => {
  test.each([
    ['https://r.example/lodash', 'index', 'lodash'],
    ['https://r.example/@babel%2fcore', 'index', '@babel/core'],
    ['https://r.example/@babel/core', 'index', '@babel/core'],
    ['https://r.example/api/npm/all/lodash', 'index', 'lodash'],
    ['https://r.example/lodash/4.17.21', 'index', 'lodash'],
    ['https://r.example/-/npm/v1/keys', 'response', 'npm/v1/keys'],
    ['https://r.example/-/v1/search?text=lodash', 'response', 'v1/search'],
  ])('%s', (address, kind, name) => {
    expect(at(address, true)).toMatchObject({ kind, name });
  });
});
