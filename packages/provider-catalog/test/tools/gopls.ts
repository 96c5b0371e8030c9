import type { ProviderCases } from '@devclean/testkit/contract';

export const gopls: ProviderCases = {
  caches: {
    gopls: {
      fill: { d1f0e2a3: { '0a': { '0a1b-cas': 'x'.repeat(9_000), '0a2c-analysis': 'x' } } },
      defaultAt: { linux: '.cache/gopls', darwin: 'Library/Caches/gopls', win32: 'AppData/Local/gopls' },
      precedence: [
        {
          when: 'GOPLSCACHE names a folder',
          env: { GOPLSCACHE: '{home}/by-env' },
          active: ['by-env/gopls'],
          leftovers: ['.cache/gopls'],
        },
      ],
      decoys: { 'folders whose names are hexadecimal': { '00': { 'mine-a': 'mine' }, cafe: { 'menu.txt': 'mine' } } },
    },
  },
};
