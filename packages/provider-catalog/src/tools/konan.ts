import { defineTool } from '../define-tool.js';

export const konan = defineTool({
  id: 'konan',
  title: 'Kotlin/Native',
  homepage: 'https://kotlinlang.org/docs/native-improving-compilation-time.html',
  summary: 'Kotlin/Native compilers, and the toolchains and system libraries that they need',
  knownFrom: 'documentation',
  locations: [
    { from: 'env', variable: 'KONAN_DATA_DIR' },
    { from: 'default', path: '{account}/.konan' },
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
});
