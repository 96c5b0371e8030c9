import type { ProviderCases } from '@devclean/testkit/contract';

export const zig: ProviderCases = {
  caches: {
    zig: {
      fill: {
        p: { 'sample-1.0.0-0a1bX': { 'build.zig.zon': 'x', '.git/HEAD': 'of its authors' } },
        b: { '0a1b': { 'builtin.zig': 'x' } },
        h: { timestamp: '', '0a1b.txt': 'x' },
        o: { '0a1b': { 'libc.a': 'x'.repeat(9_000) } },
        z: { '0a1b': 'x' },
        tmp: { '0a1b': 'x' },
      },
      defaultAt: { linux: '.cache/zig', darwin: '.cache/zig', win32: 'AppData/Local/zig' },
      precedence: [
        {
          when: 'ZIG_GLOBAL_CACHE_DIR and XDG name a folder',
          env: { ZIG_GLOBAL_CACHE_DIR: '{home}/by-env', XDG_CACHE_HOME: '{home}/xdg' },
          active: ['by-env'],
          leftovers: ['xdg/zig'],
          ignored: ['.cache/zig'],
        },
      ],
      decoys: {
        'folders of one letter': { h: { 'a.txt': 'mine' }, o: { cafe: { 'menu.txt': 'mine' } }, p: { mine: 'mine' } },
      },
    },
  },
};
