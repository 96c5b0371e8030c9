import { basename } from 'node:path';
import { type Assessment, type CacheEntry, defineProvider, type FoundSection, type ToolContext } from '@devclean/core';
import { askPip } from './ask-pip.js';
import { defaultCache } from './cache-folders.js';
import { entryNames } from './entry-names.js';
import { findInstallations } from './find-installations.js';
import { pipCaching } from './pip-caching.js';
import { storeFolders } from './store-folders.js';
import { strayFolders } from './stray-folders.js';
import { temporaryFolders } from './temporary-folders.js';

/**
 * pip's cache. Layout, as written by pip 6 to 26: https://pip.pypa.io/en/stable/topics/caching/
 *
 *     http-v2/a/b/c/d/e/<56 hex>[.body]   downloads, pip 23.3 and newer
 *     http/a/b/c/d/e/<56 hex>             downloads, older pips
 *     wheels/ab/cd/ef/<50 hex>/           what pip built from source, one wheel and its origin.json each
 *     selfcheck/<56 hex>, selfcheck.json  when each interpreter last looked for a newer pip
 */
export const pip = defineProvider({
  apiVersion: 1,
  id: 'pip',
  title: 'pip',
  homepage: 'https://pip.pypa.io/en/stable/topics/caching/',
  summary: 'Python packages that pip downloaded, and wheels that it built',
  contexts: async (context) => (await findInstallations(context)).contexts,
  caching: pipCaching,
  caches: [
    {
      kind: 'folder',
      id: 'pip',
      locate: async (context) => [
        ...(await findInstallations(context)).folders,
        ...(await storeFolders(context)),
        ...(await strayFolders(context)),
      ],
      // `locate` knows which folders are in use. These are what else pip may have used.
      locations: [
        { from: 'default', path: defaultCache },
        { from: 'default', path: { linux: '~/.cache/pip', darwin: '{xdg-cache}/pip' } },
      ],
      // Folders, not files: `pip cache purge` leaves the folders of what it removed (all of them before pip 26, some in
      // 26.0 and 26.1), and never touches `selfcheck`, which is all that is left after pip 26.2's.
      fingerprint: {
        anyOf: [
          'http-v2/<hex>/<hex>/<hex>/<hex>/<hex>',
          'http/<hex>/<hex>/<hex>/<hex>/<hex>',
          'wheels/<hex>/<hex>/<hex>/<hex>',
          'selfcheck/<hex>',
          'selfcheck.json',
        ],
      },
      sections: [
        {
          id: 'http',
          title: 'Downloads',
          paths: ['http-v2', 'http'],
          safety: 'safe',
          cost: 'The next install downloads its packages again.',
        },
        {
          id: 'wheels',
          title: 'Wheels built from source',
          paths: ['wheels'],
          safety: 'costly',
          cost: 'The next install of a package that has no ready wheel builds it again, for which it may need a compiler.',
        },
        {
          id: 'selfcheck',
          title: 'Notes on new versions of pip',
          paths: ['selfcheck', 'selfcheck.json'],
          safety: 'safe',
          cost: 'The next run of pip looks whether there is a newer pip.',
        },
      ],
      // pip takes no locks: a build whose folder goes while it runs fails.
      inUse: { processes: ['pip install', 'pip wheel', 'pip download', 'pip lock', 'pip index', 'pip cache'] },
      // Leaves `selfcheck`; before pip 26 folders and notes on where wheels came from, before 23.3 the downloads of newer pips.
      native: [
        {
          argv: ['{executable}', '-m', 'pip', 'cache', 'purge', '--cache-dir', '{location}'],
          sections: ['http', 'wheels'],
          use: 'on-request',
          writes: ['http-v2', 'http', 'wheels', 'selfcheck.json'],
          since: '20.1',
          effect:
            'Before pip 20.3 it leaves the downloads, before 23.3 those of newer pips; from 26.0 on it takes selfcheck.json and empty folders, too.',
        },
      ],
      ownCommands: [
        { command: 'pip cache remove PATTERN', effect: 'Removes wheels by their names, and never a download.' },
      ],
      entries: entriesOf,
      names: entryNames,
      assess: withForeignChildren,
      views: async (location, context) => (await import('./cache-views.js')).cacheViews(location, context),
      verify: askPip,
    },
    temporaryFolders,
  ],
});

/** Most runs list nothing, and start sooner without the code for it. */
async function* entriesOf(section: FoundSection, context: ToolContext): AsyncGenerator<CacheEntry> {
  const { pipEntries } = await import('./entries/pip-entries.js');
  yield* pipEntries(section, context);
}

/** What pip itself makes right below these folders. */
const ownChildren: Readonly<Record<string, RegExp>> = {
  'http-v2': /^[0-9a-f]$/,
  http: /^[0-9a-f]$/,
  wheels: /^[0-9a-f]{2}$/,
};

/**
 * `http` and `wheels` are names that others use as well. Where somebody made a project's folder pip's cache, its sources
 * or its wheelhouse lie there too, and a section goes whole.
 */
async function withForeignChildren(section: FoundSection, context: ToolContext): Promise<Assessment | undefined> {
  for (const path of section.paths) {
    const own = ownChildren[basename(path)];
    const foreign = own && (await context.list(path)).find((name) => !own.test(name) && name !== '.DS_Store');
    if (foreign !== undefined) {
      return { safety: 'risky', because: `${basename(path)}/${foreign} was not made by pip`, usedBy: [] };
    }
  }
  return undefined;
}
