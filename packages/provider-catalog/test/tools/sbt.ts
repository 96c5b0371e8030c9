import type { ProviderCases } from '@devclean/testkit/contract';

export const sbt: ProviderCases = {
  caches: {
    global: {
      fill: {
        boot: {
          'scala-2.12.20': { 'org.scala-sbt/sbt/1.11.0': { 'main.jar': 'x'.repeat(9_000) } },
          'sbt.boot.lock': '',
        },
        '1.0': {
          'zinc/org.scala-sbt': { 'bridge.jar': 'x' },
          'plugins/plugins.sbt': 'mine',
          'global.sbt': 'mine',
          'staging/0a1b/lib/.git/HEAD': 'mine',
        },
        repositories: '[repositories]',
        '.credentials': 'password=mine',
      },
      keep: ['1.0/plugins', '1.0/global.sbt', '1.0/staging', 'repositories', '.credentials', 'boot/sbt.boot.lock'],
      defaultAt: { linux: '.sbt', darwin: '.sbt', win32: '.sbt' },
      decoys: { 'settings alone': { '1.0/plugins': { 'plugins.sbt': 'mine' }, repositories: 'mine' } },
    },
    local: {
      fill: { v1: { 'ac/0a1b': 'x', 'cas/sha256-0a1b-9000': 'x'.repeat(9_000) } },
      defaultAt: { linux: '.cache/sbt', darwin: 'Library/Caches/sbt', win32: 'AppData/Local/sbt' },
      precedence: [
        {
          when: 'SBT_LOCAL_CACHE names a folder',
          env: { SBT_LOCAL_CACHE: '{home}/by-env' },
          active: ['by-env'],
          leftovers: ['.cache/sbt'],
        },
      ],
      decoys: { 'versions of something else': { v1: { 'notes.txt': 'mine' } } },
    },
  },
};
