import { defineTool } from '../define-tool.js';

// Its own "dart pub cache clean" removes the activated programs too, so it is not used. Layout: lib/src/system_cache.dart of pub.
export const pub = defineTool({
  id: 'pub',
  title: 'Dart pub',
  homepage: 'https://dart.dev/tools/pub/cmd/pub-cache',
  summary: 'Packages that Dart and Flutter projects have downloaded',
  knownFrom: 'documentation',
  locations: [
    { from: 'env', variable: 'PUB_CACHE' },
    {
      from: 'default',
      path: { linux: '~/.pub-cache', darwin: '~/.pub-cache', win32: '{local-app-data}/Pub/Cache' },
    },
    { from: 'default', path: { win32: '{app-data}/Pub/Cache' } },
  ],
  fingerprint: { anyOf: ['hosted/*/*-<digits>.*/pubspec.yaml', 'git/cache/*-<hex>/HEAD'] },
  sections: [
    {
      id: 'listings',
      title: "Lists of packages' versions",
      paths: ['hosted/*/.cache'],
      safety: 'safe',
      cost: 'The next "pub get" asks for them again.',
    },
    {
      // Projects name the packages by their paths, in .dart_tool/package_config.json.
      id: 'packages',
      title: 'Downloaded packages',
      paths: ['hosted/*/*-<digits>.*', 'hosted-hashes/*', 'git/*-<hex>', 'git/cache'],
      safety: 'risky',
      cost: 'No project that uses them builds until "pub get" is run in it.',
      contains: 'packages',
    },
  ],
  keep: ['global_packages', 'bin', 'active_roots', 'credentials.json'],
  inUse: { processes: ['dart', 'flutter', 'dartvm', 'dartaotruntime'] },
  ownCommands: [
    {
      command: 'dart pub cache clean',
      effect: 'Takes the whole cache, and with it the tools that were activated globally.',
    },
  ],
});
