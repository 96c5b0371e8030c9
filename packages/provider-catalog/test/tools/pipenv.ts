import type { ProviderCases } from '@devclean/testkit/contract';

export const pipenv: ProviderCases = {
  caches: {
    pipenv: {
      fill: {
        'http-v2/2/e/2/a/b/2e2ab0f1': 'x',
        'http-v2/2/e/2/a/b/2e2ab0f1.body': 'x'.repeat(9_000),
        'http/3/2/a/0/f/32a0f1': 'x',
        'pipenv-manifests/idna.json': '{}',
        'selfcheck/0f1e2d': '{}',
        'wheels/1a/1b/0f/0f1e2d/idna-3.10-py3-none-any.whl': 'x'.repeat(5_000),
        'pkgs/idna-3.10.tar.gz': 'x',
        'thesis.txt': 'mine',
      },
      keep: ['thesis.txt'],
      defaultAt: {
        linux: '.cache/pipenv',
        darwin: 'Library/Caches/pipenv',
        win32: 'AppData/Local/pipenv/pipenv/Cache',
      },
      precedence: [
        {
          when: 'PIPENV_CACHE_DIR names a folder',
          env: { PIPENV_CACHE_DIR: '{home}/elsewhere' },
          active: ['elsewhere'],
          leftovers: ['.cache/pipenv'],
        },
        {
          when: 'a Mac has one where XDG leads',
          platform: 'darwin',
          active: ['Library/Caches/pipenv'],
          leftovers: ['.cache/pipenv'],
        },
      ],
      decoys: { 'a mirror of ones own': { 'http/index.html': 'mine', 'wheels/mine.whl': 'mine' } },
    },
  },
};
