import { link, type Tree } from '@devclean/testkit';
import { describe, expect, test } from 'vitest';
import { home, toy, toyCache, toySpec, toyTree, userOf } from '../../test/toy.js';
import type { FolderCache, FoundLocation, NativeCommand, ProviderSpec } from './cache-provider.js';
import { defineProvider } from './define-provider.js';

describe('a spec that contradicts itself is refused', () => {
  const section = toyCache.sections[0];
  const withCommand = (change: Partial<NativeCommand>): ProviderSpec => {
    const command = {
      argv: ['{executable}', '{location}'],
      sections: ['store'],
      use: 'only',
      writes: ['store'],
    } as const;
    return toySpec({ cache: { native: [{ ...command, ...change }] } });
  };
  test.each<[string, ProviderSpec, string]>([
    ['an unknown version', toySpec({ apiVersion: 2 as 1 }), 'its apiVersion is 2, and this devclean knows 1'],
    ['an id with capitals', toySpec({ id: 'Toy' }), 'its id must be lower-case letters, digits and dashes'],
    ['an id that is a path', toySpec({ id: '../toy' }), 'its id must be lower-case letters, digits and dashes'],
    ['no documentation', toySpec({ homepage: 'toy.example' }), 'its homepage must be an https address'],
    [
      'a source of knowledge that there is not',
      toySpec({ knownFrom: 'hearsay' as 'documentation' }),
      'known from "hearsay"',
    ],
    [
      'a program that is a path',
      { ...toySpec(), programs: ['/bin/toy'] },
      'the program "/bin/toy" is not a name alone',
    ],
    ['no summary', toySpec({ summary: '' }), 'its title and its summary must say something'],
    ['a cache twice', { ...toySpec(), caches: [toyCache, toyCache] }, 'the cache "toy" is there twice'],
    [
      'a section twice, in different caches',
      { ...toySpec(), caches: [toyCache, { ...toyCache, id: 'other', sections: [section] }] },
      'the section "store" is there twice',
    ],
    ['no sections', toySpec({ cache: { sections: [] as never } }), 'the cache "toy" has no sections'],
    ['nothing that proves it', toySpec({ cache: { fingerprint: { anyOf: [] as never } } }), 'nothing proves a folder'],
    [
      'an unknown safety',
      toySpec({ cache: { sections: [{ ...section, safety: 'harmless' as 'safe' }] } }),
      'the section "store" is "harmless", which is no safety',
    ],
    [
      'unknown contents',
      toySpec({ cache: { sections: [{ ...section, contains: 'secrets' as 'packages' }] } }),
      'the section "store" contains "secrets", which means nothing',
    ],
    ['no cost', toySpec({ cache: { sections: [{ ...section, cost: '' }] } }), 'must have a title and a cost'],
    ['no paths', toySpec({ cache: { sections: [{ ...section, paths: [] as never }] } }), 'has no paths'],
    [
      'a path that leads out',
      toySpec({ cache: { sections: [{ ...section, paths: ['../elsewhere'] }] } }),
      'the pattern "../elsewhere" is wrong: every segment must be a name',
    ],
    ['an absolute path', toySpec({ cache: { keep: ['/etc'] } }), 'the pattern "/etc" is wrong'],
    ['a deep pattern', toySpec({ cache: { fingerprint: { anyOf: ['**/x'] } } }), 'there is no ** in patterns'],
    [
      'an unknown base',
      toySpec({ cache: { locations: [{ from: 'default', path: { linux: '{home}/.toy' } }] } }),
      'begins with {home}',
    ],
    [
      'a lock on nothing',
      toySpec({ cache: { inUse: { locks: [{ path: 'lock', kind: 'flock', sections: ['stone'] }] } } }),
      'a lock is on the section "stone", which the cache "toy" does not have',
    ],
    ['a command of any program', withCommand({ argv: ['rm'] }), 'its first word must be {executable}'],
    [
      'a command with an unknown word',
      withCommand({ argv: ['{executable}', '{home}'] }),
      '"{home}" stands for nothing',
    ],
    ['a command with an empty word', withCommand({ argv: ['{executable}', ''] }), 'a word is empty'],
    ['a command for no section', withCommand({ sections: [] as never }), 'clears no section'],
    ['a command for another section', withCommand({ sections: ['stone'] }), 'clears the section "stone", which'],
    ['a command that writes nothing', withCommand({ writes: [] as never }), 'does not say what it writes'],
    ['a command that writes elsewhere', withCommand({ writes: ['../x'] }), 'the pattern "../x" is wrong'],
    ['a command of no use', withCommand({ use: 'always' as 'only' }), 'is to be used "always", which means nothing'],
    ['a command since long ago', withCommand({ since: 'ever' }), 'is there since "ever", which is no version'],
    ['a command but for a while', withCommand({ except: { from: '1', before: 'now' } }), 'excepted from "1" to "now"'],
  ])('%s', (_, spec, message) => {
    expect(() => defineProvider(spec)).toThrow(
      expect.objectContaining({ code: 'BAD_PROVIDER', message: expect.stringContaining(message) }),
    );
  });

  test('all that is wrong is said at once', () => {
    expect(() => defineProvider(toySpec({ id: '', homepage: '' }))).toThrow(/its id must .*; its homepage must/);
  });
});

