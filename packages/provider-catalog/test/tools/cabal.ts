import type { ProviderCases } from '@devclean/testkit/contract';

export const cabal: ProviderCases = {
  caches: {
    cabal: {
      fill: {
        'packages/hackage': {
          '01-index.tar': 'x'.repeat(9_000),
          '01-index.tar.gz': 'x',
          'split/0.2.5': { 'split-0.2.5.tar.gz': 'x' },
        },
        'script-builds/0a1b': { 'dist-newstyle/cache/plan.json': '{}' },
        config: 'repository mine',
        store: { 'ghc-9.8.4/lib/libHSsplit.a': 'x' },
        bin: { pandoc: 'elf' },
      },
      keep: ['config', 'store', 'bin'],
      defaultAt: { linux: '.cache/cabal', darwin: '.cache/cabal', win32: 'AppData/Local/cabal' },
      precedence: [
        { when: 'there is one folder for everything', active: ['.cabal'], leftovers: ['.cache/cabal'] },
        {
          when: 'CABAL_DIR and XDG name a folder',
          env: { CABAL_DIR: '{home}/by-env', XDG_CACHE_HOME: '{home}/xdg' },
          active: ['by-env'],
          leftovers: ['.cabal', 'xdg/cabal'],
          ignored: ['.cache/cabal'],
        },
      ],
      decoys: { 'packages of somebody': { packages: { mine: { 'split.tar.gz': 'mine' } }, config: 'mine' } },
    },
  },
};
