import { defineTool } from '../define-tool.js';

// Settings may lie in the cache itself. Build folders go on holding objects that are hard links into it (`hard_link`).
export const ccache = defineTool({
  id: 'ccache',
  title: 'Ccache',
  homepage: 'https://ccache.dev/manual/latest.html',
  summary: 'Object files of earlier C and C++ compilations',
  programs: ['ccache'],
  locations: [
    { from: 'env', variable: 'CCACHE_DIR' },
    { from: 'config', file: '{xdg-config}/ccache/ccache.conf', format: 'ini', key: 'cache_dir' },
    { from: 'config', file: '~/Library/Preferences/ccache/ccache.conf', format: 'ini', key: 'cache_dir' },
    { from: 'config', file: '{local-app-data}/ccache/ccache.conf', format: 'ini', key: 'cache_dir' },
    { from: 'default', path: '~/.ccache', ifThere: true },
    { from: 'default', path: { linux: '{xdg-cache}/ccache' } },
    { from: 'default', path: { darwin: '~/Library/Caches/ccache' } },
    { from: 'default', path: { win32: '{local-app-data}/ccache' } },
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
  ownCommands: [{ command: 'ccache --clear', effect: 'Clears this cache, and keeps its settings.' }],
});
