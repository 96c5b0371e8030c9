import type { ProviderCases } from '@devclean/testkit/contract';

export const conda: ProviderCases = {
  caches: {
    conda: {
      fill: {
        'cache/09cdf8bf.json': '{}',
        'zlib-1.3.1-h4ab18f5_1.conda': 'x'.repeat(5_000),
        'old-1.0-0.tar.bz2': 'x',
        'zlib-1.3.1-h4ab18f5_1': { 'info/index.json': '{}', 'lib/libz.so': 'x'.repeat(9_000) },
        'urls.txt': 'mine',
      },
      keep: ['urls.txt'],
      defaultAt: { linux: '.conda/pkgs', darwin: '.conda/pkgs', win32: '.conda/pkgs' },
      precedence: [
        {
          when: 'variables name a folder, and installations have theirs',
          env: { CONDA_PKGS_DIRS: '{home}/by-env', MAMBA_ROOT_PREFIX: '{home}/mamba' },
          active: ['by-env'],
          leftovers: [
            ...['mamba/pkgs', '.conda/pkgs', 'miniforge3/pkgs', 'miniconda3/pkgs', 'anaconda3/pkgs'],
            '.local/share/mamba/pkgs',
          ],
        },
      ],
      decoys: { 'packages of ones own': { 'urls.txt': 'mine', 'my-own-work_1': { 'notes.md': 'mine' } } },
    },
  },
};
