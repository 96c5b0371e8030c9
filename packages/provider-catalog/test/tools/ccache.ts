import { file } from '@devclean/testkit';
import type { ProviderCases } from '@devclean/testkit/contract';

export const ccache: ProviderCases = {
  caches: {
    ccache: {
      fill: {
        '9': {
          'CACHEDIR.TAG': 'Signature: 8a477f597d28d172789f06886806bc55',
          stats: '0',
          '5': {
            '9221gktp3524n6qqg77drrljfm0hg9cR': 'x'.repeat(9_000),
            '9dub0eb54clr631jodofii9atf26ep4M': 'x',
            // Of ccache 3.
            'f9e6a1-13122.manifest': 'cCmF',
          },
        },
        'ccache.conf': 'max_size = 5.0G\n',
        // Touched every half second while somebody has the lock.
        'lock/subdir_9.alive': file('', { mtime: new Date('2026-01-01') }),
        'tmp/.cleaned': '',
      },
      keep: ['ccache.conf', 'lock', 'tmp'],
      defaultAt: { linux: '.cache/ccache', darwin: 'Library/Caches/ccache', win32: 'AppData/Local/ccache' },
      precedence: [
        {
          when: 'CCACHE_DIR, a setting and XDG name a folder',
          env: { CCACHE_DIR: '{home}/by-env', XDG_CACHE_HOME: '{home}/xdg' },
          files: { '.config/ccache/ccache.conf': 'max_size = 5.0G\ncache_dir = {home}/by-setting\n' },
          active: ['by-env'],
          leftovers: ['by-setting', '.ccache', 'xdg/ccache'],
          ignored: ['.cache/ccache'],
        },
        { when: 'there is a folder of ccache 3', active: ['.ccache'], leftovers: ['.cache/ccache'] },
        {
          when: 'a setting names a folder on macOS',
          platform: 'darwin',
          files: { 'Library/Preferences/ccache/ccache.conf': 'cache_dir = {home}/by-setting\n' },
          active: ['by-setting'],
          leftovers: ['Library/Caches/ccache'],
        },
        {
          when: 'a setting names a folder on Windows',
          platform: 'win32',
          files: { 'AppData/Local/ccache/ccache.conf': 'cache_dir = {home}/by-setting\n' },
          active: ['by-setting'],
          leftovers: ['AppData/Local/ccache'],
        },
      ],
      decoys: {
        'its settings alone': { 'ccache.conf': 'max_size = 5.0G\n' },
        'folders with statistics': { '0': { stats: '12', '1': { 'READ.me': 'mine' } } },
      },
    },
  },
};
