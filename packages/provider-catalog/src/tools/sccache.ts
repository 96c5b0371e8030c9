import { defineTool } from '../define-tool.js';

// https://github.com/mozilla/sccache/blob/main/docs/Local.md: its server keeps the index in memory, so it must have ended.
export const sccache = defineTool({
  id: 'sccache',
  title: 'sccache',
  homepage: 'https://github.com/mozilla/sccache/blob/main/docs/Local.md',
  summary: 'Results of earlier compilations in Rust, C and C++',
  programs: ['sccache'],
  locations: [
    { from: 'env', variable: 'SCCACHE_DIR' },
    { from: 'config', file: '{xdg-config}/sccache/config', format: 'toml', key: 'cache.disk.dir' },
    {
      from: 'config',
      file: '~/Library/Application Support/Mozilla.sccache/config',
      format: 'toml',
      key: 'cache.disk.dir',
    },
    { from: 'config', file: '{app-data}/Mozilla/sccache/config/config', format: 'toml', key: 'cache.disk.dir' },
    { from: 'default', path: { linux: '{xdg-cache}/sccache' } },
    { from: 'default', path: { darwin: '~/Library/Caches/Mozilla.sccache' } },
    { from: 'default', path: { win32: '{local-app-data}/Mozilla/sccache/cache' } },
  ],
  fingerprint: { anyOf: ['<hex>/<hex>/<hex>', 'preprocessor/<hex>/<hex>/<hex>'] },
  onlyWhereFound: true,
  sections: [
    {
      id: 'results',
      title: 'Compilation results',
      paths: ['<hex>', 'preprocessor/<hex>'],
      safety: 'costly',
      cost: 'The next builds compile again whatever they would have taken from here.',
    },
  ],
  inUse: { processes: ['sccache'] },
  ownCommands: [
    {
      command: 'sccache --stop-server',
      effect:
        'Clears nothing, as no command of sccache does; after a removal its count of what is there is right again once the server has ended.',
    },
  ],
});
