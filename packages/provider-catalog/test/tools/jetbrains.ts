import type { ProviderCases } from '@devclean/testkit/contract';

export const jetbrains: ProviderCases = {
  caches: {
    jetbrains: {
      fill: {
        'IntelliJIdea2025.2': {
          '.home': '/opt/idea',
          index: { 'stubs/java/x': 'x'.repeat(9_000) },
          caches: { 'contentHashes.dat': 'x'.repeat(5_000) },
          jcef_cache: { 'Cache/data_0': 'x' },
          LocalHistory: { 'changes.storageData': 'mine' },
          'log/idea.log': 'x',
        },
        'Toolbox/apps/idea': 'installed',
      },
      keep: [
        'IntelliJIdea2025.2/.home',
        'IntelliJIdea2025.2/LocalHistory',
        'IntelliJIdea2025.2/log',
        'Toolbox/apps/idea',
      ],
      defaultAt: { linux: '.cache/JetBrains', darwin: 'Library/Caches/JetBrains', win32: 'AppData/Local/JetBrains' },
      precedence: [
        {
          when: 'XDG_CACHE_HOME names a folder',
          env: { XDG_CACHE_HOME: '{home}/caches' },
          active: ['caches/JetBrains'],
          ignored: ['.cache/JetBrains'],
        },
      ],
      decoys: { 'folders of a person': { 'Notes2025.2': { index: { a: 'mine' }, caches: { a: 'mine' } } } },
    },
  },
};
