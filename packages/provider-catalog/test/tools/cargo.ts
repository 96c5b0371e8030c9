import type { ProviderCases } from '@devclean/testkit/contract';

const hash = '1949cf8c6b5b557f';

export const cargo: ProviderCases = {
  caches: {
    cargo: {
      fill: {
        'registry/CACHEDIR.TAG': 'Signature: 8a477f597d28d172789f06886806bc55',
        'git/CACHEDIR.TAG': 'Signature: 8a477f597d28d172789f06886806bc55',
        [`registry/index/index.crates.io-${hash}`]: { 'config.json': '{}', '.cache/it/oa/itoa': 'x' },
        [`registry/cache/index.crates.io-${hash}`]: { 'itoa-1.0.15.crate': 'x'.repeat(9_000) },
        [`registry/src/index.crates.io-${hash}`]: {
          'itoa-1.0.15': { '.cargo-ok': '{"v":1}', '.env': 'of its authors' },
        },
        [`git/db/semver-${hash}`]: { HEAD: 'ref: refs/heads/master', 'objects/pack/p.pack': 'x' },
        [`git/checkouts/semver-${hash}`]: { '1a2b3c4': { '.cargo-ok': '' } },
        '.package-cache': '',
        '.package-cache-mutate': '',
        '.global-cache': 'SQLite format 3',
        bin: { rg: 'elf' },
        '.crates.toml': '[v1]',
        '.crates2.json': '{}',
        config: '[net]',
        'config.toml': '[net]',
        credentials: '[registry]',
        'credentials.toml': '[registry]\ntoken = "mine"',
        env: '#!/bin/sh',
      },
      keep: [
        'bin',
        '.crates.toml',
        '.crates2.json',
        'config',
        'config.toml',
        'credentials',
        'credentials.toml',
        'env',
        '.global-cache',
      ],
      defaultAt: { linux: '.cargo', darwin: '.cargo', win32: '.cargo' },
      precedence: [
        {
          when: 'CARGO_HOME names a folder',
          env: { CARGO_HOME: '{home}/rust' },
          active: ['rust'],
          leftovers: ['.cargo'],
        },
      ],
      decoys: {
        "a project's own .cargo": { 'config.toml': '[build]', 'registry/src/mine.rs': 'mine' },
      },
    },
  },
};
