import { defineProvider } from '@devclean/core';

// https://kotlinlang.org/docs/native-improving-compilation-time.html
export const konan = defineProvider({
  apiVersion: 1,
  id: 'konan',
  title: 'Kotlin/Native',
  homepage: 'https://kotlinlang.org/docs/native-improving-compilation-time.html',
  summary: 'Kotlin/Native compilers, and the toolchains and system libraries that they need',
  knownFrom: 'documentation',
  caches: [
    {
      kind: 'folder',
      id: 'home',
      locations: [
        { from: 'env', variable: 'KONAN_DATA_DIR' },
        { from: 'default', path: { linux: '{account}/.konan', darwin: '{account}/.konan', win32: '{account}/.konan' } },
      ],
      fingerprint: { anyOf: ['kotlin-native-*-<version>/konan/konan.properties', 'dependencies/.extracted'] },
      sections: [
        {
          id: 'compilers',
          title: 'Compilers',
          paths: ['kotlin-native-*-<version>'],
          safety: 'costly',
          cost: 'The next native build downloads its compiler again, and compiles its libraries for each target.',
          contains: 'packages',
        },
        {
          id: 'dependencies',
          title: 'Toolchains and system libraries',
          paths: ['dependencies'],
          safety: 'costly',
          cost: 'The next native build downloads gigabytes again.',
          contains: 'packages',
        },
      ],
      inUse: { processes: ['GradleDaemon', 'konanc', 'kotlinc-native'] },
    },
  ],
});
