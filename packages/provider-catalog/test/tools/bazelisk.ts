import type { ProviderCases } from '@devclean/testkit/contract';

export const bazelisk: ProviderCases = {
  caches: {
    bazelisk: {
      fill: {
        downloads: {
          'sha256/0a1b/bin': { bazel: 'x'.repeat(9_000) },
          'metadata/bazelbuild/bazel-8.0.0-linux-x86_64': '0a1b',
        },
      },
      keep: ['downloads/metadata'],
      defaultAt: { linux: '.cache/bazelisk', darwin: 'Library/Caches/bazelisk', win32: 'AppData/Local/bazelisk' },
      precedence: [
        {
          when: 'BAZELISK_HOME names a folder',
          env: { BAZELISK_HOME: '{home}/by-env' },
          active: ['by-env'],
          leftovers: ['.cache/bazelisk'],
        },
      ],
      decoys: { 'downloads of somebody': { downloads: { 'sha256/cafe/bin': { mine: 'mine' } } } },
    },
  },
};
