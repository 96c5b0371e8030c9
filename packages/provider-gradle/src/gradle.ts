import path from 'node:path';
import {
  type Assessment,
  type CacheEntry,
  defineProvider,
  type FolderProvider,
  type FoundSection,
  type ToolContext,
} from '@devclean/core';
import { entryNames } from './entry-names.js';
import { findGradles } from './gradle-versions.js';
import { defaultHome, locateUserHomes } from './user-home.js';

/**
 * Gradle's user home. It has no command that cleans it (https://github.com/gradle/gradle/issues/37849); it forgets by
 * itself what was not used for a week or a month, when a daemon ends.
 *
 * Left alone on purpose, and so unaccounted: `caches/keyrings` (keys may come from a private server), `native` (mapped
 * by every Java machine that runs Gradle), `notifications`, `workers` and `.tmp` (tiny, or somebody's at this moment),
 * and whatever plugins keep here: Android, Kotlin, Loom and others each have their own rules.
 */
export const gradle: FolderProvider = defineProvider({
  apiVersion: 1,
  id: 'gradle',
  title: 'Gradle',
  homepage: 'https://docs.gradle.org/current/userguide/directory_layout.html',
  summary: 'Downloaded libraries, build caches, and the Gradles and JDKs that builds have installed',
  contexts: findGradles,
  caches: [
    {
      kind: 'folder',
      id: 'gradle',
      locate: locateUserHomes,
      locations: [
        { from: 'env', variable: 'GRADLE_USER_HOME' },
        { from: 'default', path: { linux: defaultHome, darwin: defaultHome, win32: defaultHome } },
        // What tools that do look at $HOME, or a Java told to, have left in another home.
        { from: 'default', path: { linux: '~/.gradle', darwin: '~/.gradle', win32: '~/.gradle' } },
        // https://github.com/gradle/gradle/issues/17756: asked for, not released; here in case a build of Gradle has it.
        {
          from: 'default',
          path: {
            linux: '{xdg-data}/Gradle',
            darwin: '~/Library/Application Support/Gradle',
            win32: '{local-app-data}/Gradle',
          },
        },
      ],
      // Files that only Gradle writes, at the depth at which a user home has them: a project's own `.gradle` has none.
      fingerprint: {
        anyOf: [
          'caches/modules-2/modules-2.lock',
          'caches/modules-2/metadata-2.<digits>',
          'caches/<version>/fileHashes/fileHashes.lock',
          'daemon/<version>/registry.bin',
          'wrapper/dists/*/*/*.zip.ok',
          // All that a purge may leave.
          'caches/journal-1/journal-1.lock',
        ],
        noneOf: ['.git', 'build.gradle', 'build.gradle.kts', 'settings.gradle', 'settings.gradle.kts'],
      },
      sections: [
        {
          id: 'modules',
          title: 'Downloaded libraries',
          // https://docs.gradle.org/current/userguide/dependency_caching.html: whole, or Gradle trusts what is left.
          paths: ['caches/modules-2'],
          safety: 'costly',
          cost: 'The next build downloads its libraries and plugins again; offline, or where a server has dropped them, it fails.',
          contains: 'packages',
        },
        {
          id: 'versions',
          title: 'Caches of each version',
          paths: ['caches/<version>'],
          safety: 'costly',
          cost: 'The next build with each Gradle compiles its build scripts and generates its own jars again.',
          contains: 'packages',
        },
        {
          id: 'transforms',
          title: 'Transformed libraries',
          // Until Gradle 8.8, which keeps them with the version.
          paths: ['caches/transforms-<digits>'],
          safety: 'costly',
          cost: 'The next build unpacks and transforms its libraries again: minutes in an Android project.',
          contains: 'packages',
        },
        {
          id: 'jars',
          title: 'Instrumented plugins',
          paths: ['caches/jars-<digits>'],
          safety: 'costly',
          cost: 'The next build rewrites the jars of its plugins again before it starts.',
        },
        {
          id: 'build-cache',
          title: 'Build cache',
          // https://docs.gradle.org/current/userguide/build_cache.html
          paths: ['caches/build-cache-<digits>'],
          safety: 'costly',
          cost: 'The next builds run every task again whose result they would have taken from here.',
        },
        {
          id: 'wrapper',
          title: 'Gradle distributions',
          // https://docs.gradle.org/current/userguide/gradle_wrapper.html
          paths: ['wrapper/dists/*-<version>'],
          safety: 'costly',
          cost: 'The next gradlew of each project downloads its Gradle again, over 100 MB; one whose server is gone does not come back.',
          contains: 'packages',
        },
        {
          id: 'daemon-logs',
          title: 'Daemon logs',
          paths: ['daemon/<version>/daemon-<digits>.out.log'],
          safety: 'safe',
          cost: 'Nothing comes back: the logs of daemons that have ended are gone.',
        },
        {
          id: 'jdks',
          title: 'Provisioned JDKs',
          // https://docs.gradle.org/current/userguide/toolchains.html#sec:provisioning: `vendor-17-amd64-linux.2`; before Gradle 8, as the archive has it.
          paths: ['jdks/*-<digits>-*', 'jdks/jdk-<digits>*', 'jdks/jdk<digits>*'],
          safety: 'risky',
          cost: 'Builds that need such a Java stop until they can download it; IDEs and a JAVA_HOME that point here stop too.',
          contains: 'packages',
        },
      ],
      keep: [
        // Passwords and tokens, and what the user has set up for every build.
        ...['gradle.properties', 'init.gradle', 'init.gradle.kts', 'init.d', 'develocity', 'enterprise'],
        // Build scans that are not sent yet; how daemons are found; when what was used last.
        ...['build-scan-data', 'daemon/<version>/registry.bin', 'daemon/<version>/registry.bin.lock'],
        'caches/journal-1',
        ...['caches/CACHEDIR.TAG', 'daemon/CACHEDIR.TAG', 'wrapper/dists/CACHEDIR.TAG', 'jdks/CACHEDIR.TAG'],
        // A distribution with init scripts in it is a company's own, or was set up by hand.
        ...['wrapper/dists/*/*/*/init.d/*.gradle', 'wrapper/dists/*/*/*/init.d/*.gradle.kts'],
        'jdks/*.lock',
      ],
      // Every daemon has files of its version's cache locked and open while it lives, idle or not; whatever else has a
      // file of these open, such as an IDE, is seen by that. So no command has to be named.
      ownCommands: [
        {
          command: 'gradle clean',
          effect: 'Clears what one project has built, and nothing of this: Gradle has no command for its caches.',
        },
        {
          command: 'gradle --stop',
          effect: 'Ends the daemons of that version of Gradle, which then clear what is too old.',
        },
      ],
      inUse: {
        // Gradles and JDKs run from here, and IDEs load a Gradle's libraries: idle is what is seen to be, not what nothing is known of.
        runsFrom: ['wrapper', 'jdks'],
        locks: [
          { path: 'caches/*/*.lock', kind: 'gradle' },
          { path: 'caches/<version>/*/*.lock', kind: 'gradle' },
          { path: 'daemon/<version>/registry.bin.lock', kind: 'gradle' },
          { path: 'wrapper/dists/*/*/*.lck', kind: 'posix', sections: ['wrapper'] },
          { path: 'jdks/*.lock', kind: 'gradle', sections: ['jdks'] },
        ],
        explain: async (...of) => (await import('./explain-holder.js')).explainHolder(...of),
      },
      entries: entriesOf,
      names: entryNames,
      assess: readOnlyCache,
      views: async (location, context) => (await import('./version-views.js')).versionViews(location, context),
    },
  ],
});

/** Most runs list nothing, and start sooner without the code for it. */
async function* entriesOf(section: FoundSection, context: ToolContext): AsyncGenerator<CacheEntry> {
  const { gradleEntries } = await import('./entries/gradle-entries.js');
  yield* gradleEntries(section, context);
}

/**
 * Builds read `GRADLE_RO_DEP_CACHE` without any lock, so that nobody would be seen to use it.
 * https://docs.gradle.org/current/userguide/dependency_caching.html
 */
async function readOnlyCache(section: FoundSection, context: ToolContext): Promise<Assessment | undefined> {
  const shared = context.env.GRADLE_RO_DEP_CACHE;
  if (section.id !== 'modules' || !shared) return undefined;
  if ((await context.realPath(shared)) !== path.join(section.location, 'caches')) return undefined;
  const because = 'GRADLE_RO_DEP_CACHE names it: builds read it without locking it.';
  return { safety: 'risky', because, usedBy: [] };
}
