import { defineProvider } from '@devclean/core';

// https://www.scala-sbt.org/1.x/docs/Directories.html, SysProp.scala in its source. Settings, plugins and credentials lie in ~/.sbt too.
export const sbt = defineProvider({
  apiVersion: 1,
  id: 'sbt',
  title: 'sbt',
  homepage: 'https://www.scala-sbt.org/1.x/docs/Directories.html',
  summary: 'The versions of sbt and Scala that builds start with, and what sbt has compiled',
  knownFrom: 'documentation',
  caches: [
    {
      kind: 'folder',
      id: 'global',
      locations: [{ from: 'default', path: '{account}/.sbt' }],
      fingerprint: {
        anyOf: ['boot/scala-<version>/org.scala-sbt', 'boot/sbt.boot.lock', '<version>/zinc/org.scala-sbt'],
      },
      sections: [
        {
          id: 'boot',
          title: 'Versions of sbt and Scala',
          paths: ['boot/scala-<version>'],
          safety: 'costly',
          cost: 'The next start of each sbt version downloads it again.',
          contains: 'packages',
        },
        {
          id: 'zinc',
          title: 'Compiled compiler bridges',
          paths: ['<version>/zinc/org.scala-sbt'],
          safety: 'safe',
          cost: 'The next build compiles them again.',
        },
      ],
      keep: ['<version>/plugins', '<version>/*.sbt', '<version>/staging', 'repositories', '.credentials'],
      inUse: {
        processes: ['sbt', 'sbt-launch', 'xMain', 'Boot'],
        locks: [{ path: 'boot/sbt.boot.lock', kind: 'posix' }],
      },
    },
    {
      kind: 'folder',
      id: 'local',
      locations: [
        { from: 'env', variable: 'SBT_LOCAL_CACHE' },
        { from: 'default', path: { linux: '{xdg-cache}/sbt' } },
        { from: 'default', path: { darwin: '~/Library/Caches/sbt' } },
        { from: 'default', path: { win32: '{local-app-data}/sbt' } },
      ],
      fingerprint: { anyOf: ['v<digits>/ac/*', 'v<digits>/cas/sha256-*'] },
      sections: [
        {
          id: 'actions',
          title: 'Results of tasks',
          paths: ['v<digits>/ac', 'v<digits>/cas'],
          safety: 'costly',
          cost: 'The next builds run every task again whose result they would have taken from here.',
        },
      ],
      inUse: { processes: ['sbt', 'sbt-launch', 'xMain', 'Boot'] },
    },
  ],
});
