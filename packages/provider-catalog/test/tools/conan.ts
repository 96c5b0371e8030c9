import type { ProviderCases } from '@devclean/testkit/contract';

export const conan: ProviderCases = {
  caches: {
    conan: {
      fill: {
        p: {
          'cache.sqlite3': 'SQLite format 3',
          sampl203cc: { 'e/conanfile.py': 'mine', 's/s.c': 'x'.repeat(9_000) },
          'b/samplc6ae': { 'b/b.o': 'x', 'p/lib.a': 'mine' },
        },
        profiles: { default: '[settings]' },
        'remotes.json': '{}',
        'settings.yml': 'os:',
        'global.conf': '',
        extensions: { 'mine.py': '' },
      },
      keep: [
        'p/cache.sqlite3',
        'p/sampl203cc/e',
        'p/b/samplc6ae/p',
        'profiles',
        'remotes.json',
        'settings.yml',
        'global.conf',
        'extensions',
      ],
      defaultAt: { linux: '.conan2', darwin: '.conan2', win32: '.conan2' },
      precedence: [
        {
          when: 'CONAN_HOME names a folder',
          env: { CONAN_HOME: '{home}/by-env' },
          active: ['by-env'],
          leftovers: ['.conan2'],
        },
      ],
      decoys: { 'settings alone': { profiles: { default: 'mine' }, p: { mine: { 's/a.c': 'mine' } } } },
    },
  },
};
