import { expect, test } from 'vitest';
import { shownAddress } from './shown-address.js';

test.each([
  ['https://r.example.com/lodash/-/lodash-4.17.21.tgz', 3, 'https://r.example.com/lodash/-/lodash-4.17.21.tgz'],
  ['https://ada:secret@r.example.com/lodash', 1, 'https://r.example.com/lodash'],
  ['https://r.example.com/a.tgz?X-Amz-Signature=0a1b&X-Amz-Credential=ada', 1, 'https://r.example.com/a.tgz'],
  ['https://r.example.com/lodash#token', 1, 'https://r.example.com/lodash'],
  ['https://r.example.com/Ab3dEf6hIj9kLm2n/npm/lodash', 1, 'https://r.example.com/…/npm/lodash'],
  ['https://r.example.com/es2015-modules-commonjs', 1, 'https://r.example.com/es2015-modules-commonjs'],
  ['https://npm.acme.internal/lodash', 1, 'https://…/lodash'],
  ['https://npm.corp.acme.com:8443/lodash', 1, 'https://…/lodash'],
  ['http://npm-proxy:4873/lodash', 1, 'http://…/lodash'],
  ['http://10.1.2.3/lodash', 1, 'http://…/lodash'],
  ['http://172.20.0.1:80/lodash', 1, 'http://…/lodash'],
  ['http://127.0.0.1:4873/lodash', 1, 'http://127.0.0.1:4873/lodash'],
  ['git+ssh://git@git.example.com/acme/ui.git#semver:^1', 2, 'git+ssh://git.example.com/acme/ui.git'],
])('%s', (address, parts, shown) => {
  expect(shownAddress(address, parts)).toBe(shown);
});

test('what is no address, or cannot be printed, is not shown', () => {
  for (const address of [
    'lodash',
    'https:///x',
    'https://r.example.com/\u001b[2J',
    `https://r.example.com/${'a/'.repeat(2000)}`,
  ])
    expect(shownAddress(address)).toBeUndefined();
});
