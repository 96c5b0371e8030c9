import { defineProvider } from '@devclean/core';

// A local repository is a cache and the only store of what was installed at once: https://maven.apache.org/resolver/local-repository.html.
// Only the notes of what could not be found are surely no more than cache.
export const maven = defineProvider({
  apiVersion: 1,
  id: 'maven',
  title: 'Maven',
  homepage: 'https://maven.apache.org/guides/introduction/introduction-to-repositories.html',
  summary: 'The Mavens that projects have installed, the build cache, and notes of what was not found',
  caches: [
    {
      kind: 'folder',
      id: 'repository',
      locations: [
        { from: 'default', path: { linux: '{account}/.m2/repository' } },
        { from: 'default', path: { darwin: '{account}/.m2/repository' } },
        { from: 'default', path: { win32: '{account}/.m2/repository' } },
      ],
      fingerprint: {
        anyOf: [
          '*/*/*/_remote.repositories',
          '*/*/*/*/_remote.repositories',
          '*/*/*/*/*/_remote.repositories',
          '*/*/*/*/*/*/_remote.repositories',
        ],
      },
      sections: [
        {
          id: 'failures',
          title: 'Notes of what was not found',
          paths: [
            '*/*/*/*.lastUpdated',
            '*/*/*/*/*.lastUpdated',
            '*/*/*/*/*/*.lastUpdated',
            '*/*/*/*/*/*/*.lastUpdated',
          ],
          safety: 'safe',
          cost: 'The next build asks its repositories for them again.',
        },
      ],
      inUse: { processes: ['Launcher', 'mvnd'] },
    },
    {
      kind: 'folder',
      id: 'wrapper',
      locations: [
        // https://maven.apache.org/wrapper/: a script, so unlike Maven it looks at $HOME.
        { from: 'env', variable: 'MAVEN_USER_HOME', subpath: 'wrapper/dists' },
        { from: 'default', path: { linux: '~/.m2/wrapper/dists' } },
        { from: 'default', path: { darwin: '~/.m2/wrapper/dists' } },
        { from: 'default', path: { win32: '~/.m2/wrapper/dists' } },
      ],
      fingerprint: { anyOf: ['*/<hex>/mvnw.url', 'apache-maven-<version>/*/apache-maven-<version>/boot'] },
      sections: [
        {
          id: 'distributions',
          title: 'Maven distributions',
          paths: ['apache-maven-<version>', 'maven-mvnd-<version>'],
          safety: 'costly',
          cost: 'The next mvnw of each project downloads its Maven again, without what was changed in its conf folder.',
          contains: 'packages',
        },
      ],
      inUse: { processes: ['Launcher', 'mvnd'] },
    },
    {
      kind: 'folder',
      id: 'build-cache',
      locations: [
        { from: 'default', path: { linux: '{account}/.m2/build-cache' } },
        { from: 'default', path: { darwin: '{account}/.m2/build-cache' } },
        { from: 'default', path: { win32: '{account}/.m2/build-cache' } },
      ],
      fingerprint: { anyOf: ['v<version>/*/*/<hex>/*/buildinfo.xml'] },
      sections: [
        {
          id: 'builds',
          title: 'Build cache',
          // https://maven.apache.org/extensions/maven-build-cache-extension/
          paths: ['v<version>'],
          safety: 'costly',
          cost: 'The next builds compile and test again whatever they would have taken from here.',
        },
      ],
      inUse: { processes: ['Launcher', 'mvnd'] },
    },
  ],
});
