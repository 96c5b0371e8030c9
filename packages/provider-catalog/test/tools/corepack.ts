import type { ProviderCases } from '@devclean/testkit/contract';

export const corepack: ProviderCases = {
  caches: {
    corepack: {
      fill: {
        'v1/pnpm/9.15.9': { '.corepack': '{}', 'bin/pnpm.cjs': 'x'.repeat(9_000) },
        'v1/corepack-4242-0f1e2d3c.1': { 'package.json': '{}' },
        'lastKnownGood.json': '{}',
      },
      keep: ['lastKnownGood.json'],
      defaultAt: {
        linux: '.cache/node/corepack',
        darwin: '.cache/node/corepack',
        win32: 'AppData/Local/node/corepack',
      },
      precedence: [
        {
          when: 'variables name a folder',
          env: { COREPACK_HOME: '{home}/managers', XDG_CACHE_HOME: '{home}/xdg' },
          active: ['managers'],
          leftovers: ['xdg/node/corepack', '.cache/node/corepack'],
        },
      ],
      decoys: { 'versions of something else': { 'v1/app/1.0.0': { 'notes.md': 'mine' } } },
    },
  },
};
