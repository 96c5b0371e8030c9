import type { ProviderCases } from '@devclean/testkit/contract';

export const deno: ProviderCases = {
  caches: {
    deno: {
      fill: {
        'remote/https/deno.land/0f1e2d': 'export {};',
        'deps/https/deno.land/0f1e2d': 'export {};',
        'npm/registry.example.org/is-odd': { 'registry.json': '{}', '3.0.1/index.js': 'x'.repeat(9_000) },
        'registries/0f1e': '{}',
        'dl/release/denort.zip': 'zip',
        'gen/file/work/m.ts.js': 'x'.repeat(5_000),
        ...{ dep_analysis_cache_v2: 'SQLite', 'dep_analysis_cache_v2-wal': '', 'dep_analysis_cache_v2-shm': '' },
        'location_data/3df9caf8/local_storage': 'mine',
      },
      keep: ['location_data'],
      defaultAt: { linux: '.cache/deno', darwin: 'Library/Caches/deno', win32: 'AppData/Local/deno' },
      precedence: [
        {
          when: 'DENO_DIR names a folder',
          env: { DENO_DIR: '{home}/modules' },
          active: ['modules'],
          leftovers: ['.cache/deno'],
        },
      ],
      decoys: {
        'what programs have stored': { 'location_data/3df9caf8/local_storage': 'mine', 'gen/mine.js': 'mine' },
      },
    },
  },
};
