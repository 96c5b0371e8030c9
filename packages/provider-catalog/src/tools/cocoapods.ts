import { defineTool } from '../define-tool.js';

// Where: lib/cocoapods/config.rb of CocoaPods. What: lib/cocoapods/downloader/cache.rb.
export const cocoapods = defineTool({
  id: 'cocoapods',
  title: 'CocoaPods',
  homepage: 'https://guides.cocoapods.org/terminal/commands.html#group_cache',
  summary: 'Pods that CocoaPods has downloaded, and their specifications',
  knownFrom: 'documentation',
  locations: [
    { from: 'env', variable: 'CP_CACHE_DIR' },
    { from: 'config', file: '~/.cocoapods/config.yaml', format: 'yaml', key: 'cache_root' },
    { from: 'env', variable: 'CP_HOME_DIR', subpath: 'cache' },
    { from: 'default', path: { linux: '~/Library/Caches/CocoaPods', darwin: '~/Library/Caches/CocoaPods' } },
  ],
  fingerprint: { anyOf: ['Pods/VERSION'], noneOf: ['Podfile', 'Podfile.lock', 'Pods/Manifest.lock'] },
  sections: [
    {
      id: 'pods',
      title: 'Downloaded pods',
      paths: ['Pods/Release', 'Pods/External', 'Pods/Specs'],
      safety: 'safe',
      cost: 'The next "pod install" downloads them again.',
      contains: 'packages',
    },
  ],
  inUse: { processes: ['pod'] },
  ownCommands: [{ command: 'pod cache clean --all', effect: 'Clears this cache and nothing else.' }],
});
