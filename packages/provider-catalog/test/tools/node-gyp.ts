import type { ProviderCases } from '@devclean/testkit/contract';

export const nodeGyp: ProviderCases = {
  caches: {
    'node-gyp': {
      fill: {
        '20.20.2': { installVersion: '11', 'include/node/node.h': 'x'.repeat(9_000) },
        'notes.md': 'mine',
      },
      keep: ['notes.md'],
      defaultAt: {
        linux: '.cache/node-gyp',
        darwin: 'Library/Caches/node-gyp',
        win32: 'AppData/Local/node-gyp/Cache',
      },
      precedence: [
        {
          when: 'a variable and a setting name a folder',
          env: { npm_config_devdir: '{home}/by-env' },
          files: { '.npmrc': 'devdir={home}/by-setting\n' },
          active: ['by-env'],
          leftovers: ['by-setting', '.cache/node-gyp', '.node-gyp'],
        },
      ],
      decoys: { 'versions of something else': { '20.20.2': { 'notes.md': 'mine' } } },
    },
  },
};
