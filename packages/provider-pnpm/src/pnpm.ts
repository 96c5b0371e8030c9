import {
  type CacheEntry,
  type CacheProvider,
  defineProvider,
  type FoundSection,
  type ToolContext,
} from '@devclean/core';
import { findPnpmContexts, locateCaches, locateOldStores, locateStores } from './locate-pnpm-folders.js';

/** What reads or writes a store or the metadata while it runs, by each name that pnpm goes by. https://pnpm.io/cli/install */
const commands = ['pnpm', 'pn'].flatMap((program) =>
  [
    'install i add update up upgrade remove rm uninstall un link ln unlink import rebuild rb prune dedupe fetch',
    'install-test it ci clean-install patch patch-commit patch-remove deploy create store cache self-update env runtime',
    'audit outdated view info publish pack setup approve-builds',
  ]
    .flatMap((line) => line.split(' '))
    .map((name) => `${program} ${name}`),
);
/** `pnpm dlx` and `pnpx` fetch what they are about to run, and then merely wait for it. */
const runners = ['pnpm dlx', 'pn dlx', 'pnpm exec', 'pnpx', 'pnx'];
const untilStarted = runners.map((name) => `${name} !`);

/** A store of pnpm's, of any of its layouts. Names that nothing else gives, in numbers that nobody makes by hand. */
const fingerprint = {
  anyOf: [
    'files/<hex>/<hex>',
    'files/<hex>/<hex>-exec',
    'files/<hex>/<hex>-index.json',
    'index/<hex>/<hex>-*.json',
    // What `pnpm store prune` leaves of an empty one.
    'files/ff',
    'index.db',
  ],
  noneOf: ['package.json', '.git', 'node_modules', 'pnpm-lock.yaml'],
} as const;

/**
 * pnpm's stores, metadata, and what was run with `pnpm dlx`. What lies around the stores in pnpm's home is no cache: global packages,
 * programs, Nodes, pnpm itself.
 *
 *     <store>/v3/files/<2 hex>/<126 hex>[-exec]            pnpm 5 to 9: a file of a package, by its SHA-512
 *     <store>/v3/files/<2 hex>/<126 hex>-index.json                     a package, and its files
 *     <store>/v10/index/<2 hex>/<62 hex>-<name>@<version>.json  pnpm 10
 *     <store>/v11/index.db                                 pnpm 11 and 12: SQLite, its values msgpack
 *     <store>/v1x/links/<@scope or @>/<name>/<version>/<hash>  the global virtual store: projects run from there
 *     <store>/v1x/projects/<hash>                          links to the projects that use the store
 */
