import type { ProviderCases } from '@devclean/testkit/contract';

export const swiftpm: ProviderCases = {
  caches: {
    swiftpm: {
      fill: {
        'artifacts/https___example_com_a_zip': 'x'.repeat(9_000),
        'prebuilts/swift-syntax': { '600.0.1/MacroSupport.tar.gz': 'x' },
        'registry/downloads/mona/linked/1.0.0.zip': 'x',
        'manifests/manifest.db': 'SQLite format 3',
        'repositories/swift-log-2cb54f91': { HEAD: 'ref: refs/heads/main', 'objects/pack/p.pack': 'x' },
        'registry/credentials': 'unknown',
      },
      keep: ['registry/credentials'],
      defaultAt: { linux: '.cache/org.swift.swiftpm', darwin: 'Library/Caches/org.swift.swiftpm' },
      precedence: [
        {
          when: 'XDG_CACHE_HOME names a folder',
          env: { XDG_CACHE_HOME: '{home}/caches' },
          active: ['caches/org.swift.swiftpm'],
          ignored: ['.cache/org.swift.swiftpm'],
        },
      ],
      decoys: { 'manifests of something else': { 'manifests/app.yaml': 'mine', 'repositories/mine/HEAD': 'x' } },
    },
  },
};
