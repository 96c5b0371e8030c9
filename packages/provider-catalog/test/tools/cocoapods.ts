import type { ProviderCases } from '@devclean/testkit/contract';

const place = 'Library/Caches/CocoaPods';

export const cocoapods: ProviderCases = {
  caches: {
    cocoapods: {
      fill: {
        'Pods/VERSION': '1.16.2',
        'Pods/Release/Alamofire/5.10.2-f36a3': { LICENSE: 'MIT', 'Source/Alamofire.swift': 'x'.repeat(4_000) },
        'Pods/External/Mine/0a1b2c3d-4e5f6': { '.git/HEAD': 'ref: refs/heads/main', 'Mine.podspec': 'x' },
        'Pods/Specs/Release/Alamofire/5.10.2-f36a3.podspec.json': '{}',
        'Pods/Mine': 'unknown',
      },
      keep: ['Pods/VERSION', 'Pods/Mine'],
      defaultAt: { linux: place, darwin: place },
      precedence: [
        {
          when: 'CP_CACHE_DIR names a folder',
          env: { CP_CACHE_DIR: '{home}/pods', CP_HOME_DIR: '{home}/cp' },
          active: ['pods'],
          leftovers: ['cp/cache', place],
        },
        {
          when: 'its settings name a folder',
          env: { CP_HOME_DIR: '{home}/cp' },
          files: { '.cocoapods/config.yaml': 'cache_root: "{home}/set"\n' },
          active: ['set'],
          leftovers: ['cp/cache', place],
        },
        {
          when: 'CP_HOME_DIR names a folder',
          env: { CP_HOME_DIR: '{home}/cp' },
          active: ['cp/cache'],
          leftovers: [place],
        },
      ],
      decoys: {
        "a project's own pods": { Podfile: 'x', 'Pods/VERSION': '1', 'Pods/Release/Mine.swift': 'mine' },
      },
    },
  },
};
