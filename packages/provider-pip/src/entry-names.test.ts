import { expect, test } from 'vitest';
import { entryNames } from './entry-names.js';

test.for([
  ['Foo.Bar__baz', 'foo-bar-baz'],
  ['ruamel.yaml', 'ruamel-yaml'],
  ['PyYAML', 'pyyaml'],
  ['py*', 'py*'],
  ['typing_*', 'typing-*'],
] as const)('the name %s is %s', ([name, one]) => {
  expect(entryNames.normalise?.(name)).toBe(one);
});

test.for([
  ['numpy', { name: 'numpy' }],
  ['numpy==1.2', { name: 'numpy', version: '1.2' }],
  ['numpy === 1.2', { name: 'numpy', version: '1.2' }],
  ['numpy@1.2', { name: 'numpy', version: '1.2' }],
  ['requests[socks]==2.*', { name: 'requests', version: '2.*' }],
  ['requests[socks]', { name: 'requests' }],
  ['torch==2.1+cu118', { name: 'torch', version: '2.1+cu118' }],
  ['py*', { name: 'py*' }],
  ['numpy>=1.2', undefined],
  ['numpy==', undefined],
  ['==1.2', undefined],
  ['', undefined],
] as const)('“%s” is taken apart', ([text, parts]) => {
  expect(entryNames.split?.(text)).toEqual(parts);
});
