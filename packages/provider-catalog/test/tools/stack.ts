import type { ProviderCases } from '@devclean/testkit/contract';

export const stack: ProviderCases = {
  caches: {
    stack: {
      fill: {
        pantry: { 'pantry.sqlite3': 'x'.repeat(9_000), 'pantry.sqlite3.pantry-write-lock': '' },
        'snapshots/x86_64-linux/0a1b': { '9.8.4/lib/libHSsplit.a': 'x' },
        'programs/x86_64-linux': { 'ghc-9.8.4/bin/ghc': 'elf', 'ghc-9.8.4.tar.xz': 'x' },
        'config.yaml': 'templates: mine',
        'global-project': { 'stack.yaml': 'mine' },
      },
      keep: ['config.yaml', 'global-project', 'programs/x86_64-linux/ghc-9.8.4'],
      defaultAt: { linux: '.stack', darwin: '.stack', win32: 'AppData/Roaming/stack' },
      precedence: [
        {
          when: 'STACK_ROOT names a folder',
          env: { STACK_ROOT: '{home}/by-env' },
          active: ['by-env'],
          leftovers: ['.stack', '.local/share/stack'],
        },
      ],
      decoys: { 'its settings alone': { 'config.yaml': 'mine', snapshots: { mine: { 'a.txt': 'mine' } } } },
    },
  },
};
