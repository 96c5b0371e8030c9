import { defineTool } from '../define-tool.js';

// https://docs.conan.io/2/reference/commands/cache.html: what `conan cache clean --source --build` removes, just as it does. Packages made on
// this machine lie beside it, and in no other place.
export const conan = defineTool({
  id: 'conan',
  title: 'Conan',
  homepage: 'https://docs.conan.io/2/reference/commands/cache.html',
  summary: 'Sources and build folders of C and C++ packages that are finished',
  programs: ['conan'],
  locations: [
    { from: 'env', variable: 'CONAN_HOME' },
    { from: 'default', path: '~/.conan2' },
  ],
  fingerprint: { anyOf: ['p/cache.sqlite3'] },
  sections: [
    {
      id: 'work',
      title: 'Sources and build folders',
      paths: ['p/*/s', 'p/b/*/b'],
      safety: 'costly',
      cost: 'Packages go on working, and one that is built again downloads its sources again.',
      contains: 'packages',
    },
  ],
  keep: ['p/cache.sqlite3', 'profiles', 'remotes.json', 'settings.yml', 'global.conf', 'extensions'],
  inUse: { processes: ['conan'] },
  ownCommands: [
    {
      command: 'conan cache clean "*"',
      effect: 'Clears sources, build folders and archives of packages; the packages stay.',
    },
  ],
});
