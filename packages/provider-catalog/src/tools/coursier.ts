import { defineProvider } from '@devclean/core';

// https://get-coursier.io/docs/cache. The folder of unpacked archives beside it holds Javas and programs in use.
export const coursier = defineProvider({
  apiVersion: 1,
  id: 'coursier',
  title: 'Coursier',
  homepage: 'https://get-coursier.io/docs/cache',
  summary: 'Libraries that Coursier, sbt, Mill and Scala CLI have downloaded, and unpacked Javas and programs',
  caches: [
    {
      kind: 'folder',
      id: 'artifacts',
      locations: [
        { from: 'env', variable: 'COURSIER_CACHE' },
        { from: 'default', path: { linux: '{xdg-cache}/coursier/v1' } },
        { from: 'default', path: { darwin: '~/Library/Caches/Coursier/v1' } },
        { from: 'default', path: { win32: '{local-app-data}/Coursier/Cache/v1' } },
      ],
      fingerprint: { anyOf: ['https/*/maven2/*/*', 'https/*/*/*/*/*/*.pom', 'https/*/*/*/*/*/*/*.pom'] },
      sections: [
        {
          id: 'artifacts',
          title: 'Downloaded libraries',
          paths: ['https/*', 'http/*'],
          safety: 'safe',
          cost: 'The next build downloads them again.',
          contains: 'packages',
        },
      ],
      inUse: {
        processes: ['sbt', 'coursier', 'cs', 'scala', 'bloop'],
        locks: [{ path: '.structure.lock', kind: 'posix' }],
      },
    },
    {
      kind: 'folder',
      id: 'archives',
      locations: [
        { from: 'env', variable: 'COURSIER_ARCHIVE_CACHE' },
        { from: 'default', path: { linux: '{xdg-cache}/coursier/arc' } },
        { from: 'default', path: { darwin: '~/Library/Caches/Coursier/arc' } },
        { from: 'default', path: { win32: '{local-app-data}/Coursier/Cache/arc' } },
      ],
      fingerprint: { anyOf: ['https/*/*/*/releases/download'] },
      sections: [
        {
          id: 'archives',
          title: 'Unpacked Javas and programs',
          paths: ['https/*'],
          safety: 'risky',
          cost: 'A JAVA_HOME, an IDE or a program that points here stops until "cs" has downloaded it again.',
          contains: 'packages',
        },
      ],
      inUse: { processes: ['sbt', 'coursier', 'cs', 'scala', 'bloop'], runsFrom: ['archives'] },
    },
  ],
});
