import type { ProviderCases } from '@devclean/testkit/contract';

export const bazel: ProviderCases = {
  caches: {
    bazel: {
      fill: {
        _bazel_me: {
          'cache/repos/v1/content_addressable/sha256/0a1b': { file: 'x' },
          'install/0a1b': { 'A-server.jar': 'x'.repeat(9_000) },
          '0c2d': { server: { 'jvm.out': '' }, lock: '', 'external/lib/.git/HEAD': 'of its authors' },
        },
      },
      defaultAt: { linux: '.cache/bazel', darwin: 'Library/Caches/bazel' },
      precedence: [
        {
          when: 'XDG moves the caches',
          env: { XDG_CACHE_HOME: '{home}/xdg' },
          active: ['xdg/bazel'],
          ignored: ['.cache/bazel'],
        },
      ],
      decoys: { 'a folder of a similar name': { _bazel_notes: { cafe: { 'menu.txt': 'mine' } } } },
    },
  },
};
