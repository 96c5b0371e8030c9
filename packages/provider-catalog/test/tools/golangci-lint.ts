import type { ProviderCases } from '@devclean/testkit/contract';

export const golangciLint: ProviderCases = {
  caches: {
    'golangci-lint': {
      fill: {
        README: 'This directory holds cached build artifacts.',
        'trim.txt': '1',
        '00': { '0051b3-a': 'v1', '0051b3-d': 'x'.repeat(9_000) },
      },
      keep: ['README', 'trim.txt'],
      defaultAt: {
        linux: '.cache/golangci-lint',
        darwin: 'Library/Caches/golangci-lint',
        win32: 'AppData/Local/golangci-lint',
      },
      precedence: [
        {
          when: 'GOLANGCI_LINT_CACHE names a folder',
          env: { GOLANGCI_LINT_CACHE: '{home}/by-env' },
          active: ['by-env'],
          leftovers: ['.cache/golangci-lint'],
        },
      ],
      decoys: { 'folders whose names are hexadecimal': { '00': { 'mine-a': 'mine' }, cafe: { 'menu.txt': 'mine' } } },
    },
  },
};
