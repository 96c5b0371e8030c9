import { defineTool } from '../define-tool.js';

export const swiftpm = defineTool({
  id: 'swiftpm',
  title: 'SwiftPM',
  homepage: 'https://docs.swift.org/swiftpm/documentation/packagemanagerdocs/swiftpackagecommands',
  summary: 'Clones, archives and manifests that the Swift package manager shares between packages',
  knownFrom: 'documentation',
  locations: [
    {
      from: 'default',
      path: { linux: '{xdg-cache}/org.swift.swiftpm', darwin: '~/Library/Caches/org.swift.swiftpm' },
    },
  ],
  fingerprint: { anyOf: ['manifests/manifest.db', 'repositories/*-<hex>/HEAD'] },
  sections: [
    {
      id: 'downloads',
      title: 'Archives and manifests',
      paths: ['artifacts', 'prebuilts', 'registry/downloads', 'manifests'],
      safety: 'safe',
      cost: 'The next resolution downloads and reads them again.',
    },
    {
      id: 'repositories',
      title: 'Clones of packages',
      paths: ['repositories/*-<hex>'],
      safety: 'costly',
      cost: 'The next resolution clones them again, with whatever right that takes.',
    },
  ],
  inUse: { processes: ['swift', 'swift-build', 'swift-package', 'swift-run', 'swift-test', 'xcodebuild', 'Xcode'] },
  ownCommands: [{ command: 'swift package purge-cache', effect: 'Clears this cache and nothing else.' }],
});
