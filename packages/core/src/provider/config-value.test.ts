import { expect, test } from 'vitest';
import { configValue } from './config-value.js';

test.each([
  ['ini', 'cache=/a b \n', 'cache', '/a b'],
  ['ini', '; cache=/a\n[global]\ncache-dir = /a\n', 'global.cache-dir', '/a'],
  ['ini', '[other]\ncache-dir = /a\n', 'global.cache-dir', undefined],
  ['ini', 'cache=\n', 'cache', undefined],
  ['json', '{ "a": { "b": "/a" } }', 'a.b', '/a'],
  ['json', '{ "a.b": "/a" }', 'a.b', '/a'],
  ['json', '\uFEFF{ "a": "/a" }', 'a', '/a'],
  ['json', '{ "a": 1 }', 'a', undefined],
  ['json', '{ "a": null }', 'a.b', undefined],
  ['json', 'null', 'a', undefined],
  ['json', '[]', 'a', undefined],
  ['json', '{ "a": ', 'a', undefined],
  ['toml', '[cache]\ndir = "/a"\n', 'cache.dir', '/a'],
  ['toml', 'dir = /a\n', 'dir', undefined],
  ['yaml', 'cacheFolder: /a\n', 'cacheFolder', '/a'],
  ['yaml', 'a:\n  b: "/a b"\n', 'a.b', '/a b'],
  ['yaml', 'a: [', 'a', undefined],
  ['yaml', '', 'a', undefined],
  ['properties', 'org.toy.dir=/a\n', 'org.toy.dir', '/a'],
  ['properties', '# dir=/a\ndir: C:\\\\toy\n', 'dir', 'C:\\toy'],
] as const)('%s %j says of %s: %j', async (format, text, key, expected) => {
  expect(await configValue(text, format, key)).toBe(expected);
});

test('what objects have by nature is not a setting', async () => {
  expect(await configValue('{}', 'json', 'constructor.name')).toBeUndefined();
});
