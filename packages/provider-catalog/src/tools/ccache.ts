import { defineProvider } from '@devclean/core';

// https://ccache.dev/manual/latest.html#_location_of_the_configuration_file: settings may lie in the cache itself. Where objects are hard
// links into it, as `hard_link` says, build folders go on holding what is removed here.
export const ccache = defineProvider({
  apiVersion: 1,
  id: 'ccache',
  title: 'Ccache',
  homepage: 'https://ccache.dev/manual/latest.html',
  summary: 'Object files of earlier C and C++ compilations',
  programs: ['ccache'],
  caches: [
    {
      kind: 'folder',
      id: 'objects',
      locations: [
        { from: 'env', variable: 'CCACHE_DIR' },
        { from: 'config', file: '{xdg-config}/ccache/ccache.conf', format: 'ini', key: 'cache_dir' },
        { from: 'config', file: '~/Library/Preferences/ccache/ccache.conf', format: 'ini', key: 'cache_dir' },
        { from: 'config', file: '{local-app-data}/ccache/ccache.conf', format: 'ini', key: 'cache_dir' },
        { from: 'default', path: { linux: '{xdg-cache}/ccache' } },
        { from: 'default', path: { darwin: '~/Library/Caches/ccache' } },
        { from: 'default', path: { win32: '{local-app-data}/ccache' } },
        // Its place before ccache 4.0, and still where there is one.
        { from: 'default', path: { linux: '~/.ccache', darwin: '~/.ccache', win32: '~/.ccache' } },
      ],
      fingerprint: { anyOf: ['<hex>/<hex>/*R', '<hex>/<hex>/*M', '<hex>/<hex>/<hex>-<digits>.manifest'] },
      sections: [
        {
          id: 'objects',
          title: 'Compiled objects',
          paths: ['<hex>'],
          safety: 'costly',
          cost: 'The next builds compile again whatever they would have taken from here.',
        },
      ],
      keep: ['ccache.conf'],
      inUse: { processes: ['ccache'], locks: [{ path: 'lock/*.alive', kind: 'touched' }] },
    },
  ],
});
