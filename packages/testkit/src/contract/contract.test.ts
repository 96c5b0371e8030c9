import { basename } from 'node:path';
import {
  type CacheEntry,
  type CacheProvider,
  defineProvider,
  type FolderCache,
  type FoundSection,
  type ProviderSpec,
} from '@devclean/core';
import { describe, expect, test } from 'vitest';
import { describeProvider } from '../describe-provider.js';
import { contractChecks } from './contract-checks.js';
import type { CacheCases, ProviderCases } from './provider-cases.js';

const cache: FolderCache = {
  kind: 'folder',
  id: 'sample',
  locations: [
    { from: 'env', variable: 'SAMPLE_CACHE' },
    { from: 'config', file: '~/.samplerc', format: 'ini', key: 'cache' },
    {
      from: 'default',
      path: { linux: '{xdg-cache}/sample', darwin: '~/Library/Caches/sample', win32: '{local-app-data}/sample' },
    },
  ],
  fingerprint: { anyOf: ['downloads/<hex>', 'builds/<version>'] },
  sections: [
    {
      id: 'downloads',
      title: 'Downloads',
      paths: ['downloads'],
      safety: 'safe',
      cost: 'The next run downloads again.',
    },
    {
      id: 'builds',
      title: 'Builds',
      paths: ['builds/<version>'],
      safety: 'costly',
      cost: 'The next run builds again.',
      graverWhen: [
        { from: 'env', variable: 'SAMPLE_LINKS', is: ['1'], safety: 'risky', because: 'programs are links into it' },
      ],
    },
    {
      id: 'runtimes',
      title: 'Runtimes',
      paths: ['runtimes/*'],
      safety: 'risky',
      cost: 'Programs stop until it is installed.',
    },
  ],
  keep: ['settings.json', 'runtimes/mine-*'],
  entries: entriesOf,
};

async function* entriesOf({ id, paths }: FoundSection): AsyncGenerator<CacheEntry> {
  if (id !== 'builds') return;
  for (const path of paths) yield { name: 'sample', version: basename(path), kind: 'build', paths: [path] };
}

const spec: ProviderSpec = {
  apiVersion: 1,
  id: 'sample',
  title: 'Sample',
  homepage: 'https://example.org/cache',
  summary: 'What the sample tool downloaded and built',
  caches: [cache],
};

const cases: ProviderCases = {
  caches: {
    sample: {
      fill: {
        downloads: { '0a1b': 'x'.repeat(5_000), deep: { er: 'y' } },
        builds: { '1.2.3': { out: 'z'.repeat(9_000) }, '2.0': { out: '' } },
        runtimes: { node: { bin: 'elf' }, 'mine-patched': { bin: 'elf' } },
        'settings.json': '{}',
      },
      keep: ['settings.json', 'runtimes/mine-patched'],
      entries: { builds: ['sample@1.2.3', 'sample@2.0'] },
      defaultAt: { linux: '.cache/sample', darwin: 'Library/Caches/sample', win32: 'AppData/Local/sample' },
      precedence: [
        {
          when: 'a variable and a setting name a place',
          env: { SAMPLE_CACHE: '{home}/by-env' },
          files: { '.samplerc': 'cache={home}/by-setting\n' },
          active: ['by-env'],
          leftovers: ['by-setting', '.cache/sample'],
        },
        {
          when: 'XDG moves the caches',
          env: { XDG_CACHE_HOME: '{home}/xdg' },
          active: ['xdg/sample'],
          ignored: ['.cache/sample'],
        },
      ],
      graver: [
        {
          when: 'SAMPLE_LINKS is set',
          section: 'builds',
          safety: 'risky',
          because: 'SAMPLE_LINKS is "1"',
          env: { SAMPLE_LINKS: '1' },
        },
      ],
      decoys: { 'a folder of the same name': { 'downloads/report.pdf': 'mine' } },
    },
  },
};

describeProvider(defineProvider(spec), cases);

