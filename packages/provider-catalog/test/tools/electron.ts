import type { ProviderCases } from '@devclean/testkit/contract';

export const electron: ProviderCases = {
  caches: {
    electron: {
      fill: {
        '0f1e2d3c': { 'electron-v39.2.0-linux-x64.zip': 'x'.repeat(9_000), 'SHASUMS256.txt': '0f1e' },
        'notes.md': 'mine',
      },
      keep: ['notes.md'],
      defaultAt: { linux: '.cache/electron', darwin: 'Library/Caches/electron', win32: 'AppData/Local/electron/Cache' },
      precedence: [
        {
          when: 'electron_config_cache names a folder',
          env: { electron_config_cache: '{home}/archives' },
          active: ['archives'],
          leftovers: ['.cache/electron'],
        },
      ],
      decoys: { 'archives of ones own': { 'cafe/photos-v1.zip': 'mine', 'electron-v39.2.0.zip': 'mine' } },
    },
  },
};
