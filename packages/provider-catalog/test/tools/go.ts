import type { ProviderCases } from '@devclean/testkit/contract';

const hash = '51b3f9c2d0';

export const go: ProviderCases = {
  caches: {
    build: {
      fill: {
        README: 'This directory holds cached build artifacts from the Go build system.',
        'trim.txt': '1796198400',
        'testexpire.txt': '1',
        '00': { [`00${hash}-a`]: 'v1', [`00${hash}-d`]: 'x'.repeat(9_000) },
        ff: { [`ff${hash}-a`]: 'v1' },
        'fuzz/example.org/mine/FuzzParse/0a1b': 'go test fuzz v1',
      },
      keep: ['fuzz', 'README', 'trim.txt'],
      defaultAt: { linux: '.cache/go-build', darwin: 'Library/Caches/go-build', win32: 'AppData/Local/go-build' },
      precedence: [
        {
          when: 'GOCACHE, what "go env -w" has written, and XDG name a folder',
          env: { GOCACHE: '{home}/by-env', XDG_CACHE_HOME: '{home}/xdg' },
          files: { '.config/go/env': 'GOCACHE={home}/by-setting\n' },
          active: ['by-env'],
          leftovers: ['by-setting', 'xdg/go-build'],
          ignored: ['.cache/go-build'],
        },
        {
          when: '"go env -w" has written one on macOS',
          platform: 'darwin',
          files: { 'Library/Application Support/go/env': 'GOCACHE={home}/by-setting\n' },
          active: ['by-setting'],
          leftovers: ['Library/Caches/go-build'],
        },
        {
          when: '"go env -w" has written one on Windows',
          platform: 'win32',
          files: { 'AppData/Roaming/go/env': 'GOCACHE={home}/by-setting\n' },
          active: ['by-setting'],
          leftovers: ['AppData/Local/go-build'],
        },
      ],
      decoys: {
        'what fuzzing has found, and nothing else': { 'fuzz/example.org/mine/FuzzParse/0a1b': 'go test fuzz v1' },
        'folders whose names are hexadecimal': { '00': { 'mine-a': 'mine' }, cafe: { 'menu.txt': 'mine' } },
      },
    },
    modules: {
      fill: {
        'cache/lock': '',
        'cache/download': {
          'rsc.io/quote/@v': { 'v1.5.2.mod': 'module rsc.io/quote', 'v1.5.2.zip': 'x'.repeat(9_000) },
          'golang.org/x/text/@v': { 'v0.3.0.mod': 'module golang.org/x/text', 'v0.3.0.ziphash': 'h1:' },
          'golang.org/toolchain/@v': { 'v0.0.1-go1.26.0.linux-amd64.zip': 'x' },
          'sumdb/sum.example.org/tile': { '8/0/000': 'x' },
        },
        'cache/vcs': { '0a1b': { HEAD: 'ref: refs/heads/main' }, '0a1b.info': 'git3', '0a1b.lock': '' },
        'rsc.io': { 'quote@v1.5.2': { 'quote.go': 'package quote', '.git/HEAD': 'of its authors' } },
        'gioui.org@v0.9.0': { 'go.mod': 'module gioui.org' },
        'golang.org': {
          'x/text@v0.3.0': { 'doc.go': 'package text' },
          'toolchain@v0.0.1-go1.26.0.linux-amd64': { 'bin/go': 'elf' },
        },
      },
      keep: ['cache/lock'],
      defaultAt: { linux: 'go/pkg/mod', darwin: 'go/pkg/mod', win32: 'go/pkg/mod' },
      precedence: [
        {
          when: 'each variable and each setting names a folder',
          env: { GOMODCACHE: '{home}/by-env', GOPATH: '{home}/path-by-env' },
          files: { '.config/go/env': 'GOMODCACHE={home}/by-setting\nGOPATH={home}/path-by-setting\n' },
          active: ['by-env'],
          leftovers: ['by-setting', 'path-by-env/pkg/mod', 'path-by-setting/pkg/mod', 'go/pkg/mod'],
        },
        {
          when: 'GOPATH names a folder',
          env: { GOPATH: '{home}/work' },
          active: ['work/pkg/mod'],
          leftovers: ['go/pkg/mod'],
        },
        {
          when: '"go env -w" has written both on macOS',
          platform: 'darwin',
          files: {
            'Library/Application Support/go/env': 'GOMODCACHE={home}/by-setting\nGOPATH={home}/path-by-setting\n',
          },
          active: ['by-setting'],
          leftovers: ['path-by-setting/pkg/mod', 'go/pkg/mod'],
        },
        {
          when: '"go env -w" has written both on Windows',
          platform: 'win32',
          files: { 'AppData/Roaming/go/env': 'GOMODCACHE={home}/by-setting\nGOPATH={home}/path-by-setting\n' },
          active: ['by-setting'],
          leftovers: ['path-by-setting/pkg/mod', 'go/pkg/mod'],
        },
      ],
      decoys: {
        "a workspace's own packages": { 'example.org': { mine: { 'main.go': 'package main' } }, 'cache/lock': '' },
      },
    },
  },
};