/** What `info` says is in a toy cache, as `section: paths`. */
async function sectionsOf(tree: Tree, cache: Partial<FolderCache> = {}): Promise<Record<string, string[]>> {
  const { provider, location, context } = await lookedAt(tree, cache);
  const { sections } = await provider.info(location, context);
  return Object.fromEntries(
    sections.map(({ id, paths }) => [id, paths.map((at) => at.slice(location.path.length + 1))]),
  );
}

async function lookedAt(tree: Tree, cache: Partial<FolderCache> = {}) {
  const made = home({ '.toy': tree });
  const provider = defineProvider(toySpec({ cache }));
  const context = await userOf(made);
  const location = (await provider.detect(context)).locations[0] as FoundLocation;
  return { provider, location, context };
}

describe('the sections of a location', () => {
  test('are those that have something in it', async () => {
    expect(await sectionsOf(toyTree)).toEqual({
      store: ['store'],
      built: ['built/1.2'],
      logs: ['logs/one.log', 'logs/two.log'],
    });
  });

  test('do not touch what is kept: neither it, nor what is around it', async () => {
    const logs = { 'kept.log': '', 'other.log': '' };
    expect(await sectionsOf({ logs, built: { '1.0': { token: '' }, '2.0': {} } })).toEqual({
      logs: ['logs/other.log'],
      built: ['built/2.0'],
    });
  });

  test('leave what is below something kept', async () => {
    expect(await sectionsOf({ store: {}, logs: { 'a.log': '' } }, { keep: ['logs'] })).toEqual({ store: ['store'] });
  });

  test('share nothing: an item belongs to the first that matches it, or a part or the whole of it', async () => {
    const [store, built] = toyCache.sections as [FolderCache['sections'][0], FolderCache['sections'][0]];
    const sections: FolderCache['sections'] = [
      { ...store, paths: ['store', 'st*', 'store/a'] },
      { ...built, paths: ['store/a', '*'] },
    ];
    expect(await sectionsOf({ store: { a: '' }, stork: {}, rest: '' }, { sections })).toEqual({
      store: ['store', 'stork'],
      built: ['rest'],
    });
  });

  test('hold no hold of ours', async () => {
    const context = await userOf(home());
    const sections: FolderCache['sections'] = [{ ...toyCache.sections[0], paths: ['.*'] }];
    expect(await sectionsOf({ [`.devclean-hold-${context.uid ?? 'user'}`]: {}, '.old': {} }, { sections })).toEqual({
      store: ['.old'],
    });
  });

  test('may be links, which are items by themselves', async () => {
    expect(await sectionsOf({ store: link('/etc'), 'store-1': {} })).toEqual({ store: ['store', 'store-1'] });
  });
});

describe('assess', () => {
  const raised = async (from: 'safe' | 'costly', to: string) => {
    const sections: FolderCache['sections'] = [{ ...toyCache.sections[0], safety: from }];
    const assess = async () => ({ safety: to as 'safe', because: 'it runs from it', usedBy: [] });
    const { provider, location, context } = await lookedAt(toyTree, { sections, assess });
    const [section] = (await provider.info(location, context)).sections;
    return [section?.safety, section?.because];
  };
  test('raises a safety, and says why', async () => {
    expect(await raised('safe', 'risky')).toEqual(['risky', 'it runs from it']);
  });
  test('says more of the safety that it has', async () => {
    expect(await raised('costly', 'costly')).toEqual(['costly', 'it runs from it']);
  });
  test('does not lower what a rule of the section has raised', async () => {
    const setting = { from: 'config', file: '/', format: 'ini', key: 'a', is: ['b'] } as const;
    const graverWhen = [{ ...setting, safety: 'risky', because: 'it is linked' }] as const;
    const sections: FolderCache['sections'] = [{ ...toyCache.sections[0], graverWhen }];
    const assess = async () => ({ safety: 'costly' as const, because: 'it runs from it', usedBy: [] });
    const { provider, location, context } = await lookedAt(toyTree, { sections, assess });
    const [section] = (await provider.info(location, context)).sections;
    expect(section).toMatchObject({ safety: 'risky', because: '/ cannot be read, and may say a = "b": it is linked' });
  });
  test.each(['safe', 'nonsense'])('never lowers one to %s', async (to) => {
    expect(await raised('costly', to)).toEqual(['costly', undefined]);
  });
});

test('a purge proposes every item of the sections, as data', async () => {
  const { location, context } = await lookedAt(toyTree);
  const { sections } = await toy.provider.info(location, context);
  const { removals } = toy.provider.purge(sections, {} as never);
  expect(removals.map(({ section, path }) => `${section.id} ${path.slice(location.path.length)}`)).toEqual([
    'store /store',
    'built /built/1.2',
    'logs /logs/one.log',
    'logs /logs/two.log',
  ]);
});
