import type { ProviderCases } from '@devclean/testkit/contract';

export const electronBuilder: ProviderCases = {
  caches: {
    'electron-builder': {
      fill: {
        'winCodeSign/winCodeSign-2.6.0/tool.exe': 'x'.repeat(9_000),
        'nsis/nsis-3.0.4.1/makensis': 'x',
        'appimage/appimage-12.0.1/runtime': 'x',
        'fpm/fpm-1.9.3/fpm': 'x',
        'wine/wine-4.0.1/wine': 'x',
        'electron-builder-root-certs.keychain': 'mine',
      },
      keep: ['electron-builder-root-certs.keychain'],
      defaultAt: {
        linux: '.cache/electron-builder',
        darwin: 'Library/Caches/electron-builder',
        win32: 'AppData/Local/electron-builder/Cache',
      },
      precedence: [
        {
          when: 'ELECTRON_BUILDER_CACHE names a folder',
          env: { ELECTRON_BUILDER_CACHE: '{home}/tools' },
          active: ['tools'],
          leftovers: ['.cache/electron-builder'],
        },
      ],
      decoys: { 'tools of ones own': { 'nsis/mine.nsi': 'mine', 'wine/prefix-1/mine.txt': 'mine' } },
    },
  },
};
