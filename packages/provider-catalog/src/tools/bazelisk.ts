import { defineTool } from '../define-tool.js';

// https://github.com/bazelbuild/bazelisk#where-does-bazelisk-store-the-downloaded-versions-of-bazel
export const bazelisk = defineTool({
  id: 'bazelisk',
  title: 'Bazelisk',
  homepage: 'https://github.com/bazelbuild/bazelisk',
  summary: 'The versions of Bazel that Bazelisk has downloaded',
  knownFrom: 'documentation',
  locations: [
    { from: 'env', variable: 'BAZELISK_HOME' },
    { from: 'default', path: { linux: '{xdg-cache}/bazelisk' } },
    { from: 'default', path: { darwin: '~/Library/Caches/bazelisk' } },
    { from: 'default', path: { win32: '{local-app-data}/bazelisk' } },
  ],
  fingerprint: { anyOf: ['downloads/sha256/<hex>/bin/bazel*', 'downloads/metadata/*/bazel-*'] },
  sections: [
    {
      id: 'versions',
      title: 'Versions of Bazel',
      paths: ['downloads/sha256/<hex>'],
      safety: 'costly',
      cost: 'The next build of each workspace downloads its Bazel again.',
    },
  ],
  inUse: { processes: ['bazelisk', 'bazel'], runsFrom: ['versions'] },
});
