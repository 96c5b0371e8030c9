import path from 'node:path';
import {
  type Assessment,
  type CacheEntry,
  type CacheProvider,
  defineProvider,
  type FoundContext,
  type FoundSection,
  type Need,
  type RunningProgram,
  type ToolContext,
} from '@devclean/core';
import { withoutCommitted } from './committed.js';
import { defaultGlobalFolder, globalFolder, locateGlobalFolder } from './locate-berry-cache.js';
import { classicCache, defaultClassicCache, locateClassicCache } from './locate-classic-cache.js';
import { locateProjectZips } from './locate-project-zips.js';
import { findYarnInstallations } from './yarn-installations.js';

async function findYarnContexts(context: ToolContext): Promise<readonly FoundContext[]> {
  const locations = { classic: (await classicCache(context)).path, berry: (await globalFolder(context)).path };
  return (await findYarnInstallations(context)).map(({ kind, ...installation }) => ({
    ...installation,
    ...(kind !== 'shim' && { location: locations[kind] }),
    caching: 'on',
  }));
}

/** By the name that it also goes by, which is the only one that it has on Debian; Corepack runs it in a process of its own name. */
const yarnCommands = (...names: string[]) =>
  ['yarn', 'yarnpkg', 'corepack yarn', 'corepack yarnpkg'].flatMap((program) =>
    names.map((name) => `${program} ${name}`),
  );

/** What reads or writes a cache while it runs, in every Yarn. `yarn $` is `yarn` alone, which installs. */
const commands = yarnCommands('$', 'install', 'add', 'remove', 'import', 'link', 'unlink', 'cache', 'workspace !');

/**
 * There is no native command: `yarn cache clean` of Yarn 1 removes the whole folder that a setting names, of later
 * Yarns the project's committed cache. Any Yarn runs code of the project that it stands in.
 */