export const pnpm: CacheProvider = defineProvider({
  apiVersion: 1,
  id: 'pnpm',
  title: 'pnpm',
  homepage: 'https://pnpm.io/cli/store',
  summary: 'The stores that projects link their packages from, metadata of packages, and tools run with pnpm dlx',
  contexts: findPnpmContexts,
  caches: [
    // First: what dlx runs is linked from the store, and once it is gone, the store can be rid of it too.
    {
      kind: 'folder',
      id: 'cache',
      locate: locateCaches,
      locations: [{ from: 'default', path: {} }],
      fingerprint: {
        anyOf: [
          'metadata*/*/*.json',
          'metadata*/*/@*/*.json',
          'v<digits>/metadata*/*/*.jsonl',
          'v<digits>/metadata*/*/*.json',
          'v<digits>/metadata*/*/@*/*.json*',
          'dlx/*/pkg',
          'dlx/*/*/package.json',
          'lockfile-verified.jsonl',
        ],
        noneOf: ['package.json', '.git', 'node_modules', 'pnpm-lock.yaml'],
      },
      sections: [
        {
          id: 'metadata',
          title: 'Package metadata',
          paths: ['metadata*', 'v<digits>/metadata*'],
          safety: 'safe',
          cost: 'The next install that resolves packages asks the registry for their versions again.',
        },
        {
          id: 'dlx',
          title: 'Tools run with pnpm dlx',
          paths: ['dlx'],
          safety: 'costly',
          cost: 'The next `pnpm dlx` of each tool installs it again, at its newest version, as pnpm itself does after a day.',
          contains: 'packages',
        },
        {
          id: 'verified',
          title: 'Notes on checked lockfiles',
          paths: ['lockfile-verified.jsonl'],
          safety: 'safe',
          cost: 'The next install in each project checks its lockfile once more.',
        },
      ],
      // Of the tools that dlx runs, some are started from links that lead out of here: while pnpm waits for one, it is in use.
      docs: 'https://pnpm.io/cli/cache-delete',
      ownCommands: [
        {
          command: 'pnpm cache delete PATTERN',
          effect: 'Removes what the registry said of some packages, and nothing else.',
        },
      ],
      inUse: { processes: [...commands, ...runners] },
      entries: entriesOf,
    },
    {
      kind: 'folder',
      id: 'store',
      locate: locateStores,
      // `locate` finds all there is.
      locations: [{ from: 'default', path: {} }],
      fingerprint,
      // The layout's name is the folder's, which a fingerprint cannot tell.
      onlyWhereFound: true,
      sections: [
        {
          id: 'store',
          title: 'Packages in the store',
          paths: ['files', 'index', 'index.db', 'index.db-wal', 'index.db-shm'],
          safety: 'costly',
          cost: 'What no project on this disk links to is downloaded again when it is needed, and built again where it was built; what projects link to gives back nothing and stays.',
        },
        {
          id: 'links',
          title: 'Packages that projects run from',
          // https://pnpm.io/global-virtual-store
          paths: ['links'],
          safety: 'risky',
          cost: 'Every project and every global tool whose packages lie here stops working until `pnpm install` has been run in it again.',
          contains: 'packages',
        },
        {
          id: 'store-tmp',
          title: 'Unfinished installs',
          // In pnpm 7 and 8 also what `pnpm dlx` runs, while it runs.
          paths: ['tmp'],
          safety: 'safe',
          cost: 'Nothing comes back: what interrupted installs have left unpacked is gone.',
          contains: 'packages',
        },
      ],
      inUse: { processes: [...commands, ...untilStarted] },
      // pnpm alone knows what it may take. Without a folder of its own for metadata it would clear the user's, too: `.` is the empty
      // folder that it runs in. https://pnpm.io/cli/store#prune
      native: [
        {
          argv: ['{executable}', 'store', 'prune', '--store-dir', '{location}', '--config.cache-dir=.'],
          sections: ['store'],
          use: 'only',
          writes: ['files', 'index', 'index.db', 'index.db-wal', 'index.db-shm', 'tmp', 'links', 'projects'],
          since: '5',
          // Measured: 12.0 to 12.5 say nothing, end well, and have looked at no file.
          except: { from: '12', before: '12.6' },
          leaves: 'what projects on this disk still use',
          effect:
            'Goes by hard links alone: where packages were copied or cloned, it takes them although projects use them; the projects keep theirs.',
        },
      ],
      entries: entriesOf,
      assess: async (section, context) =>
        section.id === 'links' ? (await import('./projects-of-links.js')).projectsOfLinks(section, context) : undefined,
    },
    {
      kind: 'folder',
      id: 'old-store',
      locate: locateOldStores,
      locations: [{ from: 'default', path: {} }],
      fingerprint,
      onlyWhereFound: true,
      sections: [
        {
          id: 'old-store',
          title: 'A store that no installed pnpm uses',
          paths: ['files', 'index', 'index.db', 'index.db-wal', 'index.db-shm', 'tmp'],
          safety: 'safe',
          cost: 'Projects keep what they link to, which gives back nothing; a pnpm of that time would download its packages again.',
          contains: 'packages',
        },
        {
          id: 'old-links',
          title: 'Packages that projects of an older pnpm run from',
          paths: ['links'],
          safety: 'risky',
          cost: 'Every project whose packages lie here stops working until `pnpm install` has been run in it again.',
          contains: 'packages',
        },
      ],
      inUse: { processes: [...commands, ...untilStarted] },
      entries: entriesOf,
      assess: async (section, context) =>
        section.id === 'old-links'
          ? (await import('./projects-of-links.js')).projectsOfLinks(section, context)
          : undefined,
    },
  ],
});

/** Most runs list nothing, and start sooner without the code for it. */
function entriesOf(section: FoundSection, context: ToolContext): AsyncIterable<CacheEntry> | undefined {
  return nameable.has(section.id) ? namedIn(section, context) : undefined;
}

const nameable = new Set(['store', 'links', 'old-store', 'old-links', 'metadata', 'dlx']);

async function* namedIn(section: FoundSection, context: ToolContext): AsyncGenerator<CacheEntry> {
  const { pnpmEntries } = await import('./entries/pnpm-entries.js');
  yield* pnpmEntries(section, context);
}
