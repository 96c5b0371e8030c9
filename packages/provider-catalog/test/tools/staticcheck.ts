import type { ProviderCases } from '@devclean/testkit/contract';

export const staticcheck: ProviderCases = {
  caches: {
    staticcheck: {
      fill: {
        README: 'This directory holds cached build artifacts.',
        'trim.txt': '1',
        '00': { '0051b3-a': 'v1', '0051b3-d': 'x'.repeat(9_000) },
      },
      keep: ['README', 'trim.txt'],
      defaultAt: {
        linux: '.cache/staticcheck',
        darwin: 'Library/Caches/staticcheck',
        win32: 'AppData/Local/staticcheck',
      },
      precedence: [
        {
          when: 'STATICCHECK_CACHE names a folder',
          env: { STATICCHECK_CACHE: '{home}/by-env' },
          active: ['by-env'],
          leftovers: ['.cache/staticcheck'],
        },
      ],
      decoys: { 'folders whose names are hexadecimal': { '00': { 'mine-a': 'mine' }, cafe: { 'menu.txt': 'mine' } } },
    },
  },
};
