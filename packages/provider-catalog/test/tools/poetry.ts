import type { ProviderCases } from '@devclean/testkit/contract';

export const poetry: ProviderCases = {
  caches: {
    poetry: {
      fill: {
        'cache/repositories/PyPI/_http/2/e/2/a/b/2e2ab0f1': 'x'.repeat(5_000),
        'cache/repositories/_default_cache/_http_/3/2/a/0/f/32a0f1.body': 'x',
        'artifacts/1e/fe/98/fbc35fc58d/idna-3.10-py3-none-any.whl': 'x'.repeat(9_000),
        'virtualenvs/mine-lJnw6nDA-py3.11': { 'pyvenv.cfg': 'home = /usr/bin' },
      },
      keep: ['virtualenvs'],
      defaultAt: {
        linux: '.cache/pypoetry',
        darwin: 'Library/Caches/pypoetry',
        win32: 'AppData/Local/pypoetry/Cache',
      },
      precedence: [
        {
          when: 'a variable and a setting name a folder',
          env: { POETRY_CACHE_DIR: '{home}/by-env' },
          files: { '.config/pypoetry/config.toml': 'cache-dir = "{home}/by-setting"\n' },
          active: ['by-env'],
          leftovers: ['by-setting', '.cache/pypoetry'],
        },
        {
          when: 'a Mac has one where XDG leads',
          platform: 'darwin',
          env: { XDG_CACHE_HOME: '{home}/xdg' },
          active: ['Library/Caches/pypoetry'],
          leftovers: ['xdg/pypoetry'],
        },
      ],
      decoys: { 'environments alone': { 'virtualenvs/mine': { 'pyvenv.cfg': '' }, 'artifacts/mine.whl': 'mine' } },
    },
  },
};
