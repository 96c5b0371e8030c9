import {
  type Assessment,
  type CacheEntry,
  defineProvider,
  type FolderProvider,
  type FoundSection,
  type ToolContext,
} from '@devclean/core';
import { aboutVerify } from './about-verify.js';
import { defaultCache, findNpmContexts, locateNpmCaches, oldWindowsCache } from './locate-npm-cache.js';

/**
 * What reads or writes the cache while it runs. `npm run`, `start` and `test` do not. npx does until it has what it is to
 * run. What it has started is seen where it runs, in `_npx`, and may run for weeks.
 */
const commands = [
  'install i add in ci clean-install ic install-clean install-test it install-ci-test cit clean-install-test sit',
  'update up upgrade udpate dedupe ddp uninstall un remove rm r prune link ln audit cache pack publish',
  'view v info show outdated diff init create',
]
  .flatMap((line) => line.split(' ').map((name) => `npm ${name}`))
  // npx calls itself `npm exec`; that of npm 6 is a program of its own. npm 6 shows itself as `npm`, whatever it does.
  .concat('npm exec !', 'npm x !', 'npx !', 'npm $');

export const npm: FolderProvider = defineProvider({
  apiVersion: 1,
  id: 'npm',
  title: 'npm',
  homepage: 'https://docs.npmjs.com/cli/commands/npm-cache',
  summary: 'Downloaded packages, the installs behind npx, prebuilt native modules, and logs',
  contexts: findNpmContexts,
  caches: [
    {
      kind: 'folder',
      id: 'npm',
      locate: locateNpmCaches,
      locations: [
        { from: 'default', path: defaultCache },
        { from: 'default', path: oldWindowsCache },
      ],
      // Names that only npm, npx, prebuild-install and sharp give. What npm 4 and earlier left (`<name>/<version>/
      // package.tgz`) is none of them: where nothing else proves a cache, such a folder is shown, and left alone.
      fingerprint: {
        anyOf: [
          '_cacache/index-v<digits>/<hex>/<hex>/<hex>',
          '_cacache/content-v<digits>/*/<hex>/<hex>/<hex>',
          '_cacache/_lastverified',
          '_npx/<hex>/package-lock.json',
          '_logs/<digits>-<digits>-*-debug.log',
          '_logs/<digits>-<digits>-*-debug-<digits>.log',
          '_tuf/*/root.json',
          '_prebuilds/<hex>-*.tar.gz',
          '_libvips/libvips-*',
          '_update-notifier-last-checked',
        ],
        // A project, whatever a setting says.
        noneOf: ['package.json', '.git'],
      },
      sections: [
        {
          id: 'cacache',
          title: 'Downloads',
          // https://github.com/npm/cacache: the same format from npm 5 to npm 12. CACHEDIR.TAG stays.
          paths: ['_cacache/index-v<digits>', '_cacache/content-v<digits>', '_cacache/_lastverified'],
          safety: 'safe',
          cost: 'The next install downloads every package again; without a network, installs fail until then.',
        },
        {
          id: 'tmp',
          title: 'Unfinished installs',
          // Packages on their way, and clones of those that come from git.
          paths: ['_cacache/tmp'],
          safety: 'safe',
          cost: 'Nothing comes back: what interrupted installs have left unpacked is gone.',
          contains: 'packages',
        },
        {
          id: 'npx',
          title: 'Tools installed by npx',
          // Named by a hash of what was asked for; by npm 6, by the process.
          paths: ['_npx/<hex>'],
          safety: 'costly',
          cost: 'The next npx of each tool asks and installs it again, at its newest version, together with all that it needs.',
          contains: 'packages',
        },
        {
          id: 'prebuilds',
          title: 'Prebuilt native modules',
          // Written by prebuild-install and by sharp before 0.33, into npm's folder.
          paths: ['_prebuilds', '_libvips'],
          safety: 'costly',
          cost: 'The next install of a native module downloads its binary again, or compiles it where that is gone.',
        },
        {
          id: 'tuf',
          title: 'Signature keys',
          paths: ['_tuf'],
          safety: 'safe',
          cost: "The next check of packages' signatures fetches the public keys again.",
        },
        {
          id: 'logs',
          title: 'Logs',
          paths: [
            '_logs/<digits>-<digits>-*-debug.log',
            '_logs/<digits>-<digits>-*-debug-<digits>.log',
            '_logs/<digits>-<digits>-*-eresolve-report.txt',
            '_logs/<digits>-<digits>-*-timing.json',
          ],
          safety: 'safe',
          cost: 'Nothing comes back: the record of the last few npm runs, kept for bug reports, is gone.',
        },
        {
          id: 'old',
          title: 'Left by npm 4 and older',
          // A file each, not the folder: what else lies beside them is somebody's.
          paths: [
            '*/<version>/package.tgz',
            '*/<version>/package/package.json',
            '@*/*/<version>/package.tgz',
            '@*/*/<version>/package/package.json',
          ],
          safety: 'costly',
          cost: 'Nothing changes for npm 5 and newer; an older npm downloads its packages again, where they are still to be had.',
        },
      ],
      inUse: {
        processes: commands,
        runsFrom: ['npx'],
        // npm 11 and newer, while an npx installs: https://github.com/npm/cli, workspaces/libnpmexec/lib/with-lock.js
        locks: [{ path: '_npx/<hex>/concurrency.lock', kind: 'touched' }],
      },
      entries: entriesOf,
      orphans: { remark: aboutVerify },
      assess: withForeignPackages,
      views: async (location, context) => (await import('./cache-views.js')).cacheViews(location, context),
      ownCommands: [
        {
          command: 'npm cache verify',
          effect:
            'Reads the whole cache, and removes the downloads that are damaged or that nothing names, without a lock.',
        },
        {
          command: 'npm cache npx rm KEY',
          effect:
            'From npm 11.2 on: removes the installs behind npx that it names, and with --force and no name all of them.',
        },
      ],
      // Takes `_cacache` and nothing else; even under `--dry-run`. It writes a log, and would throw the oldest ones away.
      native: [
        {
          argv: [
            '{executable}',
            'cache',
            'clean',
            '--force',
            '--cache',
            '{location}',
            '--logs-max=1000000',
            '--no-update-notifier',
          ],
          sections: ['cacache', 'tmp'],
          use: 'on-request',
          writes: ['_cacache', '_cacache/CACHEDIR.TAG', '_logs'],
          effect: 'Leaves what npx, native modules and logs have put here, and removes all the same with --dry-run.',
          since: '5',
        },
      ],
    },
  ],
});

/** Most runs list nothing, and start sooner without the code for it. */
function entriesOf(section: FoundSection, context: ToolContext): AsyncIterable<CacheEntry> | undefined {
  return ['cacache', 'npx', 'prebuilds'].includes(section.id) ? entriesIn(section, context) : undefined;
}

async function* entriesIn(section: FoundSection, context: ToolContext): AsyncGenerator<CacheEntry> {
  const { npmEntries } = await import('./entries/npm-entries.js');
  yield* npmEntries(section, context);
}

/** npm 4 kept a package's own manifest beside it. Archives without one may be anybody's releases. */
async function withForeignPackages(section: FoundSection, context: ToolContext): Promise<Assessment | undefined> {
  if (section.id !== 'old') return undefined;
  const { foreignPackage } = await import('./foreign-package.js');
  const foreign = await foreignPackage(section, context);
  if (foreign === undefined) return undefined;
  return { safety: 'risky', because: `${foreign} does not show itself to be npm’s`, usedBy: [] };
}
