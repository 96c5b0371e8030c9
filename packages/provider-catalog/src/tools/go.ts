import { defineProvider } from '@devclean/core';

// https://go.dev/ref/mod#module-cache, `go help cache` and `go help environment`. `fuzz` in the build cache, which is what fuzzing has
// found, exists nowhere else.
export const go = defineProvider({
  apiVersion: 1,
  id: 'go',
  title: 'Go',
  homepage: 'https://go.dev/ref/mod#module-cache',
  summary: 'Compiled packages and test results, and the modules and toolchains that builds have downloaded',
  programs: ['go'],
  caches: [
    {
      kind: 'folder',
      id: 'build',
      locations: [
        { from: 'env', variable: 'GOCACHE' },
        // What `go env -w` writes.
        { from: 'config', file: '{xdg-config}/go/env', format: 'ini', key: 'GOCACHE' },
        { from: 'config', file: '~/Library/Application Support/go/env', format: 'ini', key: 'GOCACHE' },
        { from: 'config', file: '{app-data}/go/env', format: 'ini', key: 'GOCACHE' },
        { from: 'default', path: { linux: '{xdg-cache}/go-build' } },
        { from: 'default', path: { darwin: '~/Library/Caches/go-build' } },
        { from: 'default', path: { win32: '{local-app-data}/go-build' } },
      ],
      fingerprint: { anyOf: ['<hex>/<hex>-a'] },
      sections: [
        {
          id: 'build',
          title: 'Compiled packages and test results',
          paths: ['<hex>'],
          safety: 'safe',
          cost: 'The next build compiles everything again, the standard library too.',
        },
      ],
      docs: 'https://pkg.go.dev/cmd/go#hdr-Build_and_test_caching',
      ownCommands: [
        { command: 'go clean -cache', effect: 'Clears what builds have made, and keeps what fuzzing has found.' },
        {
          command: 'go clean',
          effect: 'Clears nothing of this: it removes what was built of the package in the current folder.',
        },
      ],
      keep: ['fuzz'],
      inUse: { processes: ['go', 'gopls'] },
    },
    {
      kind: 'folder',
      id: 'modules',
      locations: [
        { from: 'env', variable: 'GOMODCACHE' },
        { from: 'config', file: '{xdg-config}/go/env', format: 'ini', key: 'GOMODCACHE' },
        { from: 'config', file: '~/Library/Application Support/go/env', format: 'ini', key: 'GOMODCACHE' },
        { from: 'config', file: '{app-data}/go/env', format: 'ini', key: 'GOMODCACHE' },
        { from: 'env', variable: 'GOPATH', subpath: 'pkg/mod' },
        { from: 'config', file: '{xdg-config}/go/env', format: 'ini', key: 'GOPATH', subpath: 'pkg/mod' },
        {
          from: 'config',
          file: '~/Library/Application Support/go/env',
          format: 'ini',
          key: 'GOPATH',
          subpath: 'pkg/mod',
        },
        { from: 'config', file: '{app-data}/go/env', format: 'ini', key: 'GOPATH', subpath: 'pkg/mod' },
        { from: 'default', path: '~/go/pkg/mod' },
      ],
      fingerprint: {
        anyOf: [
          'cache/download/*/*/@v/*.mod',
          'cache/download/*/*/*/@v/*.mod',
          'cache/download/sumdb/*/tile',
          'cache/vcs/<hex>.info',
          '*.*/*@v<version>',
          '*.*/*/*@v<version>',
        ],
      },
      sections: [
        {
          id: 'toolchains',
          title: 'Downloaded Go toolchains',
          // The zip goes with it: without its checksum Go does not trust what is unpacked.
          paths: ['golang.org/toolchain@*', 'cache/download/golang.org/toolchain'],
          safety: 'risky',
          cost: 'Projects that ask for such a Go stop until it can be downloaded again.',
          contains: 'packages',
        },
        {
          id: 'downloads',
          title: 'Downloaded modules',
          paths: ['cache/download/*', 'cache/download/golang.org/*'],
          safety: 'safe',
          cost: 'The next build downloads them again, those of private servers too.',
        },
        {
          id: 'clones',
          title: 'Clones of repositories',
          paths: ['cache/vcs/<hex>', 'cache/vcs/<hex>.info', 'cache/vcs/<hex>.lock'],
          safety: 'costly',
          cost: 'The next build that needs a module straight from its repository clones it again, with whatever right that takes.',
        },
        {
          id: 'sources',
          title: 'Unpacked modules',
          paths: ['*.*/*', '*.*@v*'],
          safety: 'safe',
          cost: 'The next build unpacks them again from what was downloaded.',
          contains: 'packages',
        },
      ],
      ownCommands: [
        {
          command: 'go clean -modcache',
          effect: 'Takes the toolchains too: projects that ask for such a Go stop until it can be downloaded again.',
        },
      ],
      keep: ['cache/lock'],
      inUse: { processes: ['go', 'gopls'], locks: [{ path: 'cache/lock', kind: 'flock' }] },
    },
  ],
});
