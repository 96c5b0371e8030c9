import type { ProviderCases } from '@devclean/testkit/contract';

const server = 'gems.example.org.443.29b0360b937aa4d161703e6160654e47';

export const bundler: ProviderCases = {
  caches: {
    bundler: {
      fill: {
        compact_index: { [server]: { 'info/sample': '---\n1.0 |', versions: 'x'.repeat(9_000) } },
        gems: { [server]: { 'sample-1.0.gem': 'x' } },
        git: { 'sample-0a1b2c': { HEAD: 'ref: refs/heads/main', 'objects/pack/p.pack': 'x' } },
      },
      defaultAt: { linux: '.bundle/cache', darwin: '.bundle/cache', win32: '.bundle/cache' },
      precedence: [
        {
          when: 'both variables name a folder',
          env: { BUNDLE_USER_CACHE: '{home}/by-env', BUNDLE_USER_HOME: '{home}/bundler' },
          active: ['by-env'],
          leftovers: ['bundler/cache', '.bundle/cache'],
        },
      ],
      decoys: {
        "a project's own gems": { 'sample-1.0.gem': 'mine', 'gems/sample-1.0.gem': 'mine', git: { mine: {} } },
      },
    },
  },
};
