import { defineProvider } from '@devclean/core';

// https://docs.conan.io/2/reference/commands/cache.html. Packages made on this machine lie among the others, in no other place, and a
// database leads to all: Conan alone clears, and only what its recipes make anew.
export const conan = defineProvider({
  apiVersion: 1,
  id: 'conan',
  title: 'Conan',
  homepage: 'https://docs.conan.io/2/reference/commands/cache.html',
  summary: 'Sources and build folders of C and C++ packages that are finished',
  programs: ['conan'],
  caches: [
    {
      kind: 'folder',
      id: 'home',
      locations: [
        { from: 'env', variable: 'CONAN_HOME' },
        { from: 'default', path: { linux: '~/.conan2', darwin: '~/.conan2', win32: '~/.conan2' } },
      ],
      fingerprint: { anyOf: ['p/cache.sqlite3'] },
      sections: [
        {
          id: 'work',
          title: 'Sources and build folders',
          paths: ['p/*/s', 'p/b/*/b', 'p/t/*'],
          safety: 'costly',
          cost: 'Packages go on working, and one that is built again downloads its sources again.',
          contains: 'packages',
        },
      ],
      keep: ['p/cache.sqlite3', 'profiles', 'remotes.json', 'settings.yml', 'global.conf', 'extensions'],
      inUse: { processes: ['conan'] },
      native: [
        {
          argv: ['{executable}', 'cache', 'clean', '*', '--source', '--build', '--temp'],
          sections: ['work'],
          use: 'only',
          writes: ['p/*/s', 'p/b/*/b', 'p/t', 'p/cache.sqlite3*'],
          since: '2.0',
        },
      ],
    },
  ],
});
