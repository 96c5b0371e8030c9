import type { ProviderCases } from '@devclean/testkit/contract';

export const rustup: ProviderCases = {
  caches: {
    rustup: {
      fill: {
        downloads: { '0a1b.partial': 'x'.repeat(9_000) },
        tmp: { '0c2d_dir': { 'rustc/bin/rustc': 'elf' } },
        'toolchains/stable-x86_64-unknown-linux-gnu/lib/rustlib': { components: 'rustc' },
        'update-hashes': { 'stable-x86_64-unknown-linux-gnu': '0a1b' },
        'settings.toml': 'version = "12"',
      },
      keep: ['toolchains', 'update-hashes', 'settings.toml'],
      defaultAt: { linux: '.rustup', darwin: '.rustup', win32: '.rustup' },
      precedence: [
        {
          when: 'RUSTUP_HOME names a folder',
          env: { RUSTUP_HOME: '{home}/by-env' },
          active: ['by-env'],
          leftovers: ['.rustup'],
        },
      ],
      decoys: {
        'downloads and temporary files of somebody': {
          downloads: { mine: 'mine' },
          tmp: { mine: 'mine' },
          toolchains: { 'list.txt': 'mine' },
        },
      },
    },
  },
};
