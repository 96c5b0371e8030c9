import type { ProviderCases } from '@devclean/testkit/contract';

export const vcpkg: ProviderCases = {
  caches: {
    vcpkg: {
      fill: { '0a': { '0a1b2c.zip': 'x'.repeat(9_000) } },
      defaultAt: {
        linux: '.cache/vcpkg/archives',
        darwin: '.cache/vcpkg/archives',
        win32: 'AppData/Local/vcpkg/archives',
      },
      precedence: [
        {
          when: 'VCPKG_DEFAULT_BINARY_CACHE names a folder',
          env: { VCPKG_DEFAULT_BINARY_CACHE: '{home}/by-env' },
          active: ['by-env'],
          leftovers: ['.cache/vcpkg/archives'],
        },
      ],
      decoys: { 'archives of somebody': { cafe: { 'menu.zip': 'mine' } } },
    },
  },
};
