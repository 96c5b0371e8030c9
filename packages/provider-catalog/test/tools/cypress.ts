import type { ProviderCases } from '@devclean/testkit/contract';

export const cypress: ProviderCases = {
  caches: {
    cypress: {
      fill: {
        '15.7.1': { 'binary_state.json': '{"verified":true}', 'Cypress/Cypress': 'elf' },
        'bundles/mine.txt': 'mine',
      },
      keep: ['bundles/mine.txt'],
      defaultAt: { linux: '.cache/Cypress', darwin: 'Library/Caches/Cypress', win32: 'AppData/Local/Cypress/Cache' },
      precedence: [
        {
          when: 'CYPRESS_CACHE_FOLDER names a folder',
          env: { CYPRESS_CACHE_FOLDER: '{home}/browsers' },
          active: ['browsers'],
          leftovers: ['.cache/Cypress'],
        },
      ],
      decoys: { 'releases of something else': { '15.7.1': { 'notes.md': 'mine' } } },
    },
  },
};
