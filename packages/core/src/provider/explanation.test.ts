import { expect, test } from 'vitest';
import { toyCache, toySpec } from '../../test/toy.js';
import { defineProvider } from './define-provider.js';
import { explanationOf } from './explanation.js';
import { specProblems } from './spec-problems.js';

const native = {
  argv: ['{executable}', '-m', 'toy', 'clean', '--of={location}'],
  sections: ['store', 'built'],
  use: 'on-request',
  writes: ['store'],
  since: '2.0',
  leaves: 'what is in use',
  effect: 'Takes more than it says.',
} as const;
const ownCommands = [{ command: 'toy wipe', effect: 'Takes all.' }] as const;
const inUse = {
  processes: ['toy install', 'toy $', 'toy !'],
  locks: [{ path: 'lock', kind: 'flock', sections: ['store'] }],
} as const;
const other = {
  ...toyCache,
  id: 'other',
  sections: [{ ...toyCache.sections[0], id: 'attic' }],
  docs: 'https://toy.example/attic',
} as const;
const spec = toySpec({ cache: { native: [native], ownCommands, inUse } });
const provider = defineProvider({ ...spec, caches: [...spec.caches, other] });

test('a tool is explained from what its provider says, as plain JSON', () => {
  const explanation = explanationOf(provider, 'linux');
  expect(JSON.parse(JSON.stringify(explanation))).toEqual(explanation);
  expect(explanation).toMatchObject({ id: 'toy', title: 'Toy', homepage: 'https://toy.example' });
  expect(explanation.caches.map(({ id, docs }) => [id, docs])).toEqual([
    ['toy', 'https://toy.example'],
    ['other', 'https://toy.example/attic'],
  ]);
  const [cache] = explanation.caches;
  expect(cache?.places).toEqual(['$TOY_CACHE', '"cache" in ~/.config/toy.ini', '~/.cache/toy', '~/.toy']);
  expect(cache?.keep).toEqual(['logs/kept.log', 'built/<version>/token']);
  expect(cache?.usedBy).toEqual({ commands: ['toy install', 'toy'], locks: ['lock'] });
  expect(cache?.commands).toEqual([
    {
      command: 'python -m toy clean --of=LOCATION',
      run: 'on-request',
      sections: ['store', 'built'],
      since: '2.0',
      leaves: 'what is in use',
      effect: 'Takes more than it says.',
    },
    { command: 'toy wipe', effect: 'Takes all.', run: 'never' },
  ]);
});

test('a section comes with the cache that it is in, and no more', () => {
  const { caches } = explanationOf(provider, 'linux', 'soul');
  expect(caches).toMatchObject([{ id: 'toy', sections: [{ id: 'soul', safety: 'risky', cost: 'Stops working.' }] }]);
  expect(caches[0]?.commands.map(({ command }) => command)).toEqual(['toy wipe']);
  expect(caches[0]?.usedBy.locks).toEqual([]);
  expect(explanationOf(provider, 'linux', 'attic').caches.map(({ id }) => id)).toEqual(['other']);
});

test('what makes a section graver is told once', () => {
  const [store] = toyCache.sections;
  const asked = { safety: 'risky', because: 'toys are links into it', is: ['link'] } as const;
  const graverWhen = [
    { ...asked, from: 'env', variable: 'TOY_MODE' },
    { ...asked, from: 'config', file: '~/.toyrc', format: 'ini', key: 'mode' },
    { ...asked, from: 'project', file: 'toy.toml', format: 'toml', key: 'tool.mode' },
    { from: 'links', safety: 'costly', because: 'some are', paths: ['toys/*'] },
  ] as const;
  const graver = defineProvider(toySpec({ cache: { sections: [{ ...store, graverWhen }] } }));
  expect(explanationOf(graver, 'linux').caches[0]?.sections[0]?.graver).toEqual([
    {
      safety: 'risky',
      when: ['TOY_MODE is "link"', 'mode is "link" in a settings file'],
      because: 'toys are links into it',
    },
    { safety: 'costly', when: ['links lead into it'], because: 'some are' },
  ]);
});

test('places are those of the system', () => {
  expect(explanationOf(provider, 'darwin', 'store').caches[0]?.places).toContain('~/Library/Caches/toy');
});

test('words for people must say something', () => {
  const wrong = toySpec({ cache: { docs: 'toy.example', ownCommands: [{ command: 'toy wipe', effect: '' }] } });
  expect(specProblems(wrong)).toEqual([
    'the documentation of "toy" must be an https address',
    'the tool\'s own command "toy wipe" must say what it does',
  ]);
});
