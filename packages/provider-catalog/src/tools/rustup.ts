import { defineProvider } from '@devclean/core';

// https://rust-lang.github.io/rustup/: what a killed installation has left. The toolchains are installed programs.
export const rustup = defineProvider({
  apiVersion: 1,
  id: 'rustup',
  title: 'rustup',
  homepage: 'https://rust-lang.github.io/rustup/environment-variables.html',
  summary: 'What interrupted installations of Rust have left behind',
  knownFrom: 'documentation',
  programs: ['rustup'],
  caches: [
    {
      kind: 'folder',
      id: 'home',
      locations: [
        { from: 'env', variable: 'RUSTUP_HOME' },
        { from: 'default', path: { linux: '~/.rustup', darwin: '~/.rustup', win32: '~/.rustup' } },
      ],
      fingerprint: { anyOf: ['toolchains/*/lib/rustlib', 'update-hashes/*'] },
      sections: [
        {
          id: 'downloads',
          title: 'Parts of toolchains',
          paths: ['downloads/*', 'tmp/*'],
          safety: 'safe',
          cost: 'An interrupted installation begins its downloads anew.',
          contains: 'packages',
        },
      ],
      keep: ['toolchains', 'update-hashes', 'settings.toml'],
      inUse: { processes: ['rustup', 'rustup-init'] },
    },
  ],
});