export const yarn: CacheProvider = defineProvider({
  apiVersion: 1,
  id: 'yarn',
  title: 'Yarn',
  homepage: 'https://yarnpkg.com/features/caching',
  summary: "Yarn 1's unpacked packages; the zips, metadata and file index of Yarn 2 and later",
  contexts: findYarnContexts,
  caches: [
    {
      kind: 'folder',
      id: 'classic',
      locate: async (context) => withoutCommitted(await locateClassicCache(context), context),
      locations: [
        { from: 'default', path: defaultClassicCache },
        // Before XDG_CACHE_HOME moved it.
        { from: 'default', path: { linux: '~/.cache/yarn' } },
        // Where it goes when it can write to no other place.
        { from: 'default', path: { linux: '{temp}/.yarn-cache-{uid}', darwin: '{temp}/.yarn-cache-{uid}' } },
        {
          from: 'default',
          path: { linux: '{temp}/.yarn-cache', darwin: '{temp}/.yarn-cache', win32: '{temp}/.yarn-cache' },
        },
      ],
      // YARN_CACHE_FOLDER may name the zips of a later Yarn instead, and a setting anything at all.
      fingerprint: {
        anyOf: [
          'v<digits>/*/node_modules/*/.yarn-metadata.json',
          'v<digits>/*/node_modules/*/*/.yarn-metadata.json',
          'v<digits>/*/.yarn-metadata.json',
          // The first kept scopes as folders.
          'v<digits>/*-@*/*/.yarn-metadata.json',
          'v<digits>/.tmp',
        ],
        noneOf: ['package.json', '.git', '.yarnrc', 'yarn.lock'],
      },
      sections: [
        {
          id: 'v6',
          title: 'Packages of Yarn 1',
          paths: ['v6'],
          safety: 'safe',
          cost: 'The next install downloads and unpacks every package again; without a network, installs fail until then.',
          contains: 'packages',
        },
        {
          id: 'dead',
          title: 'Packages of older Yarns',
          paths: ['v1', 'v2', 'v3', 'v4', 'v5'],
          safety: 'safe',
          cost: 'Nothing happens unless a Yarn before 1.19.1 is still in use, which then downloads its packages again.',
          contains: 'packages',
        },
      ],
      docs: 'https://classic.yarnpkg.com/en/docs/cli/cache',
      ownCommands: [
        {
          command: 'yarn cache clean',
          effect: 'Removes the whole folder that its settings name, whatever else lies in it.',
        },
      ],
      inUse: {
        processes: [...commands, ...yarnCommands('upgrade', 'upgrade-interactive', 'global', 'create', 'check')],
      },
      entries: classicEntriesOf,
    },
    {
      kind: 'folder',
      id: 'berry',
      locate: async (context) => withoutCommitted(await locateGlobalFolder(context), context),
      locations: [{ from: 'default', path: defaultGlobalFolder }],
      // A committed `.yarn/cache`, freshly cloned, may look the same: a checksum of digits only is no rarity among thousands.
      onlyWhereFound: true,
      fingerprint: {
        anyOf: [
          'cache/*-<hex>-<digits>.zip',
          'cache/*-<hex>-<digits>c*.zip',
          'metadata/npm/<hex>',
          'metadata/npm/<hex>/*/*.json',
          // The 256 folders that Yarn makes at once, empty or not.
          'index/ff',
          'store/<hex>/<hex>*.dat',
          'store/v<digits>/<hex>/<hex>.*',
        ],
        // A project's own `.yarn`: its cache is committed on purpose, and marked by the .gitignore that Yarn writes into it.
        noneOf: [
          ...['cache/.gitignore', 'releases', 'plugins', 'patches', 'sdks', 'versions', 'unplugged'],
          ...['install-state.gz', 'build-state.yml', 'package.json', '.git', '.yarnrc.yml', 'yarn.lock'],
        ],
      },
      sections: [
        {
          id: 'metadata',
          title: 'Package metadata',
          paths: ['metadata'],
          safety: 'safe',
          cost: 'The next install that resolves packages asks the registry for their versions again.',
        },
        {
          id: 'cache',
          title: 'Package zips',
          paths: ['cache'],
          safety: 'risky',
          // https://yarnpkg.com/features/caching: with Plug'n'Play, the default of Yarn 4, this is the projects' node_modules.
          cost: "Every Plug'n'Play project that runs from here stops working until `yarn install` has been run in it again.",
          contains: 'packages',
        },
        {
          id: 'index',
          title: 'Files shared between projects',
          // `index` for the pnpm linker, `store` for `nmMode: hardlinks-global`.
          paths: ['index', 'store'],
          safety: 'costly',
          cost: 'Installs unpack every file again and share none with the projects of before, which keep theirs and take more space.',
          contains: 'packages',
        },
      ],
      ownCommands: [
        {
          command: 'yarn cache clean --all',
          effect:
            'Removes the folders of zips that its settings name, in a project also a cache that is committed; leaves the metadata and the index.',
        },
      ],
      inUse: {
        processes: [
          ...commands,
          ...yarnCommands('up', 'dedupe', 'rebuild', 'unplug', 'dlx', 'set', 'workspaces focus'),
        ],
        // A zip is written under a lock that names its writer; the dead hold nothing.
        locks: [
          { path: 'cache/*.flock', kind: 'pid', sections: ['cache'] },
          { path: 'cache/*.lock', kind: 'pid', sections: ['cache'] },
        ],
        needs: neededByProgram,
      },
      entries: berryEntriesOf,
      assess: assessShared,
    },
    {
      kind: 'folder',
      id: 'project',
      // Below `--project` only. What is in such a folder does not tell whether it was committed, so that nobody's word is enough.
      locate: locateProjectZips,
      onlyWhereFound: true,
      locations: [{ from: 'default', path: {} }],
      fingerprint: { anyOf: ['*-<hex>-<hex>.zip'], noneOf: ['package.json', '.git', '.yarnrc.yml', 'yarn.lock'] },
      sections: [
        {
          id: 'project-cache',
          title: 'Package zips of one project',
          paths: ['*-<hex>-<hex>.zip'],
          safety: 'costly',
          cost: 'The next `yarn install` in the project downloads its packages again.',
          contains: 'packages',
        },
      ],
      inUse: {
        processes: [
          ...commands,
          ...yarnCommands('up', 'dedupe', 'rebuild', 'unplug', 'dlx', 'set', 'workspaces focus'),
        ],
        locks: [
          { path: '*.flock', kind: 'pid' },
          { path: '*.lock', kind: 'pid' },
        ],
      },
      entries: berryEntriesOf,
      assess: assessProject,
    },
  ],
});

async function neededByProgram(
  { argv, environment }: RunningProgram,
  location: string,
  context: ToolContext,
): Promise<Need | undefined> {
  const words = [environment.get('NODE_OPTIONS') ?? '', ...argv].join(' ');
  if (!/\.pnp\.c?js/.test(words)) return undefined;
  const { runningFrom } = await import('./pnp-projects.js');
  const project = await runningFrom(path.join(location, 'cache'), words, context);
  return project === undefined ? undefined : { detail: `${project} is running from it`, sections: ['cache'] };
}

/** Most runs list nothing, and start sooner without the code for it. */
async function* classicEntriesOf(section: FoundSection, context: ToolContext): AsyncGenerator<CacheEntry> {
  const { classicEntries } = await import('./entries/classic-entries.js');
  yield* classicEntries(section, context);
}

/** The files of `index` and `store` are called after what is in them, and belong to many packages or to none: they have no names. */
function berryEntriesOf(section: FoundSection, context: ToolContext): AsyncGenerator<CacheEntry> | undefined {
  return section.id === 'index' ? undefined : namedEntries(section, context);
}

async function* namedEntries(section: FoundSection, context: ToolContext): AsyncGenerator<CacheEntry> {
  const { metadataEntries, zipEntries } = await import('./entries/berry-entries.js');
  yield* section.id === 'metadata' ? metadataEntries(section, context) : zipEntries(section, context);
}

async function assessShared(section: FoundSection, context: ToolContext): Promise<Assessment | undefined> {
  return section.id === 'cache' ? (await import('./assess-zips.js')).assessSharedZips(section, context) : undefined;
}

async function assessProject(section: FoundSection, context: ToolContext): Promise<Assessment | undefined> {
  return (await import('./assess-zips.js')).assessProjectZips(section, context);
}
