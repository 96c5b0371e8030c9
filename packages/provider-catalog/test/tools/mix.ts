import type { ProviderCases } from '@devclean/testkit/contract';

export const mix: ProviderCases = {
  caches: {
    mix: {
      fill: {
        'elixir-1.14.0-erts-13.1.5/0a1b': {
          '_build/dev/lib/sample/ebin/sample.app': 'x'.repeat(9_000),
          'deps/sample/.git/HEAD': 'of its authors',
        },
      },
      defaultAt: {
        linux: '.cache/mix/installs',
        darwin: 'Library/Caches/mix/installs',
        win32: 'AppData/Local/mix/Cache/installs',
      },
      precedence: [
        {
          when: 'MIX_INSTALL_DIR and XDG name a folder',
          env: { MIX_INSTALL_DIR: '{home}/by-env', XDG_CACHE_HOME: '{home}/xdg' },
          active: ['by-env'],
          leftovers: ['xdg/mix/installs'],
          ignored: ['.cache/mix/installs'],
        },
      ],
      decoys: { 'installed Elixirs': { 'elixir-1.14.0-erts-13.1.5': { bin: { elixir: '#!/bin/sh' } } } },
    },
  },
};
