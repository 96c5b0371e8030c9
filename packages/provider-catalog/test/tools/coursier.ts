import type { ProviderCases } from '@devclean/testkit/contract';

export const coursier: ProviderCases = {
  caches: {
    artifacts: {
      fill: {
        'https/maven.example.org/maven2/org/a/1': { 'a-1.jar': 'x'.repeat(9_000), 'a-1.pom': '<project/>' },
        'https/maven.example.org/org/example/a/1': { 'a-1.pom': '<project/>' },
        'http/maven.example.org/org/a/1': { 'a-1.pom': '<project/>' },
        '.structure.lock': '',
      },
      keep: ['.structure.lock'],
      defaultAt: {
        linux: '.cache/coursier/v1',
        darwin: 'Library/Caches/Coursier/v1',
        win32: 'AppData/Local/Coursier/Cache/v1',
      },
      precedence: [
        {
          when: 'COURSIER_CACHE names a folder',
          env: { COURSIER_CACHE: '{home}/by-env' },
          active: ['by-env'],
          leftovers: ['.cache/coursier/v1'],
        },
      ],
      decoys: { 'a copy of a web site': { 'https/www.example.org': { 'index.html': 'mine' } } },
    },
    archives: {
      fill: { 'https/forge.example.org/vendor/jdk/releases/download/17/jdk.tar.gz/jdk-17/bin': { java: 'elf' } },
      defaultAt: {
        linux: '.cache/coursier/arc',
        darwin: 'Library/Caches/Coursier/arc',
        win32: 'AppData/Local/Coursier/Cache/arc',
      },
      precedence: [
        {
          when: 'COURSIER_ARCHIVE_CACHE names a folder',
          env: { COURSIER_ARCHIVE_CACHE: '{home}/by-env' },
          active: ['by-env'],
          leftovers: ['.cache/coursier/arc'],
        },
      ],
      decoys: { 'a copy of a web site': { 'https/www.example.org': { 'index.html': 'mine' } } },
    },
  },
};
