import { describe, expect, test } from 'vitest';
import { problemLines, readProviderFile } from './read-provider-file.js';

const toy = {
  apiVersion: 1,
  id: 'toy',
  title: 'Toy',
  homepage: 'https://toy.example/cache',
  summary: 'Toys that were downloaded',
  caches: [
    {
      id: 'toy',
      locations: [
        { from: 'env', variable: 'TOY_CACHE' },
        { from: 'default', path: { linux: '{xdg-cache}/toy' } },
      ],
      fingerprint: { anyOf: ['toys/<hex>'] },
      sections: [
        { id: 'toys', title: 'Toys', paths: ['toys'], safety: 'safe', cost: 'The next game downloads them again.' },
      ],
    },
  ],
};

/** What is wrong with a text, as `line:column what`. */
const wrong = (text: string) => problemLines('f', readProviderFile(text).problems).map((line) => line.slice(2));
/** The same of the toy's description with one part of its text put for another, without the places. */
const wrongWith = (part: string, other: string) =>
  wrong(JSON.stringify(toy).replace(part, other)).map((line) => line.replace(/^\d+:\d+: /, ''));

test('a file is a provider, with nothing that runs', () => {
  const { provider, problems } = readProviderFile(JSON.stringify({ $schema: './schema.json', ...toy }));
  expect(problems).toEqual([]);
  expect(provider).toMatchObject({ id: 'toy', apiVersion: 1, caches: [{ kind: 'folder', id: 'toy' }] });
});

const links = { from: 'links', paths: ['games/*'], below: '$TOY_HOME/own', safety: 'risky', because: 'they are links' };
const withRule = (rule: object) =>
  JSON.stringify(toy).replace('"safe"', `"safe","graverWhen":[${JSON.stringify(rule)}]`);

test('a file may say what makes a part graver', () => {
  const setting = { from: 'config', file: '~/.toyrc', format: 'ini', key: 'mode', is: ['linked'] };
  for (const rule of [links, { ...setting, safety: 'costly', because: 'it is slow' }]) {
    const { provider, problems } = readProviderFile(withRule(rule));
    expect(problems).toEqual([]);
    expect(provider?.caches[0]?.sections[0]?.graverWhen).toEqual([rule]);
  }
  expect(wrong(withRule({ ...links, from: 'tool' })).join()).toContain(
    'caches[0].sections[0].graverWhen[0] must say "from": one of "env", "config", "project", "links"',
  );
  expect(wrong(withRule({ ...links, below: 'games' })).join()).toContain('the path "games" does not begin with');
});

describe('a mistake is said with its place', () => {
  test('in the JSON', () => {
    expect(wrong('{\n  "id": "toy",\n}')[0]).toBe('3:1: it is no JSON here: property name expected');
    expect(wrong('')).toEqual(['1:1: it is no JSON here: value expected']);
    expect(wrong('{ "id": "toy" // mine\n}')[0]).toBe('1:15: it is no JSON here: invalid comment token');
  });

  test('in a word, with the one that was meant', () => {
    const text = JSON.stringify(toy, null, 2).replace('"safety"', '"saftey"');
    const line = text.split('\n').findIndex((one) => one.includes('saftey')) + 1;
    expect(wrong(text)).toContainEqual(
      expect.stringMatching(
        new RegExp(
          `^${line}:\\d+: caches\\[0\\]\\.sections\\[0\\] says "saftey", which means nothing; did you mean "safety"\\?$`,
        ),
      ),
    );
    expect(wrong(text).join()).toContain('caches[0].sections[0] must say "safety"');
  });

  test('in a pattern, where it stands', () => {
    const text = JSON.stringify(toy, null, 2).replace('"toys/<hex>"', '"../toys"');
    const line = text.split('\n').findIndex((one) => one.includes('../toys')) + 1;
    expect(wrong(text)[0]).toMatch(new RegExp(`^${line}:\\d+: the pattern "../toys" is wrong: `));
  });

  test.each([
    [
      '"safe"',
      '"harmless"',
      'caches[0].sections[0].safety is "harmless", and must be one of "safe", "costly", "risky"',
    ],
    ['"apiVersion":1', '"apiVersion":2', 'apiVersion is 2, and must be 1'],
    ['"id":"toy"', '"id":"My Toy"', 'id is "My Toy", and must be lower-case letters, digits and dashes'],
    ['https://', '', 'homepage must be an https address'],
    ['["toys"]', '"toys"', 'caches[0].sections[0].paths is "toys", and must be a list: [ … ]'],
    ['["toys"]', '[]', 'caches[0].sections[0].paths must have something in it'],
    [
      '"env"',
      '"tool"',
      'caches[0].locations[0] must say "from": one of "env", "config", "default", "project", "mounts"',
    ],
    ['{xdg-cache}', '{home}', 'the path "{home}/toy" begins with {home}, which is nothing that devclean knows'],
    [
      '"fingerprint"',
      '"native":[],"fingerprint"',
      'caches[0] says "native", which means nothing; it may say kind, id, locations, fingerprint, onlyWhereFound, sections, keep, inUse, ownCommands, docs',
    ],
    [
      '}]}]}',
      '}]},{"id":"toy","locations":[{"from":"mounts","path":".toy"}],"fingerprint":{"anyOf":["x"]},"sections":[{"id":"other","title":"Other","paths":["y"],"safety":"safe","cost":"It is made again."}]}]}',
      'the cache "toy" is there twice',
    ],
  ])('%s → %s', (part, other, message) => {
    expect(wrongWith(part, other)).toContain(message);
  });
});