/** The checks that a provider fails, with why. Values of variables are left out: they say nothing of these providers. */
async function broken(provider: CacheProvider, its: ProviderCases = cases): Promise<Record<string, string>> {
  const checks = contractChecks(provider, its).filter(({ name }) => !name.includes('hostile'));
  const failures = await Promise.all(
    checks.map(({ name, run }) =>
      run().then(
        () => [],
        (error: Error) => [[name, error.message]] as const,
      ),
    ),
  );
  return Object.fromEntries(failures.flat());
}

const withCache = (change: Partial<FolderCache>): CacheProvider =>
  defineProvider({ ...spec, caches: [{ ...cache, ...change }] });

describe('the suite notices', () => {
  test('a cost that is not one sentence, and a title of two lines', async () => {
    const [first, ...others] = cache.sections;
    const sections = [{ ...first, title: 'Down\nloads', cost: 'downloads again. And again' }, ...others] as const;
    const ownCommands = [{ command: 'tool wipe', effect: 'takes all' }];
    const why = (await broken(withCache({ sections, ownCommands })))['its words are fit to be shown'];
    expect(why).toContain('what a command of the tool\'s does must be one sentence: "takes all"');
    expect(why).toContain('the title of downloads must be one line');
    expect(why).toContain('the cost of downloads must be one sentence, from a capital letter to a full stop');
  });

  test('a pattern that nothing shows at work', async () => {
    const failures = await broken(withCache({ keep: [...(cache.keep ?? []), 'tokens/*'] }));
    expect(Object.keys(failures)).toEqual(['its fills show every pattern at work']);
    expect(Object.values(failures)[0]).toContain('keep: nothing matches tokens/*');
  });

  test('a command that does not say all that it writes', async () => {
    const argv = ['{executable}', 'clean', '{location}'] as const;
    const command = { argv, sections: ['downloads', 'builds'], use: 'on-request', writes: ['downloads'] } as const;
    const failures = await broken(withCache({ native: [command] }));
    expect(Object.keys(failures)).toEqual(['its fills show every pattern at work']);
    expect(Object.values(failures)[0]).toContain('does not say that it writes builds/1.2.3');
    expect(await broken(withCache({ native: [{ ...command, writes: ['downloads', 'builds'] }] }))).toEqual({});
  });

  test('a cost of no caching that is not one sentence', async () => {
    const argv = ['{executable}', 'set'] as const;
    const caching = { on: argv, off: argv, cost: 'It is slow. Very', status: async () => [] };
    const failures = await broken(defineProvider({ ...spec, caching }));
    expect(failures['its words are fit to be shown']).toContain('what it costs to turn caching off');
  });

  test('a wrong default place', async () => {
    const [env, config] = cache.locations;
    const failures = await broken(
      withCache({
        locations: [env, config as FolderCache['locations'][0], { from: 'default', path: { linux: '~/.sample' } }],
      }),
    );
    const lines = Object.entries(failures).map(([name, why]) => `${name}: ${why}`);
    expect(lines.join('\n')).toMatch(
      /found at its default place on macOS: .*Library\/Caches\/sample is not found. What is found: nothing/,
    );
  });

  test('a section that takes what is to be kept', async () => {
    const failures = await broken(withCache({ keep: ['settings.json'] }));
    const why = failures['sample: sections and the unaccounted make up the whole'];
    expect(why).toMatch(/runtimes\/mine-patched is not cache, but a section takes it:\n {2}runtimes \(/);
  });

  test('a fingerprint that proves nothing', async () => {
    const failures = await broken(withCache({ fingerprint: { anyOf: ['*'] } }));
    expect(failures['sample: not recognised: a project with sources']).toContain(
      ".cache/sample is: expected 'recognised' to be 'unrecognised'",
    );
    expect(Object.keys(failures)).toContain('sample: not recognised: a folder of the same name');
  });

  test('the wrong one winning', async () => {
    const [env, config, usual] = cache.locations as [
      FolderCache['locations'][0],
      FolderCache['locations'][0],
      FolderCache['locations'][0],
    ];
    const failures = await broken(withCache({ locations: [config, env, usual] }));
    expect(Object.keys(failures)).toEqual(['sample: when a variable and a setting name a place']);
    expect(Object.values(failures)[0]).toContain('what the tool uses');
  });

  test('a location that is reported without being there', async () => {
    const honest = defineProvider(spec);
    const failures = await broken({
      ...honest,
      detect: async (context) => ({
        contexts: [],
        locations: [
          ...(await honest.detect(context)).locations,
          {
            provider: 'sample',
            cache: 'sample',
            path: `${context.homes.env}/nowhere`,
            active: false,
            foundBy: [{ rule: 'default', detail: 'a guess' }],
            contexts: [],
            namedByVariable: false,
            namedByUser: false,
          },
        ],
      }),
    });
    expect(failures['on an empty home on Linux nothing is found and nothing made']).toContain(
      'locations that do not exist are reported',
    );
  });

  test('a provider that writes while it looks', async () => {
    const { writeFileSync } = await import('node:fs');
    const honest = defineProvider(spec);
    const failures = await broken({
      ...honest,
      detect: (context) => {
        writeFileSync(`${context.homes.env}/probe`, '');
        return honest.detect(context);
      },
    });
    expect(failures['planning changes no byte, and a plan survives JSON']).toContain('new:     home/probe (file)');
  });

  test('a section that is no graver than before', async () => {
    const sections = cache.sections.map(
      ({ graverWhen: _, ...section }) => section,
    ) as unknown as FolderCache['sections'];
    const check = contractChecks(withCache({ sections }), cases).find(({ name }) => name.includes('graver'));
    expect(check?.name).toBe('sample: builds is graver when SAMPLE_LINKS is set');
    await expect(check?.run()).rejects.toThrow('builds when SAMPLE_LINKS is set');
  });

  test('a system, a variable, a settings file and a rule that no case shows', async () => {
    const { precedence: _, graver: __, defaultAt, ...bare } = cases.caches.sample as CacheCases;
    const its = { ...bare, defaultAt: { linux: defaultAt.linux as string } };
    const failures = await broken(defineProvider(spec), { caches: { sample: its } });
    expect(failures).toEqual({
      'its cases show every place at work': [
        'what the cases of sample leave unshown:',
        '  precedence: no case in which SAMPLE_CACHE names a folder',
        '  precedence: no case with a settings file ~/.samplerc',
        '  defaultAt: no place on darwin, where the spec has one',
        '  defaultAt: no place on win32, where the spec has one',
        '  graver: no case in which builds is so by SAMPLE_LINKS',
      ].join('\n'),
    });
  });

  test('entries of other names than the cases say', async () => {
    async function* entries(section: FoundSection) {
      for await (const entry of entriesOf(section)) yield { ...entry, version: '0' };
    }
    const failures = await broken(withCache({ entries }));
    expect(failures['sample: its entries and the rest add up']).toContain('the names in builds');
  });

  test('entries of which one takes another along', async () => {
    async function* entries(section: FoundSection) {
      for await (const entry of entriesOf(section)) yield { ...entry, paths: section.paths };
    }
    const failures = await broken(withCache({ entries }));
    expect(Object.keys(failures)).toContain('sample: an entry goes alone');
  });

  test('a copy beside the cache that is taken along', async () => {
    const honest = defineProvider(spec);
    const failures = await broken({
      ...honest,
      async detect(context) {
        const { contexts, locations } = await honest.detect(context);
        return { contexts, locations: locations.flatMap((one) => [one, { ...one, path: `${one.path}-old` }]) };
      },
    });
    expect(failures['sample: what only looks like it, or like a part of it, stays']).toContain(
      'what lies beside the cache is taken',
    );
  });

  test('a folder that counts without its proof', async () => {
    const loose = await broken(withCache({ fingerprint: { anyOf: ['downloads/<hex>', '*'] } }));
    expect(Object.keys(loose)).toContain('sample: not recognised: the same folder without its proof');
  });

  test('cases for a cache that is not there', async () => {
    const failures = await broken(defineProvider(spec), {
      caches: { ...cases.caches, other: cases.caches.sample as never },
    });
    expect(Object.keys(failures)).toEqual(['every cache has cases']);
  });
});
