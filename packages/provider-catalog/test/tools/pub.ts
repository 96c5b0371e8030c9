import type { ProviderCases } from '@devclean/testkit/contract';

export const pub: ProviderCases = {
  caches: {
    pub: {
      fill: {
        'hosted/pub.dev/.cache': { 'http-versions.json': '{}' },
        'hosted/pub.dev/http-1.5.0+1': { 'pubspec.yaml': 'name: http', 'lib/http.dart': 'x'.repeat(5_000) },
        'hosted-hashes/pub.dev': { 'http-1.5.0+1.sha256': 'abc' },
        'git/mine-0a1b2c3d': { 'pubspec.yaml': 'name: mine', '.git/HEAD': '0a1b2c3d' },
        'git/cache': { 'mine-4e5f/HEAD': 'ref: refs/heads/main' },
        global_packages: { 'melos/pubspec.lock': 'x' },
        bin: { melos: '#!/bin/sh' },
        active_roots: { '1a/2b': '{}' },
        'credentials.json': '{"accessToken":"mine"}',
        'README.md': 'Pub Package Cache',
        'log/pub_log.txt': 'x',
      },
      keep: ['global_packages', 'bin', 'active_roots', 'credentials.json', 'README.md', 'log'],
      defaultAt: { linux: '.pub-cache', darwin: '.pub-cache', win32: 'AppData/Local/Pub/Cache' },
      precedence: [
        {
          when: 'PUB_CACHE names a folder',
          env: { PUB_CACHE: '{home}/dart' },
          active: ['dart'],
          leftovers: ['.pub-cache'],
        },
        {
          when: 'nothing is set on Windows',
          platform: 'win32',
          active: ['AppData/Local/Pub/Cache'],
          leftovers: ['AppData/Roaming/Pub/Cache'],
        },
      ],
      decoys: { 'a web server': { 'hosted/mine/site/pubspec.yaml': 'mine', 'git/mine/HEAD': 'mine' } },
    },
  },
};
