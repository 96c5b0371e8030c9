import type { ProviderCases } from '@devclean/testkit/contract';

export const pdm: ProviderCases = {
  caches: {
    pdm: {
      fill: {
        'http/http-cache.db': 'SQLite format 3',
        'hashes/88/0f1e': 'sha256:0f1e',
        'metadata/package_meta_b786ef673c.json': '{}',
        'self-check/3e02e69643': '{}',
        'wheels/1a/1b/0f/0f1e/sample-2.0-py3-none-any.whl': 'x'.repeat(5_000),
        'packages/idna-3.10-py3-none-any.whl.cache': { '.referrers': '/work', 'idna/__init__.py': 'x'.repeat(9_000) },
        'plugins/mine-0f1e/pyvenv.cfg': 'x',
      },
      keep: ['plugins'],
      defaultAt: { linux: '.cache/pdm', darwin: 'Library/Caches/pdm', win32: 'AppData/Local/pdm/pdm/Cache' },
      precedence: [
        {
          when: 'a variable and a setting name a folder',
          env: { PDM_CACHE_DIR: '{home}/by-env' },
          files: { '.config/pdm/config.toml': 'cache_dir = "{home}/by-setting"\n' },
          active: ['by-env'],
          leftovers: ['by-setting', '.cache/pdm'],
        },
        {
          when: 'a Mac has one where XDG leads',
          platform: 'darwin',
          active: ['Library/Caches/pdm'],
          leftovers: ['.cache/pdm'],
        },
      ],
      decoys: { 'packages of ones own': { 'packages/mine.whl': 'mine', 'metadata/notes.json': '{}' } },
    },
  },
};
