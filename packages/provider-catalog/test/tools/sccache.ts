import type { ProviderCases } from '@devclean/testkit/contract';

const key = '9fef52600008b81aa9174ed21f044bb862e6dcd9a5d10ce2824f75f609ef8ae0';

export const sccache: ProviderCases = {
  caches: {
    sccache: {
      fill: { '9': { f: { [key]: 'x'.repeat(9_000) } }, preprocessor: { '9': { f: { [key]: 'x' } } } },
      defaultAt: {
        linux: '.cache/sccache',
        darwin: 'Library/Caches/Mozilla.sccache',
        win32: 'AppData/Local/Mozilla/sccache/cache',
      },
      precedence: [
        {
          when: 'SCCACHE_DIR and a setting name a folder',
          env: { SCCACHE_DIR: '{home}/by-env' },
          files: { '.config/sccache/config': '[cache.disk]\ndir = "{home}/by-setting"\n' },
          active: ['by-env'],
          leftovers: ['by-setting', '.cache/sccache'],
        },
        {
          when: 'a setting names a folder on macOS',
          platform: 'darwin',
          files: { 'Library/Application Support/Mozilla.sccache/config': '[cache.disk]\ndir = "{home}/by-setting"\n' },
          active: ['by-setting'],
          leftovers: ['Library/Caches/Mozilla.sccache'],
        },
        {
          when: 'a setting names a folder on Windows',
          platform: 'win32',
          files: { 'AppData/Roaming/Mozilla/sccache/config/config': '[cache.disk]\ndir = "{home}/by-setting"\n' },
          active: ['by-setting'],
        },
      ],
      decoys: { 'folders whose names are hexadecimal': { a: { b: { 'notes.txt': 'mine' } } } },
    },
  },
};
